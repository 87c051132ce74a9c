import type { StepError } from '@millrace/engine'

const byCode: Readonly<Record<string, string>> = {
  HTTP_NETWORK: 'Check that the service runs and that the address is right; a "retry" on the node waits for one that is slow to start.',
  HTTP_STATUS:
    'See what the service answered in the details of the error; an "error" edge or "failOnStatus: false" deals with answers that you expect.',
  HTTP_BAD_JSON: 'Say "response: text" on the node if the service does not answer with JSON.',
  LOOP_LIMIT: 'Raise "maxIterations", or check that what "until" waits for comes about.',
  BAD_PARAMS: 'See what the parameters came to, under "input" of the step: run it again with --json.',
}

/** What to try next, where the message itself does not say. */
export function errorAdvice({ code, class: errorClass }: StepError): string | undefined {
  if (errorClass === 'timeout') return 'Raise "timeout" on the node, or find out why it takes so long.'
  return byCode[code]
}

import type { ApiExecution } from '../api/execution-types.ts'
import { serverOption } from '../api/server-option.ts'
import { CliError } from '../cli-error.ts'
import type { Invocation, Options } from '../command/command.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { printable } from '../output/printable.ts'

/** What `execution approve` and `execution reject` share. */
export const decisionArguments = [
  { name: 'ID', about: 'The execution.' },
  { name: 'STEP', about: 'The step that waits; needed only if several do.', isOptional: true },
] as const

export const decisionOptions = {
  comment: { type: 'text', value: 'TEXT', about: 'What the step gets as the comment.', short: 'm' },
  by: { type: 'text', value: 'NAME', about: 'Who decides, for the history.' },
  ...serverOption,
} as const satisfies Options

type Decision = 'approved' | 'rejected'

export async function decideStep(decision: Decision, { args, values, host }: Invocation<typeof decisionOptions>): Promise<ExitCode> {
  const [id = '', given] = args
  const { createApiClient } = await import('../api/api-client.ts')
  const client = createApiClient(host, values.server)
  const place = `/executions/${encodeURIComponent(id)}`
  const step = given ?? onlyStep(await client.get<ApiExecution>(place))
  const { comment, by } = values
  await client.post(`${place}/steps/${encodeURIComponent(step)}/decision`, {
    decision,
    ...(comment !== undefined && { comment }),
    ...(by !== undefined && { by }),
  })
  host.err.write(`Step ${printable(step)} of execution ${id} is ${decision}.\n`)
  return exitCode.ok
}

function onlyStep({ id, steps }: ApiExecution): string {
  const open = steps.filter(({ waiting }) => waiting?.for === 'approval').map(({ step }) => step)
  const [only, ...others] = open
  if (only === undefined) throw new CliError(`No step of execution ${id} waits for a decision: see "millrace execution show ${id}".`)
  if (others.length > 0)
    throw new CliError(`Several steps of execution ${id} wait for a decision: name one of ${open.join(', ')}.`, exitCode.usage)
  return only
}

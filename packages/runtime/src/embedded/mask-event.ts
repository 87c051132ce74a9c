import type { HttpResponse, Json, LogLine, StepError, Wait } from '@millrace/engine'
import type { SecretMask } from '../secrets/mask-secrets.ts'
import type { AttemptEvent } from './attempt.ts'

/** Masks secrets in all that a user's data can reach. Names that the engine reads (step, port, codes) stay as they are. */
export function maskEvent(event: AttemptEvent, secretMask: SecretMask): AttemptEvent {
  const mask: Mask = <T>(value: T): T => secretMask(value as Json) as T // Masking keeps the shape.
  const shared = {
    ...(event.input !== undefined && { input: mask(event.input) }),
    ...(event.logs && { logs: event.logs.map((line) => maskLine(line, mask)) }),
  }
  switch (event.type) {
    case 'step-succeeded': {
      const { response, stop } = event
      return {
        ...event,
        ...shared,
        output: mask(event.output),
        ...(response && { response: maskResponse(response, mask) }),
        ...(stop?.message !== undefined && { stop: { ...stop, message: mask(stop.message) } }),
      }
    }
    case 'step-failed':
      return { ...event, ...shared, error: maskError(event.error, mask) }
    case 'step-waiting':
      return { ...event, ...shared, wait: maskWait(event.wait, mask) }
  }
}

type Mask = <T extends Json>(value: T) => T

/** Its level, time and keys are ours, though a secret may be spelled like one of them. */
function maskLine({ message, data, ...line }: LogLine, mask: Mask): LogLine {
  return { ...line, message: mask(message), ...(data !== undefined && { data: mask(data) }) }
}

function maskResponse({ headers, body, ...rest }: HttpResponse, mask: Mask): HttpResponse {
  return { ...rest, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask(value)])), body: mask(body) }
}

function maskError(error: StepError, mask: Mask): StepError {
  const { message, stack, details } = error
  return {
    ...error,
    message: mask(message),
    ...(stack !== undefined && { stack: mask(stack) }),
    ...(details !== undefined && { details: mask(details) }),
  }
}

function maskWait(wait: Wait, mask: Mask): Wait {
  switch (wait.type) {
    case 'time':
      return { ...wait, output: mask(wait.output) }
    case 'again':
      return { ...wait, memory: mask(wait.memory) }
    case 'signal':
      return wait.about === undefined ? wait : { ...wait, about: mask(wait.about) }
    case 'call':
      return wait
  }
}

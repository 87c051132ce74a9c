import { ExpressionError, type StepError } from '@millrace/engine'
import { FatalError, RetryableError } from '@millrace/kit'

/** What a thrown value means for the step. Anything unknown may be retried, if the policy says so. */
export function classifyError(thrown: unknown): StepError {
  if (thrown instanceof FatalError) return described(thrown, thrown.code, 'fatal', thrown.details)
  if (thrown instanceof RetryableError) {
    const error = described(thrown, thrown.code, 'retryable', thrown.details)
    return isDelay(thrown.retryAfterMs) ? { ...error, retryAfterMs: thrown.retryAfterMs } : error
  }
  if (thrown instanceof ExpressionError) return { code: thrown.code, class: 'fatal', message: thrown.message }
  if (thrown instanceof Error) return described(thrown, codeOf(thrown), 'retryable', undefined)
  return { code: 'NODE_FAILED', class: 'retryable', message: textOf(thrown) }
}

/** Anything may be thrown, even what has no text. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return 'The node threw a value that has no text.'
  }
}

/** What is no delay would be another value once it has been through JSON. */
function isDelay(ms: number | undefined): ms is number {
  return ms !== undefined && Number.isFinite(ms) && ms >= 0
}

function described(error: Error, code: string, errorClass: StepError['class'], details: StepError['details']): StepError {
  return {
    code,
    class: errorClass,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(details !== undefined && { details }),
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'NODE_FAILED'
}

import { FatalError, type NodeFailure, RetryableError } from '@millrace/kit'

/** What a service said when it did not do what it was asked. */
export interface AwsRefusal {
  readonly status: number
  /** E.g. `AccessDenied`, `ValidationException`; empty where the answer has none. */
  readonly code: string
  readonly message: string
}

export const awsFailures: readonly NodeFailure[] = [
  {
    code: 'AWS_REFUSED',
    when: 'The service says no: a missing right, table or bucket, a wrong key, a request it does not understand. `error.details.code` is its own word for it, e.g. `AccessDenied`. A retry does not help.',
  },
  {
    code: 'AWS_FAILED',
    when: 'The service cannot be reached, is too busy (throttling), or has failed (5xx). A retry may help.',
  },
]

/** "Not now" rather than "no", though the status is that of a mistake. */
const passing: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
  'LimitExceededException',
  'TransactionInProgressException',
  'PriorRequestNotComplete',
  'RequestTimeout',
  'RequestTimeoutException',
  'SlowDown',
  'InternalError',
  'InternalServerError',
  'OperationAborted',
])

const longestMessage = 1000

export function refusalError(service: string, { status, code, message }: AwsRefusal): FatalError | RetryableError {
  const said = [code, message.slice(0, longestMessage)].filter((part) => part !== '').join(': ')
  const details = { status, code }
  // 501: the service does not know the operation, and will not tomorrow.
  const mayPass = passing.has(code) || status === 429 || (status >= 500 && status !== 501)
  return mayPass
    ? new RetryableError(`${service} could not answer (status ${status}). ${said}`, { code: 'AWS_FAILED', details })
    : new FatalError(`${service} refused (status ${status}). ${said || nextAction(status)}`, { code: 'AWS_REFUSED', details })
}

/** What a call that brought no answer, or not all of it, is thrown as. An abort stays what it is. */
export function connectionError(error: unknown, host: string, signal: AbortSignal): unknown {
  if (signal.aborted) return error
  const reasons = causes(error)
  const decided = reasons.find((reason) => reason instanceof FatalError || reason instanceof RetryableError)
  if (decided !== undefined) return decided
  const said = reasons.map(({ message }) => message).filter((message) => message !== '' && message !== 'fetch failed')
  return new RetryableError(`No answer from ${host}: ${said.join(': ') || 'the connection failed'}.`, { code: 'AWS_FAILED', cause: error })
}

function nextAction(status: number): string {
  if (status >= 300 && status < 400) return 'It is in another region: name that region in the connection.'
  return status === 404 ? 'There is no such thing: check the names.' : 'Check the rights of the key.'
}

function causes(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return []
  const next = error instanceof AggregateError ? error.errors[0] : error.cause
  return [error, ...causes(next)]
}

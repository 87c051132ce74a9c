import { ApiError } from './call.ts'

/** Of a text that was refused: the first of its mistakes says more than that there are some. */
export function refusalOf(error: Error): Error {
  const problems =
    error instanceof ApiError ? (error.problem as { problems?: readonly { message: string }[] } | undefined)?.problems : undefined // As the API documents it.
  const [first] = problems ?? []
  return first === undefined ? error : new Error(`${error.message} ${first.message}`, { cause: error })
}

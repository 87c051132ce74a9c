import { FatalError } from '@millrace/kit'
import { StoreError } from '@millrace/store'

/** What the store will never take, such as a key that is too long, is no reason to try again. */
export async function fatally<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (error instanceof StoreError && !error.retryable && error.status < 500) {
      throw new FatalError(error.message, { code: error.code, cause: error })
    }
    throw error
  }
}

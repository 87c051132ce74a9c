import { FatalError, type Files } from '@millrace/kit'
import { RuntimeError } from '../errors.ts'
import type { StepPlace } from '../ports.ts'
import type { FileVault } from './file-vault.ts'

/** The account's files as one step sees them. */
export function createHostFiles(
  vault: FileVault,
  { account, executionId, signal }: Pick<StepPlace, 'account' | 'executionId' | 'signal'>,
): Files {
  return {
    write: (content, { stays, ...about } = {}) =>
      fatally(vault.write(content, { ...about, account, signal: signal(), ...(stays !== true && { executionId }) })),
    async read({ fileId }) {
      const content = await fatally(vault.read(account, fileId))
      if (content !== undefined) return content
      throw new FatalError(`There is no file ${JSON.stringify(String(fileId).slice(0, 80))}: it was deleted, or the handle is made up.`, {
        code: 'FILE_MISSING',
      })
    },
  }
}

/** A file that is too large or gone will be so the next time too. */
async function fatally<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw error instanceof RuntimeError ? new FatalError(error.message, { code: error.code, cause: error }) : error
  }
}

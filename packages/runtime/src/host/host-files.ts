import { FatalError, type Files } from '@millrace/kit'
import type { StepPlace } from '../ports.ts'
import type { FileVault } from './file-vault.ts'

/** The account's files as one step sees them. */
export function createHostFiles(vault: FileVault, { account, executionId, signal }: StepPlace): Files {
  return {
    write: (content, about = {}) => vault.write(content, { ...about, account, executionId, signal: signal() }),
    async read({ fileId }) {
      const content = await vault.read(account, fileId)
      if (content !== undefined) return content
      throw new FatalError(`There is no file ${JSON.stringify(String(fileId).slice(0, 80))}: it was deleted, or the handle is made up.`, {
        code: 'FILE_MISSING',
      })
    },
  }
}

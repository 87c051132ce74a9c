import type { FileContent, FileHandle } from '@millrace/kit'
import type { FileVault } from '@millrace/runtime'

/** The files that one call brings. They belong to the execution that it starts, and go with it. */
export interface Uploads {
  write(content: FileContent, about: { readonly name?: string; readonly mediaType?: string }): Promise<FileHandle>
  /** Nothing was started: what has been written is deleted. */
  discard(): Promise<void>
}

export function openUploads(files: FileVault, account: string, executionId: string): Uploads {
  const written: string[] = []
  return {
    async write(content, about) {
      const handle = await files.write(content, { account, executionId, ...about })
      written.push(handle.fileId)
      return handle
    },
    async discard() {
      for (const id of written.splice(0)) await files.delete(account, id)
    },
  }
}

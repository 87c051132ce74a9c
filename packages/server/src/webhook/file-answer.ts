import type { AnsweredFile } from '@millrace/engine'
import type { FileVault } from '@millrace/runtime'
import type { StreamedAnswer } from '../answer.ts'
import { dispositionOf } from '../disposition.ts'
import { respondInvalid } from './respond-headers.ts'

interface Sending {
  readonly status: number
  /** Checked already. */
  readonly headers: Readonly<Record<string, string>>
  readonly file: AnsweredFile
  readonly executionId: string
}

/** Sends a file as a stream, however large it is. The step's own headers win, but for the sandbox. */
export async function fileAnswer(
  files: FileVault,
  account: string,
  { status, headers, file, executionId }: Sending,
): Promise<StreamedAnswer> {
  const body = await files.read(account, file.fileId)
  if (body === undefined) throw respondInvalid(executionId, `the file ${file.fileId.slice(0, 50)}, which is not there: was it deleted`)
  const own = { 'content-type': file.mediaType, 'content-disposition': dispositionOf('inline', file.name) }
  return { status, headers: { ...own, ...headers }, body }
}

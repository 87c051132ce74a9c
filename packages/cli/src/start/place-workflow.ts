import { existsSync, statSync } from 'node:fs'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { RuntimeError } from '@millrace/runtime'
import { replaceFile } from '../files/replace-file.ts'
import { isPassedOver } from '../files/workflow-file.ts'

/** Puts the text into the file of a workflow, whole or not at all, and answers with what tells this content from another. */
export async function placeWorkflow(file: string, source: string): Promise<string> {
  try {
    if (!existsSync(file)) {
      await mkdir(dirname(file), { recursive: true })
      // Empty first, never over another: what replaces it is whole.
      await writeFile(file, '', { flag: 'wx' })
    }
    await replaceFile(file, source)
    return stampOf(await stat(file))
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const advice = 'make the folder writable for the server, or save the text there yourself. The draft is kept'
    throw new RuntimeError('WORKFLOW_FILE_UNWRITABLE', `The file ${file} cannot be written (${reason}): ${advice}.`)
  }
}

/** Changes when the file does; saves reading it. */
export function stampOf({ ino, mtimeMs, size }: { readonly ino: number; readonly mtimeMs: number; readonly size: number }): string {
  return `${ino} ${mtimeMs} ${size}`
}

/** Where a new workflow goes: `ID/workflow.yaml` in a folder where most lie so, else `ID.yaml`. */
export function newFileOf(directory: string, id: string, files: readonly string[]): string {
  const own = files.filter((file) => /^workflow\.ya?ml$/i.test(basename(file)) && dirname(file) !== directory)
  const isFolder = own.length * 2 > files.length && !isPassedOver(id)
  const file = isFolder ? join(directory, id, 'workflow.yaml') : join(directory, `${id}.yaml`)
  // One that is empty was left by a crash.
  if (!existsSync(file) || statSync(file).size === 0) return file
  const shown = relative(directory, file)
  throw new RuntimeError('WORKFLOW_FILE_CHANGED', `There is another file at ${shown}: rename it, or choose another id. The draft is kept.`)
}

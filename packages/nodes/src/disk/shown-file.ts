import type { DiskFile } from '@millrace/kit'

/** A file as nodes give it out. */
export function shownFile(folder: string, { name, size, modifiedAt }: DiskFile) {
  return { folder, name, size, modifiedAt: new Date(modifiedAt).toISOString() }
}

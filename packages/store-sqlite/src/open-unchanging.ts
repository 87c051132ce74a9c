import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

/** A database that nobody writes to, to be read: of any other, even a reader would make files beside it. */
export function openUnchanging(file: string): DatabaseSync {
  return new DatabaseSync(new URL(`${pathToFileURL(file)}?immutable=1`), { readOnly: true })
}

import type { RetentionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

/** By id alone, whatever the account: ids are random. A scan of what is known, for all ids at once. */
export function prepareUnknownFiles({ prepare, read }: Connection): RetentionStore['unknownFiles'] {
  const find = prepare('SELECT value AS id FROM json_each(?) WHERE value NOT IN (SELECT id FROM file)')
  return async (ids) => read(() => find.all(JSON.stringify(ids))).map(({ id }) => String(id))
}

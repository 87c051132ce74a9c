import { createHash } from 'node:crypto'

/**
 * The id of the record that an object of Parse becomes. It follows from class and object alone, so that pointers and relations need no
 * look-up, and a second run writes the same records.
 */
export function parseId(className: string, objectId: string): string {
  return createHash('sha256').update(`${className}:${objectId}`).digest('hex').slice(0, 24)
}

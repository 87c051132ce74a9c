import type { Json, JsonObject } from '@millrace/engine'
import { control, folded, type NodeFailure } from '@millrace/kit'
import { z } from 'zod'

// What the nodes of tables ask for, each under one name.

export const tableField = z
  .string()
  .min(1)
  .max(63)
  .meta({ title: 'Table', description: 'Its name', ...control('table') })

const fields = z.record(z.string(), z.json())

export const idField = z.string().meta({ title: 'Id', description: 'The id of the record' })

export const optionalIdField = z.string().optional().meta({ title: 'Id', description: 'The id of the record; or give `where`' })

export const whereField = fields.optional().meta({
  title: 'Where',
  description: 'Conditions by field, e.g. `{ status: open, age: { greaterThan: 17 } }`; everything when left out',
  ...control('column'),
})

export const recordField = fields.meta({ title: 'Record', description: 'Its fields', ...control('column') })

export const changesField = fields.meta({
  title: 'Changes',
  description: 'The fields to change; null makes one empty',
  ...control('column'),
})

export const includeField = z
  .array(z.string())
  .max(20)
  .optional()
  .meta({
    title: 'Include',
    description: 'Pointers and relations in whose place the records shall stand, e.g. `author.company`',
    ...control('column'),
    ...folded,
  })

export const selectField = z
  .array(z.string())
  .max(200)
  .optional()
  .meta({ title: 'Select', description: 'Only these fields, and the id', ...control('column'), ...folded })

/** What every record has; its own fields are known to its table. */
export const recordOutput = z.looseObject({ id: z.string(), createdAt: z.string(), updatedAt: z.string() })

export const countOutput = z.strictObject({ count: z.int() })

export const readErrors: readonly NodeFailure[] = [
  { code: 'TABLE_UNKNOWN', when: 'there is no such table' },
  { code: 'TABLE_QUERY_INVALID', when: 'a condition cannot be understood' },
  { code: 'COLUMN_UNKNOWN', when: 'the table has no such column' },
  { code: 'TABLE_ACCESS_DENIED', when: 'the person of `as` may not do this' },
]

export const writeErrors: readonly NodeFailure[] = [
  { code: 'RECORD_INVALID', when: 'a value does not fit its column, or a required one is empty' },
  { code: 'RECORD_EXISTS', when: 'another record has the same value in a unique column' },
  { code: 'RECORD_UNKNOWN', when: 'the table has no record with this id' },
  ...readErrors,
]

/** A schema's field that was left out is undefined there, and left out here. */
export function given<Fields extends Readonly<Record<string, Json | undefined>>>(
  parts: Fields,
): { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as JsonObject as never // The type says the same.
}

import { jsonValue } from '@millrace/kit'
import type { ChangeLoss, Column, Table, TableChanged } from '@millrace/store'
import { z } from 'zod'
import { isoTime } from './iso-time.ts'

const name = z.string().meta({ description: 'A letter, then up to 62 letters, digits and `_`.', example: 'customer' })
const mark = z.literal(true).optional()

/** A column, as it is sent and as it is shown. */
export const column = z
  .strictObject({
    name,
    type: z.enum(['string', 'number', 'boolean', 'date', 'json', 'file', 'pointer', 'relation', 'geoPoint']),
    table: z.string().optional().meta({ description: 'Where a pointer or a relation leads to.' }),
    required: mark.meta({ description: 'No record may leave it empty.' }),
    default: jsonValue().optional().meta({ description: 'What a new record has where nothing is given.' }),
    unique: mark.meta({ description: 'No two records have the same.' }),
    index: mark.meta({ description: 'Conditions and orders by it are fast.' }),
    search: mark.meta({ description: 'Its words are found by `search`.' }),
  })
  .meta({ id: 'Column' })

export const table = z
  .object({
    name: z.string(),
    columns: z.array(column),
    isLocked: z.boolean().meta({ description: 'Fields that it does not have are refused; otherwise a new one becomes a column.' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime().meta({ description: 'The last change of its columns.' }),
  })
  .meta({ id: 'Table' })

export const columnChange = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('add'), column }),
    z.strictObject({ type: z.literal('rename'), column: z.string(), to: z.string() }),
    z.strictObject({ type: z.literal('remove'), column: z.string() }),
    z.strictObject({ type: z.literal('retype'), column: z.string(), to: column.shape.type, table: z.string().optional() }),
    z.strictObject({
      type: z.literal('set'),
      column: z.string(),
      required: z.boolean().optional(),
      unique: z.boolean().optional(),
      index: z.boolean().optional(),
      search: z.boolean().optional(),
      default: jsonValue().optional().meta({ description: 'Null takes it away.' }),
    }),
    z.strictObject({ type: z.literal('rename-table'), to: z.string() }),
    z.strictObject({ type: z.literal('lock') }),
    z.strictObject({ type: z.literal('unlock') }),
  ])
  .meta({ id: 'ColumnChange' })

export const tableChanged = z
  .object({
    table: table.meta({ description: 'As it is now, or as it would be.' }),
    losses: z.array(
      z.object({
        change: columnChange,
        count: z.int().meta({ description: 'How many records.' }),
        examples: z.array(z.object({ id: z.string(), value: z.unknown() })),
        isDiscardable: z.boolean().meta({ description: 'Whether `discard` would go ahead; otherwise mend the records first.' }),
      }),
    ),
  })
  .meta({ id: 'TableChanged' })

export function tableView({ createdAt, updatedAt, ...rest }: Table): z.input<typeof table> {
  return { ...rest, columns: rest.columns.map((one) => ({ ...one })), createdAt: isoTime(createdAt), updatedAt: isoTime(updatedAt) }
}

export function tableChangedView({ table, losses }: TableChanged): { readonly table: object; readonly losses: readonly ChangeLoss[] } {
  return { table: tableView(table), losses }
}

/** What was left out is left out, not undefined. */
export function columnOf(given: z.output<typeof column>): Column {
  return withoutGaps(given) as Column // It is that but for what is undefined.
}

export function withoutGaps(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
}

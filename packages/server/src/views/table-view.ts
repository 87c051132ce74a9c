import { jsonValue } from '@millrace/kit'
import type { ChangeLoss, Column, Table, TableAccess, TableChanged } from '@millrace/store'
import { z } from 'zod'
import { isoTime } from './iso-time.ts'

const name = z.string().meta({ description: 'A letter, then up to 62 letters, digits and `_`.', example: 'customer' })
const mark = z.literal(true).optional()

/** A column, as it is sent and as it is shown. */
export const columnType = z.enum(['string', 'number', 'boolean', 'date', 'json', 'file', 'pointer', 'relation', 'geoPoint'])

export const column = z
  .strictObject({
    name,
    type: columnType,
    table: z.string().optional().meta({ description: 'Where a pointer or a relation leads to.' }),
    required: mark.meta({ description: 'No record may leave it empty.' }),
    default: jsonValue().optional().meta({ description: 'What a new record has where nothing is given.' }),
    unique: mark.meta({ description: 'No two records have the same.' }),
    index: mark.meta({ description: 'Conditions and orders by it are fast.' }),
    search: mark.meta({ description: 'Its words are found by `search`.' }),
  })
  .meta({ id: 'Column' })

const rule = z
  .string()
  .regex(/^(anyone|signed-in|owner|role:[\w.:-]{1,63})$/, { error: 'must be anyone, signed-in, owner or role:NAME' })
  .meta({ example: 'owner' })
const rules = z.array(rule).max(50)

/** Who may do what with the records, besides the operator. */
export const access = z
  .strictObject({
    read: rules.optional().meta({ description: 'Whose records are seen. With `owner` everybody sees their own.' }),
    create: rules.optional().meta({ description: 'Who makes a record owns it.' }),
    update: rules.optional().meta({ description: 'Of the records that are seen.' }),
    delete: rules.optional().meta({ description: 'Of the records that are seen.' }),
  })
  .meta({
    id: 'TableAccess',
    description: '`anyone`, `signed-in` (known by an id), `owner` (of the record) or `role:NAME`; what is left out nobody may.',
  })

export const table = z
  .object({
    name: z.string(),
    columns: z.array(column),
    isLocked: z.boolean().meta({ description: 'Fields that it does not have are refused; otherwise a new one becomes a column.' }),
    access: access.optional().meta({ description: 'Left out, only the operator gets at its records. With it each has an `owner`.' }),
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
    z.strictObject({ type: z.literal('access'), access: access.nullable().meta({ description: 'Null takes the rules away.' }) }),
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

export function tableView({ createdAt, updatedAt, access: rules, ...rest }: Table): z.input<typeof table> {
  const shown = { ...rest, columns: rest.columns.map((one) => ({ ...one })), createdAt: isoTime(createdAt), updatedAt: isoTime(updatedAt) }
  return rules === undefined ? shown : { ...shown, access: accessView(rules) }
}

export function tableChangedView({ table, losses }: TableChanged): { readonly table: object; readonly losses: readonly ChangeLoss[] } {
  return { table: tableView(table), losses }
}

function accessView(rules: TableAccess): z.input<typeof access> {
  return Object.fromEntries(Object.entries(rules).map(([action, names]) => [action, [...names]]))
}

export function accessOf(given: z.output<typeof access>): TableAccess {
  return withoutGaps(given) as TableAccess // It is that but for what is undefined; the store looks at the names again.
}

/** What was left out is left out, not undefined. */
export function columnOf(given: z.output<typeof column>): Column {
  return withoutGaps(given) as Column // It is that but for what is undefined.
}

export function withoutGaps(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
}

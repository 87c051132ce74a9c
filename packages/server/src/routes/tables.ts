import type { Records } from '@millrace/runtime'
import { type ColumnChange, StoreError } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import {
  access,
  accessOf,
  column,
  columnChange,
  columnOf,
  table,
  tableChanged,
  tableChangedView,
  tableView,
  withoutGaps,
} from '../views/table-view.ts'
import { pageQuery, toPage } from './page-query.ts'
import { unknownTable } from './unknown-table.ts'

const group = 'Tables'
const place = z.object({ table: z.string().meta({ description: 'The name of the table.', example: 'customer' }) })
const path = '/api/v1/tables/{table}'
const missing = { description: 'There is no table of this name.' }

/** Users' own tables; their records have routes of their own. */
export function tableRoutes(settings: Settings): readonly Route[] {
  return [listTables(settings), createTable(settings), showTable(settings), changeTable(settings), deleteTable(settings)]
}

function listTables({ tables, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/tables',
    access: 'local',
    group,
    summary: 'List tables, by name',
    query: z.strictObject(pageQuery),
    answers: {
      200: { description: 'A page of tables.', schema: z.object({ items: z.array(table), nextCursor: z.string().optional() }) },
    },
    async handle({ query }) {
      const { items, ...page } = await tables.list(account, toPage(query))
      return jsonAnswer(200, { items: items.map(tableView), ...page })
    },
  })
}

function createTable({ tables, account, publicUrl }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/tables',
    access: 'local',
    group,
    summary: 'Create a table',
    description:
      'Each record has `id`, `createdAt` and `updatedAt` besides. A record that is put into a table that does not exist creates it too.',
    body: {
      type: 'json',
      schema: z.strictObject({
        name: z.string(),
        columns: z.array(column).max(200).default([]),
        isLocked: z.boolean().default(false),
        access: access.optional(),
      }),
      example: { name: 'customer', columns: [{ name: 'email', type: 'string', required: true, unique: true }], isLocked: true },
    },
    answers: {
      201: { description: 'It is there.', schema: table },
      409: { description: 'There is a table of this name.' },
      422: { description: 'A name or a column cannot be.' },
    },
    async handle({ body: { name, columns, isLocked, access } }) {
      const rules = access === undefined ? {} : { access: accessOf(access) }
      const made = await tables.create(account, { name, columns: columns.map(columnOf), isLocked, ...rules })
      return jsonAnswer(201, tableView(made), { location: `${publicUrl}/api/v1/tables/${encodeURIComponent(name)}` })
    },
  })
}

function showTable({ account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path,
    access: 'records',
    group,
    summary: 'Show a table and how many records it has',
    params: place,
    answers: { 200: { description: 'The table.', schema: table.extend({ count: z.int() }).meta({ id: 'TableDetail' }) }, 404: missing },
    async handle({ params, records }) {
      const found = await records.get(account, params.table)
      if (found === undefined) throw unknownTable(params.table)
      return jsonAnswer(200, { ...tableView(found), count: await countSeen(records, account, params.table) })
    },
  })
}

/** Who may only write sees none. */
async function countSeen(records: Records, account: string, table: string): Promise<number> {
  try {
    return await records.count(account, table)
  } catch (error) {
    if (error instanceof StoreError && error.code === 'TABLE_ACCESS_DENIED') return 0
    throw error
  }
}

function changeTable({ tables, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: `${path}/changes`,
    access: 'local',
    group,
    summary: 'Change the columns of a table, or see what that would lose',
    description:
      'All of the changes are made, or none. Where values do not fit what a column shall become, nothing is changed unless `discard` is given; ' +
      'a preview says how many records, and which.',
    params: place,
    body: {
      type: 'json',
      schema: z.strictObject({
        changes: z.array(columnChange).min(1).max(200),
        preview: z.boolean().default(false).meta({ description: 'Only say what would happen.' }),
        discard: z.boolean().default(false).meta({ description: 'Go ahead although values are lost.' }),
      }),
      example: { changes: [{ type: 'retype', column: 'amount', to: 'number' }], preview: true },
    },
    answers: {
      200: { description: 'The table, and what was or would be lost.', schema: tableChanged },
      404: missing,
      409: { description: 'Values would be lost, or records stand against it.' },
      422: { description: 'A column cannot be so.' },
    },
    async handle({ params, body: { changes, preview, discard } }) {
      const wanted = changes.map(changeOf)
      const changed = await tables.change(account, params.table, wanted, { isPreview: preview, discards: discard })
      return jsonAnswer(200, tableChangedView(changed))
    },
  })
}

function changeOf(change: z.output<typeof columnChange>): ColumnChange {
  if (change.type === 'add') return { ...change, column: columnOf(change.column) }
  if (change.type === 'access') return { ...change, access: change.access === null ? null : accessOf(change.access) }
  return withoutGaps(change) as ColumnChange // It is one but for what is undefined.
}

function deleteTable({ tables, account }: Settings): Route {
  return defineRoute({
    method: 'delete',
    path,
    access: 'local',
    group,
    summary: 'Delete a table with all its records',
    params: place,
    answers: {
      200: { description: 'It is gone.', schema: z.object({ count: z.int().meta({ description: 'How many records it had.' }) }) },
      404: missing,
    },
    async handle({ params }) {
      const count = await tables.delete(account, params.table)
      if (count === undefined) throw unknownTable(params.table)
      return jsonAnswer(200, { count })
    },
  })
}

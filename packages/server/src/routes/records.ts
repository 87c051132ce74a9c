import type { Json, JsonObject } from '@millrace/engine'
import type { Records } from '@millrace/runtime'
import type { TableOperation } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { idempotencyHeaders } from '../idempotency.ts'
import { writeKeyed } from '../keyed-write.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { recordFields } from './record-fields.ts'
import { recordQuery, recordQueryBody, recordView, toTableQuery, toView } from './record-query.ts'

const group = 'Records'
const path = '/api/v1/tables/{table}/records'
const place = z.object({ table: z.string().meta({ description: 'The name of the table.', example: 'customer' }) })
const recordPlace = place.extend({ id: z.string().meta({ description: 'The id of the record.' }) })

/** 10 MB, as much as one record may have. */
const limitBytes = 10 * 1024 * 1024

const record = z.looseObject({ id: z.string(), createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() }).meta({ id: 'Record' })
const missing = { description: 'There is no such table or record.' }
const unfit = { description: 'A value does not fit its column, or the table has no such column.' }
const taken = { description: 'Another record has the same value in a unique column, or the key belongs to another write.' }

/** The records of users' tables, one by one. Many at once are written by `/api/v1/table-writes`. */
export function recordRoutes(settings: Place): readonly Route[] {
  return [
    listRecords(settings),
    queryRecords(settings),
    aggregateRecords(settings),
    createRecord(settings),
    showRecord(settings),
    changeRecord(settings, 'patch'),
    changeRecord(settings, 'put'),
    deleteRecord(settings),
  ]
}

/** No tables: what a request may see of them comes with it. */
type Place = Pick<Settings, 'account' | 'publicUrl'>

const page = z.object({
  items: z.array(z.looseObject({ id: z.string() })),
  nextCursor: z.string().optional(),
  count: z.int().optional().meta({ description: 'How many there are in all, if that was asked for.' }),
})

async function answerQuery({ account }: Place, records: Records, table: string, { count, ...query }: z.output<typeof recordQueryBody>) {
  const wanted = toTableQuery(query)
  const found = await records.query(account, table, wanted)
  return jsonAnswer(200, { ...found, ...(count && { count: await records.count(account, table, wanted.where) }) })
}

function listRecords(settings: Place): Route {
  return defineRoute({
    method: 'get',
    path,
    access: 'records',
    group,
    summary: 'Find records',
    description: 'In the order of their creation unless `sort` says otherwise.',
    params: place,
    query: z.strictObject(recordQuery),
    answers: {
      200: { description: 'A page of records.', schema: page },
      400: { description: 'A condition cannot be understood.' },
      404: missing,
    },
    handle: ({ params, query, records }) => answerQuery(settings, records, params.table, query),
  })
}

function queryRecords(settings: Place): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/tables/{table}/query',
    access: 'records',
    group,
    summary: 'Find records by conditions that are too long for an address',
    params: place,
    body: {
      type: 'json',
      schema: recordQueryBody,
      limitBytes,
      example: { where: { status: 'open', or: [{ amount: { greaterThan: 100 } }, { urgent: true }] }, sort: ['-createdAt'], limit: 20 },
    },
    answers: {
      200: { description: 'A page of records.', schema: page },
      400: { description: 'A condition cannot be understood.' },
      404: missing,
    },
    handle: ({ params, body, records }) => answerQuery(settings, records, params.table, body),
  })
}

const metric = z
  .union([
    z.strictObject({ count: z.literal(true) }),
    z.strictObject({ sum: z.string() }),
    z.strictObject({ avg: z.string() }),
    z.strictObject({ min: z.string() }),
    z.strictObject({ max: z.string() }),
    z.strictObject({ distinct: z.string() }),
  ])
  .meta({ id: 'Metric' })

function aggregateRecords({ account }: Place): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/tables/{table}/aggregate',
    access: 'records',
    group,
    summary: 'Count, add up and group records',
    params: place,
    body: {
      type: 'json',
      schema: z.strictObject({
        where: recordFields.optional(),
        groupBy: z.array(z.string()).max(20).optional().meta({ description: 'One group for each combination of their values.' }),
        metrics: z.record(z.string().min(1).max(63), metric).meta({ description: 'By the name that each shall have in the result.' }),
      }),
      limitBytes,
      example: { groupBy: ['status'], metrics: { orders: { count: true }, total: { sum: 'amount' } } },
    },
    answers: {
      200: { description: 'The groups; one, when nothing is grouped.', schema: z.object({ items: z.array(recordFields) }) },
      404: missing,
    },
    async handle({ params, body: { where, groupBy, metrics }, records }) {
      const query = { metrics, ...(where !== undefined && { where }), ...(groupBy !== undefined && { groupBy }) }
      return jsonAnswer(200, { items: [...(await records.aggregate(account, params.table, query))] })
    },
  })
}

function createRecord(settings: Place): Route {
  return defineRoute({
    method: 'post',
    path,
    access: 'records',
    group,
    summary: 'Create a record',
    description:
      'A table that does not exist is created, and a field that the table does not have becomes a column unless it is locked. With an ' +
      '`Idempotency-Key` the same request again creates nothing more.',
    params: place,
    headers: idempotencyHeaders,
    body: { type: 'json', schema: recordFields, limitBytes, example: { email: 'ada@example.com', age: 36 } },
    answers: { 201: { description: 'The record.', schema: record }, 409: taken, 422: unfit },
    async handle({ params: { table }, headers, body, records }) {
      const operation = { type: 'insert', table, record: body } as const
      const made = await writeOne(settings, records, { operation, key: headers['idempotency-key'], request: ['post', table, body] })
      return jsonAnswer(201, made, {
        location: `${settings.publicUrl}/api/v1/tables/${encodeURIComponent(table)}/records/${String(made.id)}`,
      })
    },
  })
}

function showRecord({ account }: Place): Route {
  return defineRoute({
    method: 'get',
    path: `${path}/{id}`,
    access: 'records',
    group,
    summary: 'Show a record',
    params: recordPlace,
    query: z.strictObject(recordView),
    answers: { 200: { description: 'The record.', schema: record }, 404: missing },
    async handle({ params: { table, id }, query, records }) {
      const found = await records.record(account, table, id, toView(query))
      if (found === undefined) throw unknownRecord(table, id)
      return jsonAnswer(200, found)
    },
  })
}

function changeRecord(settings: Place, method: 'patch' | 'put'): Route {
  return defineRoute({
    method,
    path: `${path}/{id}`,
    access: 'records',
    group,
    summary: method === 'patch' ? 'Change fields of a record' : 'Replace the fields of a record',
    description: method === 'patch' ? 'What is not named stays; null makes a field empty.' : 'What is not named becomes empty.',
    params: recordPlace,
    headers: idempotencyHeaders,
    body: { type: 'json', schema: recordFields, limitBytes, example: { age: 37 } },
    answers: { 200: { description: 'The record, as it is now.', schema: record }, 404: missing, 409: taken, 422: unfit },
    async handle({ params: { table, id }, headers, body, records }) {
      const changes = method === 'patch' ? body : { ...(await emptyFields(settings, records, table)), ...body }
      const operation = { type: 'update', table, id, changes } as const
      const key = headers['idempotency-key']
      return jsonAnswer(200, await writeOne(settings, records, { operation, key, request: [method, table, id, body] }))
    },
  })
}

/** What has been said of a record stays: its relations, and whose it is. */
async function emptyFields({ account }: Place, records: Records, table: string): Promise<JsonObject> {
  const { columns = [], access } = (await records.get(account, table)) ?? {}
  const emptied = columns.filter(({ name, type }) => type !== 'relation' && (access === undefined || name !== 'owner'))
  return Object.fromEntries(emptied.map((column): [string, Json] => [column.name, null]))
}

function deleteRecord(settings: Place): Route {
  return defineRoute({
    method: 'delete',
    path: `${path}/{id}`,
    access: 'records',
    group,
    summary: 'Delete a record',
    params: recordPlace,
    answers: { 204: { description: 'It is gone.' }, 404: missing },
    async handle({ params: { table, id }, records }) {
      await writeOne(settings, records, { operation: { type: 'delete', table, id }, key: undefined, request: null })
      return { status: 204, headers: {}, body: null }
    },
  })
}

interface One {
  readonly operation: TableOperation
  readonly key: string | undefined
  readonly request: Json
}

async function writeOne(settings: Place, records: Records, { operation, key, request }: One): Promise<JsonObject> {
  const [result] = await writeKeyed(settings.account, records, { operations: [operation], key, request })
  if (result !== undefined && 'record' in result) return result.record
  throw new Error(`A write of type ${operation.type} gave no record`)
}

function unknownRecord(table: string, id: string): ProblemError {
  const name = JSON.stringify(id.slice(0, 80))
  return new ProblemError('RECORD_NOT_FOUND', `Table "${table.slice(0, 80)}" has no record ${name}.`)
}

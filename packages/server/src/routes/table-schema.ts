import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { dispositionOf } from '../disposition.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { applySchema, planSchema, type SchemaTable } from '../table-schema/apply-schema.ts'
import { exportSchema, schemaMark } from '../table-schema/export-schema.ts'
import { isoTime } from '../views/iso-time.ts'
import { access, accessOf, column, columnOf } from '../views/table-view.ts'
import { recordFields } from './record-fields.ts'

const group = 'Tables'
const path = '/api/v1/table-schema'
const fileNames = { json: 'schema.json', postgres: 'schema.sql', supabase: 'schema.sql', pocketbase: 'collections.json' } as const
/** Larger ones are applied without their records, which are imported table by table. */
const limitBytes = 16 * 1024 * 1024

/** All tables at once, for another Millrace or another database. */
export function tableSchemaRoutes(settings: Settings): readonly Route[] {
  return [exportRoute(settings), applyRoute(settings)]
}

function exportRoute({ tables, account, clock }: Settings): Route {
  return defineRoute({
    method: 'get',
    path,
    access: 'local',
    group,
    summary: 'Export all tables as a schema, with their records if wanted',
    description:
      '`json` can be applied to another Millrace, `postgres` and `supabase` are SQL, `pocketbase` is what its import takes, without records.',
    query: z.strictObject({
      format: z.enum(['json', 'postgres', 'supabase', 'pocketbase']).default('json'),
      data: z.enum(['none', 'sample', 'all']).default('none').meta({ description: 'Which records; `sample` is ten of each table.' }),
    }),
    answers: { 200: { description: 'The schema.' } },
    async handle({ query: { format, data } }) {
      const body = await exportSchema({ tables, account, format, data, exportedAt: isoTime(clock.now()) })
      const isJson = format === 'json' || format === 'pocketbase'
      const headers = {
        'content-type': isJson ? 'application/json' : 'application/sql; charset=utf-8',
        'content-disposition': dispositionOf('attachment', fileNames[format]),
      }
      return { status: 200, headers, body }
    },
  })
}

const step = z.object({
  table: z.string(),
  action: z.enum(['create', 'add-columns', 'keep', 'conflict']),
  columns: z.array(z.string()).meta({ description: 'Those that come, or those that stand against it.' }),
})

function applyRoute({ tables, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path,
    access: 'local',
    group,
    summary: 'Make the tables of a schema that was exported as JSON',
    description:
      'What is there stays: tables that are missing are made with their records, columns that are missing are added. A column of another type ' +
      'than in the schema stands against all of it.',
    query: z.strictObject({ preview: z.enum(['true', 'false']).default('false').meta({ description: 'Only says what would happen.' }) }),
    body: {
      type: 'json',
      limitBytes,
      schema: z.strictObject({
        meta: z.looseObject({ format: z.literal(schemaMark), version: z.literal(1) }),
        tables: z
          .array(
            z.strictObject({
              name: z.string(),
              isLocked: z.boolean().default(false),
              access: access.optional(),
              columns: z.array(column).max(200),
              records: z.array(recordFields).optional(),
            }),
          )
          .max(1_000),
      }),
      example: { meta: { format: schemaMark, version: 1 }, tables: [{ name: 'customer', columns: [{ name: 'email', type: 'string' }] }] },
    },
    answers: {
      200: { description: 'What was done for each table.', schema: z.object({ items: z.array(step), records: z.int() }) },
      409: { description: 'A column has another type already, and nothing was changed.' },
    },
    async handle({ query: { preview }, body }) {
      const wanted = body.tables.map(
        ({ access: rules, ...table }): SchemaTable => ({
          ...table,
          columns: table.columns.map(columnOf),
          ...(rules !== undefined && { access: accessOf(rules) }),
        }),
      )
      const items = await planSchema(tables, account, wanted)
      if (preview === 'true') return jsonAnswer(200, { items, records: 0 })
      const against = items.find(({ action }) => action === 'conflict')
      if (against !== undefined) {
        throw new ProblemError(
          'SCHEMA_CONFLICT',
          `Nothing was changed: in table "${against.table}" ${against.columns.join(', ')} is of another type. Retype it, or rename one of the tables.`,
        )
      }
      return jsonAnswer(200, { items, records: await applySchema(tables, account, wanted, items) })
    },
  })
}

import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { dispositionOf } from '../disposition.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { exportRecords } from '../transfer/export-records.ts'
import { ImportMistake } from '../transfer/import-mistake.ts'
import { importRecords } from '../transfer/import-records.ts'
import type { ImportRequest } from '../transfer/import-request.ts'
import { type ImportPlan, planImport } from '../transfer/plan-import.ts'
import { spoolBody } from '../transfer/spool-body.ts'
import { mediaTypes, transferFormat } from '../transfer/transfer-format.ts'
import { column } from '../views/table-view.ts'
import { parseJsonParameter, recordQuery } from './record-query.ts'
import { unknownTable } from './unknown-table.ts'

const group = 'Records'
const place = z.object({ table: z.string().meta({ description: 'The name of the table.', example: 'customer' }) })
const pageSize = 1_000
const mostInMessage = 20

/** Records into files and out of them, however many there are. */
export function transferRoutes(settings: Settings): readonly Route[] {
  return [exportRoute(settings), importRoute(settings)]
}

function exportRoute({ account }: Pick<Settings, 'account'>): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/tables/{table}/export',
    access: 'records',
    group,
    summary: 'Export records as CSV, JSON or NDJSON',
    description: 'All that fit, without a limit. What is exported can be imported again. Relations are lists of ids.',
    params: place,
    query: z.strictObject({
      format: transferFormat.default('csv'),
      where: recordQuery.where,
      sort: recordQuery.sort,
      select: recordQuery.select,
    }),
    answers: {
      200: { description: 'The records, as they are read.', contentType: 'text/csv' },
      400: { description: 'A condition cannot be understood.' },
      404: { description: 'There is no table of this name.' },
    },
    async handle({ params, query: { format, where, sort, select }, records }) {
      const table = await records.get(account, params.table)
      if (table === undefined) throw unknownTable(params.table)
      const times = [{ name: 'createdAt', type: 'date' } as const, { name: 'updatedAt', type: 'date' } as const]
      const columns = [
        { name: 'id', type: 'string' } as const,
        ...[...table.columns, ...times].filter(({ name }) => select?.includes(name) ?? true),
      ]
      const query = {
        limit: pageSize,
        relations: 'ids' as const,
        ...(where !== undefined && { where }),
        ...(sort !== undefined && { sort }),
        ...(select !== undefined && { select }),
      }
      const read = (cursor: string | undefined) => records.query(account, table.name, { ...query, ...(cursor !== undefined && { cursor }) })
      const body = await exportRecords({ read, format, columns })
      const disposition = dispositionOf('attachment', `${table.name}.${format}`)
      return { status: 200, headers: { 'content-type': mediaTypes[format], 'content-disposition': disposition }, body }
    },
  })
}

const rename = z
  .string()
  .default('{}')
  .transform(parseJsonParameter)
  .pipe(z.record(z.string(), z.string()))
  .meta({ description: 'What fields of the file shall be called in the table, as JSON.', example: '{"Order no.":"number"}' })

const lineMistake = z.object({ line: z.int(), message: z.string() })
const imported = z
  .object({
    table: z.string(),
    isNew: z.boolean().meta({ description: 'Whether the table was made for it.' }),
    newColumns: z.array(column),
    renamed: z.record(z.string(), z.string()).meta({ description: 'Fields of the file that are columns of another name.' }),
    count: z.int().meta({ description: 'Lines that are right.' }),
    created: z.int(),
    updated: z.int(),
    wrong: z.int().meta({ description: 'Lines that are not.' }),
    mistakes: z.array(lineMistake).meta({ description: 'The first hundred.' }),
  })
  .meta({ id: 'Imported' })

function importRoute({ tables, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/tables/{table}/import',
    access: 'local',
    group,
    summary: 'Import records from CSV, JSON or NDJSON',
    description:
      'The whole file is looked through first: when a line is wrong, nothing is written, unless `wrong=skip`. A table that does not exist is ' +
      'made, and columns get the types that all their values have. With `key` a record that has the same value there is updated.',
    params: place,
    query: z.strictObject({
      format: transferFormat.default('csv'),
      key: z.string().max(63).optional().meta({ description: 'A unique column, or `id`.' }),
      delimiter: z
        .enum([',', ';', '\t', '|'])
        .optional()
        .meta({ description: 'Between cells of CSV. Left out, what the first line has most of.' }),
      rename,
      wrong: z.enum(['refuse', 'skip']).default('refuse').meta({ description: 'What becomes of a file with wrong lines.' }),
      dryRun: z.enum(['true', 'false']).default('false').meta({ description: 'Only says what would happen.' }),
    }),
    body: { type: 'bytes' },
    answers: {
      200: { description: 'What was written, or would be.', schema: imported },
      413: { description: 'It is too large.' },
      422: { description: 'The file cannot be read or lines are wrong, and nothing was written.' },
    },
    async handle({ params, query: { format, key, delimiter, rename, wrong, dryRun }, body }) {
      const content = await spoolBody(body)
      try {
        const request: ImportRequest = { tables, account, table: params.table, content, format, delimiter, rename, key, wrongLines: wrong }
        const plan = await planImport(request)
        const told = {
          table: params.table,
          isNew: plan.table === undefined,
          newColumns: plan.newColumns,
          renamed: plan.names.renamed(),
          count: plan.count,
          created: 0,
          updated: 0,
          wrong: plan.wrongLines.size,
          mistakes: plan.mistakes,
        }
        if (dryRun === 'true') return jsonAnswer(200, told)
        if (wrong === 'refuse') refuseWrongLines(plan)
        const { created, updated, mistakes } = await importRecords(request, plan)
        const all = [...plan.mistakes, ...mistakes].slice(0, 100)
        return jsonAnswer(200, { ...told, created, updated, wrong: told.wrong + (plan.count - created - updated), mistakes: all })
      } catch (error) {
        if (!(error instanceof ImportMistake)) throw error
        const where = error.line === undefined ? '' : `Line ${error.line}: `
        const told = `${where}${where === '' ? capitalized(error.message) : error.message}.`
        throw new ProblemError(
          'IMPORT_INVALID',
          error.stays === undefined ? `Nothing was imported. ${told}` : `The import has stopped. ${told} ${error.stays}`,
        )
      } finally {
        await content.remove()
      }
    },
  })
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function refuseWrongLines({ mistakes, wrongLines }: ImportPlan): void {
  if (wrongLines.size === 0) return
  const lines = mistakes.slice(0, mostInMessage).map(({ line, message }) => `Line ${line}: ${message}`)
  const more = wrongLines.size > lines.length ? [`… and ${wrongLines.size - lines.length} more.`] : []
  const head = `Nothing was imported: ${wrongLines.size === 1 ? 'a line is' : `${wrongLines.size} lines are`} wrong.`
  throw new ProblemError('IMPORT_INVALID', [head, ...lines, ...more].join('\n'), {
    extra: { mistakes: mistakes.map((one) => ({ ...one })) },
  })
}

import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { importProgress } from '../parse-import/import-progress.ts'
import { readParse } from '../parse-import/read-parse.ts'
import { startImport } from '../parse-import/start-import.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { executionStatus } from '../views/execution-schema.ts'
import { columnType } from '../views/table-view.ts'

const group = 'Tables'
const connection = z.string().min(1).max(200).meta({ description: 'Of type `parse`.', example: 'old_shop' })

const parseClass = z
  .object({
    class: z.string(),
    table: z.string().nullable().meta({ description: 'What its table is called here; null where it is left out.' }),
    records: z.int().nullable().meta({ description: 'How many there are; null where it is left out.' }),
    existing: z.int().nullable().meta({ description: 'How many records the table has already; null where there is no such table.' }),
    columns: z.array(
      z.object({
        name: z.string(),
        type: columnType,
        from: z.string().meta({ description: 'The field in Parse.' }),
        table: z.string().optional().meta({ description: 'Where a pointer or a relation leads.' }),
        targetClass: z.string().optional().meta({ description: 'Where it leads in Parse.' }),
        note: z.string().optional().meta({ description: 'What is not as it was.' }),
      }),
    ),
    notes: z.array(z.string()),
    isOffered: z.boolean().meta({ description: 'Whether it can be imported; `notes` says why not.' }),
  })
  .meta({ id: 'ParseClass' })

const progress = z
  .object({
    status: executionStatus.meta({ description: 'Of the execution. While it copies it is running and waiting by turns.' }),
    connection: z.string(),
    classes: z.array(
      z.object({
        class: z.string(),
        table: z.string(),
        records: z.int().meta({ description: 'How many there were at the start.' }),
        imported: z.int(),
        losses: z.int().meta({ description: 'How often something could not be kept as it was: the log of the step says what.' }),
        isDone: z.boolean(),
      }),
    ),
    error: z
      .object({ class: z.string().optional().meta({ description: 'In which it failed.' }), code: z.string(), message: z.string() })
      .optional(),
    retriedAs: z.string().optional().meta({ description: 'The newest execution that goes on where this one ended.' }),
  })
  .meta({ id: 'ParseImport' })

const refusals = {
  404: { description: 'There is no such connection.' },
  422: { description: 'The connection is no Parse server, may not be reached, or its keys are not taken.' },
  502: { description: 'The Parse server did not answer, or not as it should.' },
}

/** Moving from a Parse server: look first, then start an execution that copies. */
export function importParseRoutes(settings: Settings): readonly Route[] {
  return [reviewRoute(settings), startRoute(settings), progressRoute(settings)]
}

function reviewRoute(settings: Settings): Route {
  const { tables, account } = settings
  return defineRoute({
    method: 'post',
    path: '/api/v1/import/parse/review',
    access: 'local',
    group,
    summary: 'See what an import from a Parse server would bring',
    description: 'Lists and counts the classes; nothing is written. Needs the master key of the Parse server.',
    body: { type: 'json', schema: z.strictObject({ connection }), example: { connection: 'old_shop' } },
    answers: {
      200: { description: 'The classes, those that can be imported first.', schema: z.object({ classes: z.array(parseClass) }) },
      ...refusals,
    },
    async handle({ body }) {
      const classes = await readParse(settings, body.connection)
      return jsonAnswer(200, {
        classes: await Promise.all(classes.map(async (one) => ({ ...one, existing: await existing(one.table) }))),
      })
    },
  })

  async function existing(table: string | null): Promise<number | null> {
    if (table === null || (await tables.get(account, table)) === undefined) return null
    return tables.count(account, table)
  }
}

function startRoute(settings: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/import/parse',
    access: 'local',
    group,
    summary: 'Import classes from a Parse server',
    description:
      'Makes tables and columns, publishes the workflow `import_parse` where it is not there, and starts it: pause, cancel and retry it like any ' +
      'other execution. To import again writes the same records again.',
    body: {
      type: 'json',
      schema: z.strictObject({ connection, classes: z.array(z.string().max(1_000)).min(1).max(1_000) }),
      example: { connection: 'old_shop', classes: ['Order', '_User'] },
    },
    answers: {
      201: {
        description: 'It has started.',
        schema: z.object({ workflow: z.string(), execution: z.string().meta({ description: 'Its id.' }) }),
      },
      ...refusals,
      409: { description: 'An import runs already, or a table that is there has a column of another type.' },
    },
    async handle({ body }) {
      const started = await startImport(settings, body)
      return jsonAnswer(201, started, { location: `${settings.publicUrl}/api/v1/import/parse/${started.execution}` })
    },
  })
}

function progressRoute(settings: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/import/parse/{execution}',
    access: 'local',
    group,
    summary: 'Show how far an import has come',
    params: z.object({ execution: z.string().meta({ description: 'The execution; one that retries another counts what that had done.' }) }),
    answers: { 200: { description: 'Class by class.', schema: progress }, 404: { description: 'There is no such import.' } },
    async handle({ params: { execution } }) {
      return jsonAnswer(200, { ...(await importProgress(settings, execution)) })
    },
  })
}

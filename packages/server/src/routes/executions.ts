import { type ExecutionEvent, isFinal, type JsonObject, readHistory } from '@millrace/engine'
import { createWaitReasons, type WaitReasons } from '@millrace/runtime'
import { type ExecutionSummary, type Listed, parseTextQuery } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { dispositionOf } from '../disposition.ts'
import { createBudget, unlimited } from '../preview.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { exportRecords } from '../transfer/export-records.ts'
import { mediaTypes, transferFormat } from '../transfer/transfer-format.ts'
import { executionDetail, executionEvents, executionList } from '../views/execution-schema.ts'
import { detailView, eventView, summaryView } from '../views/execution-view.ts'
import { isoTime } from '../views/iso-time.ts'
import { executionNotFound } from './execution-not-found.ts'
import { executionQuery, toFilter } from './execution-query.ts'
import { flag, toPage } from './page-query.ts'
import { showStep } from './show-step.ts'

const group = 'Executions'

/** A value of a step is shown whole up to this size, like the log keeps it beside its reference. */
const valueLimitBytes = 64 * 1024
const detailLimitBytes = 8 * 1024 * 1024

const executionId = z.object({ id: z.string().meta({ description: 'The execution.' }) })

export function executionRoutes(settings: Settings): readonly Route[] {
  const reasons = createWaitReasons(settings)
  return [
    listExecutions(settings, reasons),
    exportExecutions(settings),
    showExecution(settings, reasons),
    showStep(settings),
    showEvents(settings),
  ]
}

function listExecutions({ store, account }: Settings, reasons: WaitReasons): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/executions',
    access: 'local',
    group,
    summary: 'List executions, newest first',
    description:
      'All that is asked for must hold. A page may be shorter than its limit, even empty, and still have a `nextCursor`: looking on would have taken too long for one answer.',
    query: executionQuery,
    answers: { 200: { description: 'A page of the history.', schema: executionList } },
    async handle({ query }) {
      const { items, nextCursor, search } = await find(store, account, query)
      const told = await reasons.ofRows(account, items)
      return jsonAnswer(200, {
        items: items.map((one) => summaryView(one, told.get(one.id))),
        ...(nextCursor !== undefined && { nextCursor }),
        ...(search && { search }),
      })
    },
  })
}

const exportColumns = [
  ...['id', 'workflowId', 'workflowVersion', 'status', 'triggerId', 'triggerType', 'startedAt', 'finishedAt', 'durationMs'],
  ...['key', 'replayOf', 'letter'],
].map((name) => ({ name, type: 'string' }) as const)

/** Before the route of one execution, whose id could else be "export". */
function exportExecutions({ store, account }: Settings): Route {
  const { limit: _, cursor: __, ...filter } = executionQuery.shape
  return defineRoute({
    method: 'get',
    path: '/api/v1/executions/export',
    access: 'local',
    group,
    summary: 'Export the list of executions as CSV, JSON or NDJSON',
    description: 'All that fit, newest first, without a limit, one line each. What an execution has recorded is in its detail.',
    query: z.strictObject({ ...filter, format: transferFormat.default('csv') }),
    answers: { 200: { description: 'The executions, as they are read.', contentType: 'text/csv' } },
    async handle({ query: { format, ...query } }) {
      const columns = [...exportColumns, { name: 'error', type: 'json' } as const]
      const body = await exportRecords({
        async read(cursor) {
          const { items, nextCursor } = await find(store, account, { ...query, limit: 200, cursor })
          const rows = items.map((one) => summaryView(one) as JsonObject) // A view is JSON.
          return { items: rows, ...(nextCursor !== undefined && { nextCursor }) }
        },
        format,
        columns,
      })
      const disposition = dispositionOf('attachment', `executions.${format}`)
      return { status: 200, headers: { 'content-type': mediaTypes[format], 'content-disposition': disposition }, body }
    },
  })
}

type Query = z.output<typeof executionQuery>

/** By the index of words where a text is searched for, else by the list. */
async function find(store: Settings['store'], account: string, query: Query): Promise<Listed<ExecutionSummary> & { search?: SearchNote }> {
  const [filter, page] = [toFilter(query), toPage(query)]
  if (query.search === undefined) return store.executions.list(account, filter, page)
  const text = parseTextQuery(query.search)
  if (text === undefined) throw new ProblemError('REQUEST_INVALID', '"search" needs at least one letter or digit to look for.')
  const { completeTo, ...found } = await store.search.find({ account, query: text, filter, page })
  return {
    ...found,
    search: { complete: completeTo === undefined, ...(completeTo !== undefined && { completeTo: isoTime(completeTo) }) },
  }
}

type SearchNote = NonNullable<z.infer<typeof executionList>['search']>

function showExecution({ store, workflows, driver, account, clock }: Settings, reasons: WaitReasons): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/executions/{id}',
    access: 'local',
    group,
    summary: 'Show an execution with every step',
    params: executionId,
    query: z.strictObject({ full: flag.optional().meta({ description: 'Show large values whole.' }) }),
    answers: { 200: { description: 'The execution.', schema: executionDetail }, 404: { description: 'There is no such execution.' } },
    async handle({ params: { id }, query: { full } }) {
      const summary = await store.executions.get(account, id)
      const published = summary && (await workflows.get(account, summary.workflowId, summary.workflowVersion))
      if (summary === undefined || published === undefined) throw executionNotFound(id)
      const log = await store.executions.log(account, id)
      const budget = full === true ? unlimited : createBudget(valueLimitBytes, detailLimitBytes)
      const waits = mayWait(summary, log) ? await driver.waits({ account, executionId: id }) : []
      const history = readHistory(published.plan, log)
      const reason = await reasons.ofExecution(summary, history)
      const { items: replays } = await store.executions.list(account, { replayOf: id }, { limit: 20 })
      return jsonAnswer(200, detailView({ summary, history, log, budget, waits, reason, now: clock.now(), replays }))
    },
  })
}

/** Whether it is worth a second look at the log: hardly any execution waits for somebody. */
function mayWait({ status }: ExecutionSummary, log: readonly ExecutionEvent[]): boolean {
  return !isFinal(status) && log.some((event) => event.type === 'step-waiting' && event.wait.type === 'signal')
}

function showEvents({ store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/executions/{id}/events',
    access: 'local',
    group,
    summary: 'Show the log of an execution',
    description: 'The recorded facts that everything else about the execution follows from, in their order.',
    params: executionId,
    answers: { 200: { description: 'The events.', schema: executionEvents }, 404: { description: 'There is no such execution.' } },
    async handle({ params: { id } }) {
      if ((await store.executions.get(account, id)) === undefined) throw executionNotFound(id)
      return jsonAnswer(200, { items: (await store.executions.log(account, id)).map(eventView) })
    },
  })
}

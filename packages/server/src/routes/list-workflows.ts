import { type Problem, parseWorkflow, parseYaml } from '@millrace/engine'
import { workflowHead } from '@millrace/runtime'
import { decodeTextCursor, type EndedRun, encodeCursor } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import { workflowList } from '../views/workflow-schema.ts'
import { type WorkflowSources, workflowView } from '../views/workflow-view.ts'
import type { WebhookTable } from '../webhook/webhook-table.ts'
import { namesTable } from './names-table.ts'
import { pageQuery } from './page-query.ts'
import { workflowGroup } from './workflows.ts'

type Listed = z.input<typeof workflowList>['items'][number]

/** What a line says before its runs and its next time are looked up. */
type Row = Omit<Listed, 'lastRuns' | 'nextAt' | 'mistakes'>

const query = z.strictObject({
  search: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'In id, name, description and tags; every word must occur.', example: 'order' }),
  tag: z.string().max(100).optional().meta({ description: 'Only those with this tag.' }),
  table: z
    .string()
    .max(63)
    .optional()
    .meta({ description: 'Only those of which a trigger or a node names this table.', example: 'customer' }),
  status: z.enum(['published', 'draft']).optional().meta({ description: '`draft`: never published. All when left out.' }),
  ...pageQuery,
})

type Query = z.output<typeof query>

const runsShown = 20
/** So many are looked at for one answer where only some are wanted: then there is a next page. */
const mostLookedAt = 2_000

export function listWorkflowsRoute(settings: Settings, table: WebhookTable): Route {
  const sources = { publicUrl: settings.publicUrl, table, registry: settings.registry }
  return defineRoute({
    method: 'get',
    path: '/api/v1/workflows',
    access: 'local',
    group: workflowGroup,
    summary: 'List workflows, by id',
    description:
      'The newest version of each, drafts that were never published among them. A page may be shorter than its limit and still have a `nextCursor`.',
    query,
    answers: { 200: { description: 'A page of them.', schema: workflowList } },
    async handle({ query }) {
      const { rows, nextCursor } = await findRows(settings, sources, query)
      const ids = rows.map(({ id }) => id)
      const runs = await settings.store.statistics.lastRuns(settings.account, ids, runsShown)
      const items: Listed[] = await Promise.all(
        rows.map(async (row) => {
          const nextAt = await nextTime(settings, row)
          const mistakes = row.hasDraft ? await mistakesOf(settings, row.id) : undefined
          const own = runs.filter(({ workflowId }) => workflowId === row.id)
          return {
            ...row,
            ...(mistakes !== undefined && { mistakes }),
            ...(nextAt !== undefined && { nextAt: isoTime(nextAt) }),
            lastRuns: own.map(runView),
          }
        }),
      )
      return jsonAnswer(200, { items, ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

interface Found {
  readonly rows: readonly Row[]
  readonly nextCursor?: string
}

async function findRows(settings: Settings, sources: WorkflowSources, { limit, cursor, ...filter }: Query): Promise<Found> {
  const rows: Row[] = []
  let lookedAt = 0
  for await (const id of idsAfter(settings, cursor === undefined ? '' : decodeTextCursor(cursor))) {
    const last = rows.at(-1)?.id
    if (rows.length === limit && last !== undefined) return { rows, nextCursor: encodeCursor([last]) }
    if (lookedAt++ === mostLookedAt) return { rows, nextCursor: encodeCursor([id.before]) }
    const row = await rowOf(settings, sources, id)
    if (row !== undefined && matches(row, filter)) rows.push(row.row)
  }
  return { rows }
}

interface Candidate {
  readonly id: string
  /** The one before it in the list. */
  readonly before: string
  readonly isPublished: boolean
  readonly hasDraft: boolean
}

/** The ids of what is published and of what is edited, in one order. */
async function* idsAfter({ store, account }: Settings, after: string): AsyncGenerator<Candidate> {
  const edited = (await store.drafts.ids(account)).filter((id) => id > after)
  const drafts = new Set(edited)
  let before = after
  let cursor: string | undefined = encodeCursor([after])
  while (cursor !== undefined) {
    const page = await store.workflows.list(account, { limit: 100, cursor })
    const published = new Set(page.items.map(({ id }) => id))
    const upTo = page.nextCursor === undefined ? undefined : page.items.at(-1)?.id
    const due = edited.filter((id) => id > before && (upTo === undefined || id <= upTo))
    for (const id of [...new Set([...published, ...due])].sort(byBytes)) {
      yield { id, before, isPublished: published.has(id), hasDraft: drafts.has(id) }
      before = id
    }
    cursor = page.nextCursor
  }
}

interface ReadRow {
  readonly row: Row
  readonly source: string
}

async function rowOf(settings: Settings, sources: WorkflowSources, { id, isPublished, hasDraft }: Candidate): Promise<ReadRow | undefined> {
  if (!isPublished) return draftRow(settings, id)
  const published = await settings.workflows.read(settings.account, id)
  if (published === undefined) return undefined
  const { draft: _, ...view } = workflowView(sources, published)
  const row: Row = { ...view, ...(published.problems && { problems: problemsView(published.problems) }), status: 'published', hasDraft }
  return { row, source: published.source }
}

async function draftRow({ drafts, account }: Settings, id: string): Promise<ReadRow | undefined> {
  const draft = await drafts.read(account, id)
  if (draft === undefined) return undefined
  return { row: { id, ...workflowHead(draft.source), triggers: [], status: 'draft', hasDraft: true }, source: draft.source }
}

/** How many keep the draft from being published. */
async function mistakesOf({ drafts, registry, account }: Settings, id: string): Promise<number | undefined> {
  const draft = await drafts.read(account, id)
  if (draft === undefined) return undefined
  const parsed = parseWorkflow(draft.source, registry)
  return parsed.ok ? 0 : parsed.problems.filter(isMistake).length
}

function isMistake({ severity }: Problem): boolean {
  return severity === 'error'
}

function problemsView(problems: readonly Problem[]): Listed['problems'] {
  return problems.filter(isMistake) as Listed['problems'] // Its codes and paths as the schema has them.
}

function matches({ row, source }: ReadRow, filter: Omit<Query, 'limit' | 'cursor'>): boolean {
  const { id, name = '', description = '', tags = [], status } = row
  if (filter.status !== undefined && filter.status !== status) return false
  if (filter.tag !== undefined && !tags.includes(filter.tag)) return false
  if (filter.table !== undefined && !namesTable(parseYaml(source).value ?? null, filter.table)) return false
  if (filter.search === undefined) return true
  const text = [id, name, description, ...tags].join('\n').toLowerCase()
  return filter.search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Only of those that have a trigger with times: nearly none is asked for. */
async function nextTime({ schedules, registry, account }: Settings, { id, triggers }: Row): Promise<number | undefined> {
  if (!triggers.some(({ type }) => registry.triggerType(type)?.times !== undefined)) return undefined
  const { items } = await schedules.list(account, { workflowId: id }, { limit: 100 })
  const times = items.flatMap(({ nextAt, isPaused }) => (nextAt === undefined || isPaused ? [] : [nextAt]))
  return times.length === 0 ? undefined : Math.min(...times)
}

function runView({ id, status, startedAt, finishedAt }: EndedRun): Listed['lastRuns'][number] {
  return { executionId: id, status, startedAt: isoTime(startedAt), durationMs: Math.max(0, finishedAt - startedAt) }
}

/** Ids are ASCII, so this is the order of the store. */
function byBytes(one: string, other: string): number {
  return one < other ? -1 : 1
}

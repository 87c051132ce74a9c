import { createDeadLetters, type LetterChoice } from '@millrace/runtime'
import type { LetterFilter } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { deadLetterDetail, deadLetterList, letterCounts, manyReplayed } from '../views/dead-letter-schema.ts'
import { letterCountView, letterView } from '../views/dead-letter-view.ts'
import { summaryView } from '../views/execution-view.ts'
import { pageQuery, toPage } from './page-query.ts'

const group = 'Dead letters'
const mostAtOnce = 1000

const letterId = z.object({ id: z.string().meta({ description: 'The execution that failed.' }) })
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

const filterFields = {
  workflow: z.string().optional().meta({ description: 'The id of a workflow.' }),
  code: z.string().optional().meta({ description: 'The code of the error.', example: 'HTTP_STATUS' }),
  failedFrom: time.optional().meta({ description: 'Failed at this time or later.', example: '2027-03-01T00:00:00Z' }),
  failedTo: time.optional().meta({ description: 'Failed before this time.' }),
}

const version = z.enum(['newest', 'same']).default('newest').meta({ description: '`same` is the version that failed.' })

const choice = {
  ids: z.array(z.string()).min(1).max(mostAtOnce).optional().meta({ description: 'Either these …' }),
  filter: z.strictObject(filterFields).optional().meta({ description: '… or all that fit; `{}` is every one.' }),
  limit: z.int().min(1).max(mostAtOnce).default(100).meta({ description: 'Of `filter`: how many at most, the newest first.' }),
}
const oneOf = ({ ids, filter }: { readonly ids?: unknown; readonly filter?: unknown }) => (ids === undefined) !== (filter === undefined)
const oneOfText = { error: 'needs either "ids" or "filter"' }

interface Choice {
  readonly ids?: readonly string[] | undefined
  readonly filter?: Filter | undefined
  readonly limit: number
}

type Filter = { readonly [Name in keyof typeof filterFields]?: z.output<(typeof filterFields)[Name]> }

export function deadLetterRoutes(settings: Settings): readonly Route[] {
  const one = { settings, letters: createDeadLetters(settings) }
  return [list(one), counts(one), show(one), replay(one), replayMany(one), discardMany(one), discard(one)]
}

interface Parts {
  readonly settings: Settings
  readonly letters: ReturnType<typeof createDeadLetters>
}

function list({ settings: { account }, letters }: Parts): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/dead-letters',
    access: 'local',
    group,
    summary: 'List what failed for good, newest first',
    description:
      'An execution that failed, timed out or crashed, and that no other one called and waits for, stays here until it is replayed or discarded.',
    query: z.strictObject({ ...filterFields, ...pageQuery }),
    answers: { 200: { description: 'A page of open letters.', schema: deadLetterList } },
    async handle({ query }) {
      const { items, nextCursor } = await letters.list(account, toFilter(query), toPage(query))
      return jsonAnswer(200, { items: items.map((summary) => summaryView(summary)), ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

function counts({ settings: { account }, letters }: Parts): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/dead-letters/counts',
    access: 'local',
    group,
    summary: 'Count open letters by workflow',
    answers: { 200: { description: 'The workflows that have any, by id.', schema: letterCounts } },
    async handle() {
      return jsonAnswer(200, { items: (await letters.counts(account)).map(letterCountView) })
    },
  })
}

function show({ settings: { account, store } }: Parts): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/dead-letters/{id}',
    access: 'local',
    group,
    summary: 'Show a dead letter with what it was started with',
    params: letterId,
    answers: {
      200: { description: 'The letter, open or settled.', schema: deadLetterDetail },
      404: { description: 'There is no such letter.' },
    },
    async handle({ params: { id } }) {
      const summary = await store.executions.get(account, id)
      if (summary?.letter === undefined) throw notFound(id)
      const [started] = await store.executions.log(account, id)
      return jsonAnswer(200, letterView(summary, started))
    },
  })
}

function replay({ settings: { account }, letters }: Parts): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/dead-letters/{id}/replay',
    access: 'local',
    group,
    summary: 'Run a dead letter again',
    description:
      'With the same trigger and inputs. Asked for twice it is still one execution. If that fails too, it is a letter of its own, so nothing is lost.',
    params: letterId,
    body: { type: 'json', schema: z.strictObject({ version }), example: { version: 'newest' } },
    answers: {
      202: { description: 'It runs again, as this execution.', schema: z.object({ executionId: z.string(), replayOf: z.string() }) },
      404: { description: 'There is no such letter.' },
      409: { description: 'It was discarded.' },
    },
    async handle({ params: { id }, body }) {
      const outcome = await letters.replay(account, id, body.version)
      if (outcome.type === 'not-found') throw notFound(id)
      if (outcome.type === 'discarded') throw new ProblemError('LETTER_SETTLED', `Dead letter ${id} was discarded: it is not run again.`)
      return jsonAnswer(202, { executionId: outcome.executionId, replayOf: id })
    },
  })
}

function replayMany({ settings: { account }, letters }: Parts): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/dead-letters/replay',
    access: 'local',
    group,
    summary: 'Run several dead letters again',
    description: 'Those that cannot be started stay open and are told. With `hasMore`, ask again for the next ones.',
    body: {
      type: 'json',
      schema: z.strictObject({ ...choice, version }).refine(oneOf, oneOfText),
      example: { filter: { workflow: 'orders', code: 'HTTP_STATUS' }, limit: 100 },
    },
    answers: { 200: { description: 'What became of them.', schema: manyReplayed } },
    async handle({ body }) {
      return jsonAnswer(200, await letters.replayMany(account, toChoice(body), body.version))
    },
  })
}

function discardMany({ settings: { account }, letters }: Parts): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/dead-letters/discard',
    access: 'local',
    group,
    summary: 'Discard several dead letters',
    description: 'The executions stay in the history. With `hasMore`, ask again for the next ones.',
    body: { type: 'json', schema: z.strictObject(choice).refine(oneOf, oneOfText), example: { ids: ['01m7y3q9dkcep90j4e042y62mw'] } },
    answers: {
      200: { description: 'How many were discarded.', schema: z.object({ discarded: z.int(), hasMore: z.boolean() }) },
    },
    async handle({ body }) {
      return jsonAnswer(200, await letters.discardMany(account, toChoice(body)))
    },
  })
}

function discard({ settings: { account }, letters }: Parts): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/dead-letters/{id}',
    access: 'local',
    group,
    summary: 'Discard a dead letter',
    description: 'The execution stays in the history.',
    params: letterId,
    answers: {
      204: { description: 'It is discarded.' },
      404: { description: 'There is no such letter.' },
      409: { description: 'It was replayed already.' },
    },
    async handle({ params: { id } }) {
      const outcome = await letters.discard(account, id)
      if (outcome === 'not-found') throw notFound(id)
      if (outcome === 'already-replayed')
        throw new ProblemError('LETTER_SETTLED', `Dead letter ${id} was replayed: there is nothing to discard.`)
      return { status: 204, headers: {}, body: null }
    },
  })
}

function toFilter({ workflow, code, failedFrom, failedTo }: Filter): LetterFilter {
  return {
    ...(workflow !== undefined && { workflowId: workflow }),
    ...(code !== undefined && { code }),
    ...(failedFrom !== undefined && { failedFrom }),
    ...(failedTo !== undefined && { failedTo }),
  }
}

function toChoice({ ids, filter, limit }: Choice): LetterChoice {
  return ids === undefined ? { filter: toFilter(filter ?? {}), limit } : { ids }
}

function notFound(id: string): ProblemError {
  return new ProblemError('LETTER_NOT_FOUND', `There is no dead letter ${JSON.stringify(id.slice(0, 100))}: check the id.`)
}

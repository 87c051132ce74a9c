import type { Json } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import type { StoredValue } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import { pageQuery, toPage } from './page-query.ts'

const group = 'Values'
const lastTime = 8.64e15

const space = z
  .string()
  .regex(/^(account|workflow:[a-z][a-z0-9_-]*)$/, { error: '"account" or "workflow:" and the id of a workflow is needed' })
  .meta({ description: '`account`, or `workflow:` and the id of a workflow.', example: 'workflow:process_order' })
const place = z.object({ space, key: z.string().meta({ description: 'Percent-encoded, slashes too.', example: 'last-order' }) })

const value = z
  .object({
    key: z.string(),
    value: z.unknown(),
    revision: z.int().meta({ description: 'Another one after each write.' }),
    expiresAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'Value' })

const write = z.strictObject({
  value: jsonValue(),
  ttlMs: z.int().min(1).max(1e13).optional().meta({ description: 'For how long; for ever when left out.' }),
  ifRevision: z
    .union([z.int(), z.null()])
    .optional()
    .meta({ description: 'Writes only if the value has this revision; null: only if there is none.' }),
})

const missing = { description: 'There is no value under this key.' }

/** The key-value space that the `store.…` nodes use. */
export function valueRoutes(settings: Settings): readonly Route[] {
  return [listValues(settings), showValue(settings), putValue(settings), deleteValue(settings)]
}

function listValues({ store, account, clock }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/values/{space}',
    access: 'local',
    group,
    summary: 'List values, by key',
    params: z.object({ space }),
    query: z.strictObject({ ...pageQuery, prefix: z.string().optional().meta({ description: 'Only keys that begin so.' }) }),
    answers: { 200: { description: 'The values.', schema: z.object({ items: z.array(value), nextCursor: z.string().optional() }) } },
    async handle({ params, query }) {
      const within = { account, space: params.space, ...(query.prefix !== undefined && { prefix: query.prefix }) }
      const { items, nextCursor } = await store.values.list(within, toPage(query), clock.now())
      return jsonAnswer(200, { items: items.map(viewOf), ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

function showValue({ store, account, clock }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/values/{space}/{key}',
    access: 'local',
    group,
    summary: 'Show a value',
    params: place,
    answers: { 200: { description: 'The value.', schema: value }, 404: missing },
    async handle({ params }) {
      const found = await store.values.get({ account, ...params }, clock.now())
      if (found === undefined) throw unknownValue(params.key)
      return jsonAnswer(200, viewOf(found))
    },
  })
}

function putValue({ store, account, clock }: Settings): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/values/{space}/{key}',
    access: 'local',
    group,
    summary: 'Set a value',
    params: place,
    body: { type: 'json', schema: write, example: { value: { count: 3 }, ttlMs: 60_000 } },
    answers: {
      200: { description: 'The value, as it is kept now.', schema: value },
      409: { description: '`ifRevision` is not its revision.' },
      413: { description: 'It is larger than 1 MiB.' },
    },
    async handle({ params, body }) {
      const at = clock.now()
      const expiry = { ...(body.ttlMs !== undefined && { expiresAt: at + body.ttlMs }) }
      const expected = { ...(body.ifRevision !== undefined && { expected: body.ifRevision ?? ('missing' as const) }) }
      const kept = body.value as Json // `jsonValue` has seen that it is.
      const revision = await store.values.put({ account, ...params, value: kept, at, ...expiry, ...expected })
      if (revision === 'conflict') throw changed(params.key)
      return jsonAnswer(200, viewOf({ key: params.key, value: kept, revision, ...expiry }))
    },
  })
}

function deleteValue({ store, account, clock }: Settings): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/values/{space}/{key}',
    access: 'local',
    group,
    summary: 'Delete a value',
    params: place,
    answers: { 204: { description: 'It is gone.' }, 404: missing },
    async handle({ params }) {
      if ((await store.values.delete({ account, ...params }, clock.now())) !== true) throw unknownValue(params.key)
      return { status: 204, headers: {}, body: null }
    },
  })
}

function viewOf({ expiresAt, ...facts }: StoredValue) {
  // A node may keep something for longer than any date tells.
  return { ...facts, ...(expiresAt !== undefined && expiresAt <= lastTime && { expiresAt: isoTime(expiresAt) }) }
}

function unknownValue(key: string): ProblemError {
  return new ProblemError('VALUE_NOT_FOUND', `There is no value under ${JSON.stringify(key.slice(0, 100))} in this space.`)
}

function changed(key: string): ProblemError {
  return new ProblemError('VALUE_CHANGED', `The value under ${JSON.stringify(key.slice(0, 100))} has another revision: read it again.`)
}

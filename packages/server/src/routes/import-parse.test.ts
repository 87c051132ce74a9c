import { FatalError, RetryableError } from '@millrace/kit'
import { expect, test } from 'vitest'
import type { ParseClass, ParsePort } from '../parse-import/parse-port.ts'
import { testServer } from '../testing/test-server.ts'

const post: ParseClass = {
  class: 'Post',
  table: 'post',
  records: 7,
  columns: [{ name: 'objectId', type: 'string', from: 'objectId' }],
  notes: [],
  isOffered: true,
}

const session: ParseClass = { class: '_Session', table: null, records: null, columns: [], notes: ['Left out.'], isOffered: false }

async function opened(read: ParsePort['read']) {
  const { ask } = await testServer([], { parse: { read, progressKey: (progress, table) => `${progress}:${table}` } })
  const post = async (path: string, body: object) => {
    const response = await ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const answer: Record<string, unknown> = JSON.parse(await response.text())
    return { status: response.status, body: answer }
  }
  return { ask, post }
}

test('a review says beside each class how many records its table has', async () => {
  const { post: send } = await opened(async () => [post, session])
  const review = () => send('/api/v1/import/parse/review', { connection: 'old' })
  expect(await review()).toEqual({
    status: 200,
    body: {
      classes: [
        { ...post, existing: null },
        { ...session, existing: null },
      ],
    },
  })
  await send('/api/v1/tables/post/records', { title: 'A' })
  expect(await review()).toMatchObject({ body: { classes: [{ existing: 1 }, {}] } })
})

test.each([
  [new FatalError('no such', { code: 'CONNECTION_MISSING' }), 404, 'CONNECTION_NOT_FOUND'],
  [new FatalError('smtp', { code: 'CONNECTION_UNFIT' }), 422, 'PARSE_CONNECTION_UNFIT'],
  [new FatalError('private', { code: 'EGRESS_REFUSED' }), 422, 'PARSE_REFUSED'],
  [new FatalError('key', { code: 'PARSE_KEY' }), 422, 'PARSE_KEY'],
  [new RetryableError('gone', { code: 'PARSE_UNREACHABLE' }), 502, 'PARSE_UNREACHABLE'],
])('what a step would fail with is told as a problem: %s', async (error, status, code) => {
  const { post: send } = await opened(() => Promise.reject(error))
  expect(await send('/api/v1/import/parse/review', { connection: 'old' })).toMatchObject({ status, body: { code, detail: error.message } })
})

test('a table that is there with a column of another type stands against the import, and nothing is made', async () => {
  const { ask, post: send } = await opened(async () => [{ ...post, table: 'other' }, post])
  await send('/api/v1/tables/post/records', { objectId: 7 })
  expect(await send('/api/v1/import/parse', { connection: 'old', classes: ['Post'] })).toMatchObject({
    status: 409,
    body: { code: 'PARSE_TABLE_UNFIT', detail: expect.stringMatching(/"post".*"objectId"/) },
  })
  expect((await ask('/api/v1/tables/other')).status).toBe(404)
})

test('only an import has a progress', async () => {
  const { ask } = await opened(async () => [])
  expect((await ask('/api/v1/import/parse/nothing')).status).toBe(404)
})

import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { parseConnections } from '../testing/parse-host.ts'
import { openParseService, type ParseServiceReply } from '../testing/parse-service.ts'
import { parseClasses } from './classes.ts'

const object = { objectId: 'aaaaaaaaaa', createdAt: '2020-01-01T00:00:00.000Z', updatedAt: '2020-01-01T00:00:00.000Z' }
const classes = {
  _Session: { fields: { sessionToken: { type: 'String' } }, objects: [] },
  Tag: { fields: { name: { type: 'String' } }, objects: [] },
  Post: { fields: { tag: { type: 'Pointer', targetClass: 'Tag' } }, objects: [object] },
}

async function list(given: { readonly classes?: readonly string[]; readonly reply?: ParseServiceReply; readonly key?: string } = {}) {
  await using service = await openParseService({ classes })
  if (given.reply) service.reply([given.reply])
  const connections = parseConnections({ ...service, ...(given.key !== undefined && { masterKey: given.key }) })
  const params = { connection: 'old', ...(given.classes && { classes: [...given.classes] }) }
  return await testNode(parseClasses, { with: params, host: { connections } })
}

test('lists what can be imported first, counted, and why the others cannot', async () => {
  expect(await list()).toMatchObject({
    output: [
      {
        class: 'Post',
        table: 'Post',
        records: 1,
        isOffered: true,
        columns: [{ name: 'objectId' }, { name: 'tag', type: 'pointer', table: 'Tag' }],
      },
      { class: 'Tag', records: 0 },
      { class: '_Session', table: null, records: null, isOffered: false, notes: [expect.stringContaining('sessions are secrets')] },
    ],
  })
})

test('lists only those that are asked for, and refuses one that is not there or cannot come', async () => {
  expect(await list({ classes: ['Tag'] })).toMatchObject({ output: [{ class: 'Tag' }] })
  await expect(list({ classes: ['Tags'] })).rejects.toMatchObject({ code: 'PARSE_CLASS', message: expect.stringContaining('Post, Tag') })
  await expect(list({ classes: ['_Session'] })).rejects.toMatchObject({ code: 'PARSE_CLASS' })
})

test('a key that is not taken says what to check, and shows no key', async () => {
  const refused = list({ key: 'wrong' })
  await expect(refused).rejects.toMatchObject({ name: 'FatalError', code: 'PARSE_KEY', message: expect.stringContaining('masterKeyIps') })
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('wrong') })
})

test.each([
  [
    { status: 429, body: { error: 'slow down' }, headers: { 'retry-after': '7' } },
    { name: 'RetryableError', retryAfterMs: 7000 },
  ],
  [
    { status: 500, body: { code: 1, error: 'Internal server error.' } },
    { name: 'RetryableError', code: 'PARSE_FAILED' },
  ],
  [
    { status: 400, body: { code: 155, error: 'limit' } },
    { name: 'RetryableError', code: 'PARSE_FAILED' },
  ],
  [
    { status: 400, body: { code: 119, error: 'not allowed' } },
    { name: 'FatalError', message: expect.stringContaining('not allowed (error 119)') },
  ],
  [
    { status: 404, body: { code: 101, error: 'Object not found.' } },
    { name: 'FatalError', code: 'PARSE_FAILED' },
  ],
  [
    { status: 200, body: [] },
    { name: 'FatalError', message: expect.stringContaining('check the server URL') },
  ],
  [
    { status: 200, body: { ok: true } },
    { name: 'FatalError', message: expect.stringContaining('lists no classes') },
  ],
] as const)('an answer %j fails so', async (reply, error) => {
  await expect(list({ reply })).rejects.toMatchObject(error)
})

test('without the master key a server does not list its classes, and what to check is told', async () => {
  await using service = await openParseService({ classes })
  const connections = parseConnections({ ...service, masterKey: undefined, restKey: 'rest' })
  await expect(testNode(parseClasses, { with: { connection: 'old' }, host: { connections } })).rejects.toMatchObject({
    code: 'PARSE_KEY',
    message: expect.stringMatching(/Permission denied.*master key/),
  })
})

test('a path at which there is no Parse is told', async () => {
  await using service = await openParseService({ classes })
  const connections = parseConnections({ ...service, url: service.url.replace('/parse', '/other') })
  await expect(testNode(parseClasses, { with: { connection: 'old' }, host: { connections } })).rejects.toMatchObject({
    code: 'PARSE_FAILED',
    message: expect.stringContaining('check the server URL'),
  })
})

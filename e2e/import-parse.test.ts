import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { parseId } from '../packages/nodes/src/parse/parse-id.ts'
import type { ParseService, ParseServiceClass, ParseServiceOptions } from '../packages/nodes/src/testing/parse-service.ts'
import { checkout, millrace as command } from './support/checkout.ts'
import { eventually } from './support/eventually.ts'
import { startParseService, twoClasses } from './support/parse-service.ts'
import { cleanEnvironment, runMillrace } from './support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const environment = { MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
const limitMs = 180_000

interface Import {
  readonly status: string
  readonly classes: readonly { readonly class: string; readonly records: number; readonly imported: number; readonly isDone: boolean }[]
  readonly error?: { readonly class?: string; readonly code: string; readonly message: string }
}

interface Opened {
  readonly parse: ParseService
  readonly millrace: StartedMillrace
  readonly dataDirectory: string
}

async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  return JSON.parse(await response.text())
}

/** A server with the connection `old` to a Parse server. */
async function opened(options: ParseServiceOptions): Promise<Opened> {
  const parse = await startParseService(options)
  const dataDirectory = temporaryDirectory()
  const millrace = await startMillrace({ workflows: temporaryDirectory(), dataDirectory, environment })
  const { url: serverUrl, applicationId, masterKey } = parse
  const made = await millrace.send('/api/v1/connections', { name: 'old', type: 'parse', values: { serverUrl, applicationId, masterKey } })
  expect(made.status).toBe(201)
  return { parse, millrace, dataDirectory }
}

async function begin({ send }: Pick<StartedMillrace, 'send'>, ...classes: readonly string[]): Promise<string> {
  const response = await send('/api/v1/import/parse', { connection: 'old', classes })
  const answer = await jsonOf(response)
  expect({ status: response.status, ...answer }).toMatchObject({ status: 201, workflow: 'import_parse' })
  return String(answer.execution)
}

function progressOf({ get }: Pick<StartedMillrace, 'get'>, execution: string): Promise<Import> {
  return get(`/import/parse/${execution}`)
}

function ended(millrace: Pick<StartedMillrace, 'get'>, execution: string): Promise<Import> {
  const look = async () => {
    const progress = await progressOf(millrace, execution)
    return ['success', 'failed'].includes(progress.status) ? progress : undefined
  }
  return eventually('the import ends', look, limitMs)
}

async function all({ get }: Pick<StartedMillrace, 'get'>, table: string, include = '') {
  const { items } = await get<{ items: readonly Record<string, unknown>[] }>(`/tables/${table}/records?limit=1000${include}`)
  return items
}

/** Every object once, and what leads to another leading there. */
async function expectAll(millrace: Pick<StartedMillrace, 'get'>): Promise<void> {
  const { Post, Tag } = twoClasses()
  const [posts, tags] = [await all(millrace, 'Post', '&include=tags,main'), await all(millrace, 'Tag')]
  const ids = (items: readonly Record<string, unknown>[]) => items.map(({ objectId }) => objectId).sort()
  expect(ids(posts)).toEqual(Post.objects.map(({ objectId }) => objectId))
  expect(ids(tags)).toEqual(Tag.objects.map(({ objectId }) => objectId))
  const last = posts.find(({ objectId }) => objectId === 'p000000199')
  expect(last).toMatchObject({ title: 'Post 199', stars: 1, main: { name: 'Tag 49' }, tags: [{ name: 'Tag 49' }] })
  expect(last).toMatchObject({ createdAt: Post.objects[199]?.createdAt, updatedAt: Post.objects[199]?.updatedAt })
}

const done = { imported: expect.any(Number), isDone: true }

test('looks at a Parse server first, then brings over all there is, and a second time changes nothing', { timeout: limitMs }, async () => {
  const { millrace, parse } = await opened({ classes: { ...twoClasses(), _Session: { fields: {}, objects: [] } } })
  const review = await jsonOf(await millrace.send('/api/v1/import/parse/review', { connection: 'old' }))
  expect(review.classes).toMatchObject([
    { class: 'Post', table: 'Post', records: 200, existing: null, isOffered: true },
    { class: 'Tag', records: 50 },
    { class: '_Session', table: null, isOffered: false },
  ])
  const first = await ended(millrace, await begin(millrace, 'Post', 'Tag'))
  expect(first).toMatchObject({
    status: 'success',
    classes: [
      { imported: 200, isDone: true },
      { imported: 50, isDone: true },
    ],
  })
  await expectAll(millrace)
  const before = await all(millrace, 'Post')
  expect(parse.requests.some((path) => path.includes('skip='))).toBe(false)
  expect(await ended(millrace, await begin(millrace, 'Post'))).toMatchObject({ status: 'success', classes: [{ imported: 200 }] })
  expect(await all(millrace, 'Post')).toEqual(before)
})

const day = '2020-02-03T04:05:06.789Z'

test('brings every type over, files with what is in them, and says what is lost', { timeout: limitMs }, async () => {
  const files = await startParseService({ classes: {}, files: { 'a.txt': 'what is in it' } })
  const fileOf = (name: string) => ({ __type: 'File', name, url: `${files.url}/files/shop/${name}` })
  const values = {
    text: 'ä',
    number: -0.5,
    truth: true,
    date: { __type: 'Date', iso: day },
    object: { a: { b: [1] } },
    list: [1, 'two', { __type: 'Pointer', className: 'Tag', objectId: 't' }],
    place: { __type: 'GeoPoint', latitude: 1.5, longitude: -2.5 },
    area: {
      __type: 'Polygon',
      coordinates: [
        [0, 0],
        [0, 1],
        [1, 1],
        [0, 0],
      ],
    },
    bytes: { __type: 'Bytes', base64: 'aGVsbG8=' },
    user: { __type: 'Pointer', className: '_User', objectId: 'u1' },
    file: fileOf('a.txt'),
    lost: fileOf('b.txt'),
    id: 'not ours',
  }
  const kinds: Record<string, object> = {
    text: { type: 'String' },
    number: { type: 'Number' },
    truth: { type: 'Boolean' },
    date: { type: 'Date' },
    object: { type: 'Object' },
    list: { type: 'Array' },
    place: { type: 'GeoPoint' },
    area: { type: 'Polygon' },
    bytes: { type: 'Bytes' },
    user: { type: 'Pointer', targetClass: '_User' },
    file: { type: 'File' },
    lost: { type: 'File' },
    id: { type: 'String' },
  }
  const user = { objectId: 'u1', username: 'ada', authData: { token: 'secret' }, ACL: { '*': { read: true } } }
  const classes = {
    Every: { fields: kinds, objects: [{ objectId: 'e1', ...values }] },
    _User: { fields: { username: { type: 'String' } }, objects: [user] },
  }
  const { millrace } = await opened({ classes: JSON.parse(JSON.stringify(classes)) as Record<string, ParseServiceClass> })
  const end = await ended(millrace, await begin(millrace, 'Every', '_User'))
  expect(end).toMatchObject({ status: 'success', classes: [{ ...done, losses: 1 }, done] })
  const [record] = await all(millrace, 'Every', '&include=user')
  const { text, number, truth, object, list, area, bytes } = values
  expect(record).toMatchObject({
    id: parseId('Every', 'e1'),
    objectId: 'e1',
    text,
    number,
    truth,
    object,
    list,
    area,
    bytes,
    lost: null,
    id_: 'not ours',
  })
  expect(record).toMatchObject({ date: day, place: { latitude: 1.5, longitude: -2.5 }, user: { username: 'ada' }, file: { name: 'a.txt' } })
  expect(JSON.stringify(await all(millrace, 'User'))).not.toContain('secret')
  const fileId = JSON.stringify(record).match(/f_[0-9a-f]{32}/)?.[0]
  // It goes with no execution.
  const executions = await millrace.get<{ items: readonly { id: string }[] }>('/executions?workflow=import_parse')
  await millrace.send('/api/v1/executions/delete', { ids: executions.items.map(({ id }) => id) })
  expect(await (await fetch(`${millrace.url}/api/v1/files/${fileId}`)).text()).toBe('what is in it')
})

describe('when the Parse server stops midway', () => {
  test('the import fails and says where, and a retry goes on there without duplicates', { timeout: limitMs }, async () => {
    const { millrace, parse } = await opened({ classes: twoClasses() })
    // The schema and two counts, a page of a hundred, its relations, and no more.
    parse.stopAfter(3 + 1 + 150)
    const execution = await begin(millrace, 'Post', 'Tag')
    const failed = await ended(millrace, execution)
    expect(failed).toMatchObject({
      status: 'failed',
      classes: [{ records: 200, imported: 100, isDone: false }, { imported: 0 }],
      error: { class: 'Post', code: 'PARSE_UNREACHABLE', message: expect.stringContaining(parse.url) },
    })
    parse.comeBack()
    const asked = parse.requests.length
    const retried = String((await jsonOf(await millrace.send(`/api/v1/executions/${execution}/retry`, {}))).executionId)
    expect(await ended(millrace, retried)).toMatchObject({ status: 'success', classes: [{ imported: 200 }, { imported: 50 }] })
    expect(await progressOf(millrace, execution)).toMatchObject({ status: 'failed', retriedAs: retried })
    await expectAll(millrace)
    expect(
      parse.requests.slice(asked).filter((path) => path.includes('exists') && !path.includes('relatedTo') && path.includes('/Post')),
    ).toEqual([])
  })

  test('or hangs, and Millrace is killed meanwhile, the import goes on by itself when both are back', { timeout: limitMs }, async () => {
    const { millrace, parse, dataDirectory } = await opened({ classes: twoClasses() })
    parse.holdAfter(3 + 1 + 150)
    const execution = await begin(millrace, 'Post', 'Tag')
    await eventually('a page has come', async () =>
      (await progressOf(millrace, execution)).classes[0]?.imported === 100 ? true : undefined,
    )
    await millrace.end('SIGKILL')
    parse.comeBack()
    const next = await startMillrace({ workflows: temporaryDirectory(), dataDirectory, environment })
    expect(await ended(next, execution)).toMatchObject({ status: 'success', classes: [{ imported: 200 }, { imported: 50 }] })
    await expectAll(next)
  })
})

describe('on the command line', () => {
  test('looks, imports, and tells where it failed', { timeout: limitMs }, async () => {
    const { millrace, parse } = await opened({ classes: { ...twoClasses(), _Session: { fields: {}, objects: [] } } })
    const run = (...args: string[]) => runMillrace(['import', 'parse', '--connection', 'old', '--server', millrace.url, ...args])
    const review = await run()
    expect(review).toMatchObject({ code: 0, err: '' })
    expect(review.out).toMatch(/Post +Post +200 +no table +5\nTag +Tag +50 +no table +2\n/)
    expect(review.out).toMatch(/_Session\n {2}- Left out: sessions are secrets/)
    expect(await millrace.get('/tables')).toEqual({ items: [] })
    expect(await run('--start')).toMatchObject({ code: 2, err: expect.stringContaining('--classes') })
    expect(await run('--classes', 'Pots')).toMatchObject({ code: 2, err: expect.stringContaining('Post, Tag') })
    const done = await run('--classes', 'all', '--start', '--json')
    expect(done).toMatchObject({ code: 0, err: expect.stringMatching(/Post → Post: 200 records\nTag → Tag: 50 records\n✓/) })
    expect(JSON.parse(done.out)).toMatchObject({ status: 'success', classes: [{ imported: 200 }, { imported: 50 }] })
    parse.reply(
      [{ status: 400, body: { code: 119, error: 'not today' } }],
      (path) => path.includes('limit=100&') || path.endsWith('limit=100'),
    )
    const failed = await run('--classes', 'Tag', '--start')
    expect(failed).toMatchObject({
      code: 1,
      err: expect.stringMatching(/✗ failed in Tag {2}PARSE_FAILED: .*not today.*\n.*execution retry/),
    })
  })

  test('Ctrl-C leaves it running, and says how to follow it', { timeout: limitMs }, async () => {
    const { millrace, parse } = await opened({ classes: twoClasses() })
    parse.holdAfter(2 * 3 + 1 + 150)
    const args = ['import', 'parse', '-c', 'old', '--classes', 'all', '--start', '--server', millrace.url]
    const child = spawn(command.node, [...command.args, ...args], { cwd: checkout, env: cleanEnvironment() })
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    const over = new Promise<number | null>((resolve) => child.once('close', resolve))
    const execution = await eventually('it has started', () => /^Execution (\S+)$/m.exec(err)?.[1])
    await eventually('a page has come', async () =>
      (await progressOf(millrace, execution)).classes[0]?.imported === 100 ? true : undefined,
    )
    child.kill('SIGINT')
    expect(await over).toBe(130)
    expect(err).toContain(`millrace execution watch ${execution}`)
    parse.comeBack()
    expect(await ended(millrace, execution)).toMatchObject({ status: 'success' })
    await expectAll(millrace)
  })
})

test('what cannot be is told before anything is made', { timeout: limitMs }, async () => {
  const { millrace, parse } = await opened({ classes: twoClasses() })
  const refused = async (body: object) => {
    const response = await millrace.send('/api/v1/import/parse', body)
    return { status: response.status, ...(await jsonOf(response)) }
  }
  expect(await refused({ connection: 'nothing', classes: ['Post'] })).toMatchObject({ status: 404, code: 'CONNECTION_NOT_FOUND' })
  expect(await refused({ connection: 'old', classes: ['Nope'] })).toMatchObject({ status: 422, code: 'PARSE_CLASS' })
  expect(await refused({ connection: 'old', classes: [] })).toMatchObject({ status: 400 })
  const values = { serverUrl: parse.url, applicationId: parse.applicationId, masterKey: 'wrong-canary' }
  await millrace.send('/api/v1/connections', { name: 'wrong', type: 'parse', values })
  const wrong = await refused({ connection: 'wrong', classes: ['Post'] })
  expect(wrong).toMatchObject({ status: 422, code: 'PARSE_KEY' })
  expect(JSON.stringify(wrong)).not.toContain('canary')
  const secret = await millrace.send('/api/v1/connections', {
    name: 'inside',
    type: 'parse',
    values: { ...values, serverUrl: 'http://10.0.0.1/parse' },
  })
  expect(secret.status).toBe(201)
  expect(await refused({ connection: 'inside', classes: ['Post'] })).toMatchObject({ status: 422, code: 'PARSE_REFUSED' })
  parse.stopAfter(0)
  expect(await refused({ connection: 'old', classes: ['Post'] })).toMatchObject({ status: 502, code: 'PARSE_UNREACHABLE' })
  expect(await millrace.get('/tables')).toEqual({ items: [] })
})

import type { Json, JsonObject } from '@millrace/engine'
import { FatalError, type Files, type Values } from '@millrace/kit'
import { createMemoryFiles, createMemoryValues, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { parseConnections } from '../testing/parse-host.ts'
import { openParseService, type ParseService, type ParseServiceOptions } from '../testing/parse-service.ts'
import { parseImport } from './import.ts'
import { parseId } from './parse-id.ts'

const times = { createdAt: '2020-01-01T00:00:00.000Z', updatedAt: '2020-01-02T00:00:00.000Z' }
const idOf = (number: number) => `p${String(number).padStart(9, '0')}`
const posts = (count: number, fields: (number: number) => JsonObject = () => ({})) => ({
  Post: {
    fields: {},
    objects: Array.from({ length: count }, (_, number) => ({
      objectId: idOf(number),
      ...times,
      title: `Post ${number}`,
      ...fields(number),
    })),
  },
})
const title = { name: 'title', type: 'string', from: 'title' }

interface Trial {
  readonly columns?: readonly JsonObject[]
  readonly found?: Json
  readonly values?: Values
  readonly files?: Files
  readonly memory?: Json
  readonly fetch?: typeof fetch
  readonly lines?: string[]
  /** Null for none. */
  readonly progress?: string | null
  readonly idempotencyKey?: string
}

/** One turn of the step. */
async function turn(
  service: ParseService,
  { columns = [title], found = { items: [] }, values, files, memory, fetch: own, lines, progress = 'p', idempotencyKey }: Trial = {},
) {
  const { tables, asked } = askedTables({ found })
  const result = await testNode(parseImport, {
    with: { connection: 'old', class: 'Post', table: 'post', columns: [...columns], ...(progress !== null && { progress }) },
    host: {
      connections: parseConnections(service),
      tables,
      files: files ?? createMemoryFiles(),
      values: values ?? createMemoryValues(() => 0),
    },
    fetch: own ?? fetch,
    now: 0,
    ...(memory !== undefined && { memory }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    onLog: ({ message }) => lines?.push(message),
  })
  const writes = asked.flatMap((one) => (Array.isArray(one) && one[0] !== 'query' ? [one.slice(1) as readonly JsonObject[]] : []))
  return { result, asked, writes }
}

async function imported(options: ParseServiceOptions, trial: Trial = {}) {
  await using service = await openParseService(options)
  return { ...(await turn(service, trial)), requests: service.requests }
}

test('writes each hundred in one go, with the ids and the times that follow from Parse', async () => {
  const { result, writes } = await imported({ classes: posts(250) })
  expect(result).toEqual({ type: 'done', output: { class: 'Post', table: 'post', imported: 250, losses: 0 } })
  expect(writes.map((one) => one.length)).toEqual([100, 100, 50])
  expect(writes[0]?.[0]).toEqual({
    type: 'insert',
    table: 'post',
    record: { id: parseId('Post', idOf(0)), objectId: idOf(0), title: 'Post 0', ...times },
  })
})

test('without a name for its progress a step goes on where it ended, and another step begins anew', async () => {
  await using service = await openParseService({ classes: posts(1_100) })
  let now = 0
  const values = createMemoryValues(() => now)
  const run = async (idempotencyKey: string) => (await turn(service, { values, progress: null, idempotencyKey })).result
  expect(await run('first')).toMatchObject({ type: 'again' })
  expect(await run('first')).toMatchObject({ type: 'done', output: { imported: 1_100 } })
  expect(await run('second')).toMatchObject({ type: 'again' })
  now = 31 * 24 * 3_600_000
  expect((await values.list('workflow', { limit: 9 })).items).toEqual([])
})

test('a server that gives fewer than it is asked for gives all of them', async () => {
  expect(await imported({ classes: posts(25), mostAtOnce: 10 })).toMatchObject({ result: { output: { imported: 25 } } })
})

test('rests after a thousand, and goes on from there', async () => {
  await using service = await openParseService({ classes: posts(1_050) })
  const values = createMemoryValues(() => 0)
  const first = await turn(service, { values })
  expect(first).toMatchObject({ result: { type: 'again', until: 0 } })
  expect(first.writes).toHaveLength(10)
  const second = await turn(service, { values })
  expect(second).toMatchObject({ result: { output: { imported: 1_050 } } })
  expect(second.writes.map((one) => one.length)).toEqual([50])
})

test('updates what is there, and leaves its times alone', async () => {
  const found = { items: [{ id: parseId('Post', idOf(0)) }] }
  const { writes } = await imported({ classes: posts(2) }, { found })
  expect(writes[0]).toMatchObject([
    { type: 'update', id: parseId('Post', idOf(0)), changes: { objectId: idOf(0), title: 'Post 0' } },
    { type: 'insert' },
  ])
  expect(writes[0]?.[0]?.changes).not.toHaveProperty('createdAt')
})

test('asks once for a relation that comes whole, also for one that is empty', async () => {
  const classes = {
    Post: { ...posts(2).Post, relations: { [idOf(0)]: { tags: ['t1'] } } },
    Tag: { fields: {}, objects: [{ objectId: 't1' }] },
  }
  const columns = [{ name: 'tags', type: 'relation', from: 'tags', table: 'tag', targetClass: 'Tag' }]
  const { requests, writes } = await imported({ classes }, { columns })
  expect(writes[0]?.map(({ record }) => record)).toMatchObject([{ tags: [parseId('Tag', 't1')] }, { tags: [] }])
  expect(requests.filter((path) => path.includes('relatedTo'))).toHaveLength(2)
})

test('reads a relation to its end', async () => {
  const tags = Array.from({ length: 30 }, (_, number) => ({ objectId: `t${100 + number}` }))
  const related = tags.slice(5, 30).map(({ objectId }) => objectId)
  const classes = { Post: { ...posts(1).Post, relations: { [idOf(0)]: { tags: related } } }, Tag: { fields: {}, objects: tags } }
  const columns = [{ name: 'tags', type: 'relation', from: 'tags', table: 'tag', targetClass: 'Tag' }]
  const { writes } = await imported({ classes, mostAtOnce: 10 }, { columns })
  expect(writes[0]?.[0]).toMatchObject({ record: { tags: related.map((id) => parseId('Tag', id)) } })
})

const file = { name: 'file', type: 'file', from: 'file' }
const fileOf = (url: string, name: string) => ({ file: { __type: 'File', name, url: `${url}/files/shop/${name}` } })

/** The addresses of files are the service's own, which it has only once it listens. */
async function importFile(name: string, trial: Trial = {}) {
  await using target = await openParseService({ classes: {}, files: { 'a.txt': 'content' } })
  const lines: string[] = []
  const { result, writes } = await imported({ classes: posts(1, () => fileOf(target.url, name)) }, { columns: [file], lines, ...trial })
  return { result, lines, value: writes[0]?.[0], requests: target.requests }
}

test('copies the content of a file, to stay, and not a second time', async () => {
  const kept: unknown[] = []
  const files = createMemoryFiles()
  const write: Files['write'] = (content, about) => {
    kept.push(about)
    return files.write(content, about)
  }
  const { value } = await importFile('a.txt', { files: { ...files, write } })
  expect(value).toMatchObject({ record: { file: { name: 'a.txt', size: 7 } } })
  expect(kept).toEqual([{ name: 'a.txt', mediaType: 'text/plain; charset=utf-8', stays: true }])
  const handle = { fileId: 'f', name: 'a.txt' }
  const second = await importFile('a.txt', { found: { items: [{ id: parseId('Post', idOf(0)), file: handle }] } })
  expect(second).toMatchObject({ value: { changes: { file: handle } }, requests: [] })
})

test('a file that the old server has lost is left empty, counted and told', async () => {
  const { value, result, lines } = await importFile('lost.txt')
  expect(value).toMatchObject({ record: { file: null } })
  expect(result).toMatchObject({ output: { losses: 1 } })
  expect(lines).toEqual([expect.stringMatching(/file of Post p000000000: file lost.txt is left out.*404/)])
})

test('a file that lies where nobody may reach is left empty and told', async () => {
  const refusing: typeof fetch = () => Promise.reject(new FatalError('Refused to connect.', { code: 'EGRESS_REFUSED' }))
  const { value, lines } = await importFile('a.txt', { fetch: refusing })
  expect(value).toMatchObject({ record: { file: null } })
  expect(lines).toEqual([expect.stringContaining('Refused to connect')])
})

test('a host of files that is gone is asked five times, and then the records come without them', async () => {
  await using gone = await openParseService({ classes: {} })
  gone.stopAfter(0)
  await using service = await openParseService({ classes: posts(3, () => fileOf(gone.url, 'a.txt')) })
  const [values, lines]: [Values, string[]] = [createMemoryValues(() => 0), []]
  const trial = { columns: [file], values, lines }
  expect((await turn(service, trial)).result).toMatchObject({ until: 1_000 })
  const last = await turn(service, { ...trial, memory: { after: '', failures: 4 } })
  expect(last).toMatchObject({ result: { type: 'again', until: 0 }, writes: [] })
  const { result, writes } = await turn(service, trial)
  expect(result).toMatchObject({ output: { imported: 3, losses: 3 } })
  expect(writes[0]).toMatchObject([{ record: { file: null } }, {}, {}])
  expect(lines).toContainEqual(expect.stringMatching(/Files that http.* does not give are left out/))
})

test('asks a busy server again, longer each time, and gives up after five times in a row', async () => {
  await using service = await openParseService({ classes: posts(1) })
  const busy = { status: 503, body: { error: 'busy' } }
  service.reply([busy, busy, { ...busy, headers: { 'retry-after': '60' } }, busy])
  const before = (failures: number, after = '') => ({ memory: { after, failures } })
  expect((await turn(service)).result).toEqual({ type: 'again', until: 1_000, memory: { after: '', failures: 1 } })
  expect((await turn(service, before(3))).result).toEqual({ type: 'again', until: 8_000, memory: { after: '', failures: 4 } })
  expect((await turn(service)).result).toMatchObject({ until: 60_000 })
  await expect(turn(service, before(4))).rejects.toMatchObject({ name: 'RetryableError', code: 'PARSE_FAILED' })
})

test('a server that fails now and then is not given up as long as something comes', async () => {
  await using service = await openParseService({ classes: posts(250) })
  const values = createMemoryValues(() => 0)
  // The first page, and no more.
  service.stopAfter(1)
  const first = await turn(service, { values, memory: { after: '', failures: 4 } })
  expect(first.result).toEqual({ type: 'again', until: 1_000, memory: { after: idOf(99), failures: 1 } })
  const second = await turn(service, { values, memory: { after: idOf(99), failures: 1 } })
  expect(second.result).toMatchObject({ until: 2_000, memory: { failures: 2 } })
  service.comeBack()
  expect((await turn(service, { values })).result).toMatchObject({ output: { imported: 250 } })
})

test('a server that is gone is told as such', async () => {
  await using service = await openParseService({ classes: posts(1) })
  service.stopAfter(0)
  await expect(turn(service, { memory: { after: '', failures: 4 } })).rejects.toMatchObject({ code: 'PARSE_UNREACHABLE' })
  service.comeBack()
  expect(await turn(service)).toMatchObject({ result: { output: { imported: 1 } } })
})

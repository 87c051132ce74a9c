import { expect, test, vi } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const source = (id: string, head = '') => `id: ${id}\n${head}nodes:\n  a: { type: echo }\n`
const tagged = source('orders', 'name: Process order\ntags: [shop, money]\ndescription: Charges the card.\n')
const clocked = source(
  'report',
  'triggers:\n  soon: { type: clock, with: { everyMs: 60000 } }\n  later: { type: clock, with: { everyMs: 3600000 } }\n',
)

async function opened(sources: readonly string[]) {
  const { ask, store, publish } = await testServer(sources)
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await ask(`/api/v1/${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    return text === '' ? null : JSON.parse(text)
  }
  const list = (query = '') => send('GET', `workflows?${query}`)
  const ids = async (query = ''): Promise<readonly string[]> => (await list(query)).items.map(({ id }: { id: string }) => id)
  const begin = (id: string, text: string) => send('PUT', `workflows/${id}/draft`, { source: text }, { 'if-none-match': '*' })
  return { send, list, ids, begin, store, publish }
}

test('what is published and what was only begun are listed together, with what is edited', async () => {
  const { list, begin, send } = await opened([source('b'), tagged])
  await begin('a', 'id: [broken')
  await begin('c', tagged.replace('orders', 'c'))
  await send('PUT', 'workflows/b/draft', { source: `${source('b')}# edited\n` }, { 'if-match': '"0"' })
  expect((await list()).items).toEqual([
    { id: 'a', triggers: [], status: 'draft', hasDraft: true, mistakes: expect.any(Number), lastRuns: [] },
    { id: 'b', version: 1, publishedAt: expect.any(String), triggers: [], status: 'published', hasDraft: true, mistakes: 0, lastRuns: [] },
    expect.objectContaining({ id: 'c', name: 'Process order', tags: ['shop', 'money'], status: 'draft' }),
    expect.objectContaining({ id: 'orders', name: 'Process order', tags: ['shop', 'money'], status: 'published', hasDraft: false }),
  ])
})

test('says how many mistakes keep a draft from being published, and its name all the same', async () => {
  const { list, begin } = await opened([])
  await begin('a', source('a', 'name: Half done\ntags: [shop, 7]\n').replace('echo', 'ecko'))
  await begin('b', source('b'))
  expect((await list()).items).toMatchObject([
    { id: 'a', name: 'Half done', tags: ['shop'], mistakes: 2 },
    { id: 'b', mistakes: 0 },
  ])
})

test('is searched by words, filtered by tag and status, and paged whatever is asked for', async () => {
  const { ids, list, begin } = await opened([source('b'), tagged, source('z')])
  for (const id of ['a', 'c', 'zz']) await begin(id, 'x')
  expect(await ids('search=CARD%20proc')).toEqual(['orders'])
  expect(await ids('search=nothing')).toEqual([])
  expect(await ids('tag=money')).toEqual(['orders'])
  expect(await ids('status=draft')).toEqual(['a', 'c', 'zz'])
  expect(await ids('status=published')).toEqual(['b', 'orders', 'z'])
  for (const query of ['limit=1', 'limit=2', 'limit=5', 'limit=1&status=draft']) {
    const found: string[] = []
    let cursor = ''
    do {
      const page = await list(`${query}${cursor}`)
      found.push(...page.items.map(({ id }: { id: string }) => id))
      cursor = page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`
    } while (cursor !== '')
    expect(found).toEqual(query.includes('draft') ? ['a', 'c', 'zz'] : ['a', 'b', 'c', 'orders', 'z', 'zz'])
  }
})

test('tells the last runs that have ended, without tests, and the next time', async () => {
  const beganAt = Date.now()
  const { list, send } = await opened([source('b'), clocked])
  const first = await send('POST', 'workflows/b/run?wait=true', {})
  const firstBy = Date.now()
  // Of two that begin in the same millisecond, chance says which is the newer one.
  await vi.waitUntil(() => Date.now() > firstBy)
  const second = await send('POST', 'workflows/b/run?wait=true', {})
  await send('POST', 'workflows/b/draft/run?wait=true', {})
  const [b, report] = (await list()).items
  expect(b.lastRuns.map(({ executionId, status }: Record<string, unknown>) => [executionId, status])).toEqual([
    [second.executionId, 'success'],
    [first.executionId, 'success'],
  ])
  expect(b.lastRuns[0]).toMatchObject({ startedAt: expect.stringMatching(/Z$/), durationMs: expect.any(Number) })
  expect(b).not.toHaveProperty('nextAt')
  // Nothing fires here: the next time stays what it was at first, also when that minute ends meanwhile.
  expect(Date.parse(report.nextAt)).toBeGreaterThanOrEqual(beganAt)
  expect(Date.parse(report.nextAt)).toBeLessThanOrEqual(Date.now() + 60_000)
})

test('one whose version no longer validates is shown with what is wrong, and hides no other', async () => {
  const { list, send, store } = await opened([source('b', 'triggers:\n  placed: { type: webhook, with: { path: /b } }\n')])
  const outdated = source('a', 'name: Of another age\ntags: [old]\ntriggers:\n  placed: { type: webhook, with: { path: /a } }\n').replace(
    'echo',
    'gone',
  )
  await store.workflows.publish({ account: 'default', id: 'a', source: outdated, at: 1 })
  expect((await list()).items).toMatchObject([
    {
      id: 'a',
      name: 'Of another age',
      tags: ['old'],
      version: 1,
      status: 'published',
      problems: [{ code: 'UNKNOWN_NODE_TYPE' }],
      triggers: [],
    },
    { id: 'b' },
  ])
  expect((await list()).items[1]).not.toHaveProperty('problems')
  expect(await send('GET', 'workflows/a')).toMatchObject({ version: 1, source: outdated, warnings: [{ code: 'UNKNOWN_NODE_TYPE' }] })
  expect((await send('GET', 'triggers')).items).toMatchObject([{ workflowId: 'b', triggerId: 'placed' }])
  expect(await send('POST', 'workflows/a/run', {})).toMatchObject({ code: 'WORKFLOW_OUTDATED', status: 409 })
})

test('those that use a table are found, drafts too', async () => {
  const { ids, begin } = await opened([source('b')])
  await begin('a', 'id: a\nnodes:\n  put: { type: table.create, with: { table: order, record: {} } }\n')
  expect(await ids('table=order')).toEqual(['a'])
  expect(await ids('table=customer')).toEqual([])
})

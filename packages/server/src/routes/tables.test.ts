import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

async function opened() {
  const { ask, store } = await testServer()
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await ask(`/api/v1/${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  return { send, store }
}

const columns = [
  { name: 'email', type: 'string', required: true, unique: true },
  { name: 'age', type: 'number', index: true },
]

const at = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`

describe('tables', () => {
  test('are created, listed, shown with their count, and deleted', async () => {
    const { send } = await opened()
    expect(await send('POST', 'tables', { name: 'customer', columns, isLocked: true })).toMatchObject({
      status: 201,
      body: { name: 'customer', columns, isLocked: true, createdAt: expect.stringContaining('T') },
    })
    expect(await send('POST', 'tables', { name: 'customer' })).toMatchObject({ status: 409, body: { code: 'TABLE_EXISTS' } })
    await send('POST', 'tables/customer/records', { email: 'a@x' })
    expect((await send('GET', 'tables')).body.items).toMatchObject([{ name: 'customer' }])
    expect((await send('GET', 'tables/customer')).body).toMatchObject({ count: 1, columns })
    expect(await send('DELETE', 'tables/customer')).toMatchObject({ status: 200, body: { count: 1 } })
    for (const method of ['GET', 'DELETE']) {
      expect(await send(method, 'tables/customer')).toMatchObject({ status: 404, body: { code: 'TABLE_NOT_FOUND' } })
    }
  })

  test('a key that was used for another table is answered, whatever the name of this one', async () => {
    const { ask } = await testServer()
    const post = (table: string) =>
      ask(`/api/v1/tables/${encodeURIComponent(table)}/records`, { method: 'POST', headers: { 'idempotency-key': 'k' }, body: '{"a":1}' })
    expect((await post('customer')).status).toBe(201)
    expect((await post('customer\u2028')).status).toBeLessThan(500)
  })

  test('are changed, with a preview of what would be lost', async () => {
    const { send } = await opened()
    await send('POST', 'tables/t/records', { code: 'x' })
    const changes = [
      { type: 'add', column: { name: 'n', type: 'number' } },
      { type: 'retype', column: 'code', to: 'number' },
    ]
    const losses = [{ change: changes[1], count: 1, examples: [{ value: 'x' }], isDiscardable: true }]
    expect(await send('POST', 'tables/t/changes', { changes, preview: true })).toMatchObject({ status: 200, body: { losses } })
    expect(await send('POST', 'tables/t/changes', { changes })).toMatchObject({ status: 409, body: { code: 'TABLE_CHANGE_LOSES' } })
    const done = await send('POST', 'tables/t/changes', { changes, discard: true })
    expect(done.body.table.columns).toEqual([
      { name: 'code', type: 'number' },
      { name: 'n', type: 'number' },
    ])
  })

  test.each([
    ['a name that cannot be', { name: 'a b' }, 422],
    ['an unknown type', { name: 'a', columns: [{ name: 'b', type: 'money' }] }, 400],
    ['an unknown word', { name: 'a', column: [] }, 400],
    ['a pointer to nowhere', { name: 'a', columns: [{ name: 'b', type: 'pointer' }] }, 422],
  ])('%s is refused', async (_, body, status) => {
    const { send } = await opened()
    expect((await send('POST', 'tables', body)).status).toBe(status)
  })

  test('attack 34: of another account do not exist', async () => {
    const { send, store } = await opened()
    await store.tables.create('globex', { name: 'secret', columns: [] }, 1)
    expect((await send('GET', 'tables')).body.items).toEqual([])
    for (const path of ['tables/secret', 'tables/secret/records', `tables/secret/records/${'0'.repeat(24)}`]) {
      expect((await send('GET', path)).status).toBe(404)
    }
  })
})

describe('records', () => {
  test('are created, shown, changed, replaced and deleted', async () => {
    const { send } = await opened()
    const created = await send('POST', 'tables/person/records', { name: 'Ada', age: 36 })
    expect(created).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^[0-9a-f]{24}$/), name: 'Ada' } })
    const path = `tables/person/records/${created.body.id}`
    expect(await send('GET', path)).toEqual({ status: 200, body: created.body })
    expect((await send('PATCH', path, { age: 37 })).body).toMatchObject({ name: 'Ada', age: 37 })
    expect((await send('PUT', path, { name: 'Bea' })).body).toMatchObject({ name: 'Bea', age: null })
    expect((await send('GET', `${path}?select=age`)).body).toEqual({ id: created.body.id, age: null })
    expect((await send('DELETE', path)).status).toBe(204)
    for (const method of ['GET', 'DELETE', 'PATCH'])
      expect((await send(method, path, method === 'PATCH' ? {} : undefined)).status).toBe(404)
  })

  test('are found by conditions, sorted, counted and paged', async () => {
    const { send } = await opened()
    for (const age of [1, 2, 3, 4]) await send('POST', 'tables/t/records', { age, even: age % 2 === 0 })
    const find = async (query: Record<string, string>) => (await send('GET', at('tables/t/records', query))).body
    const ages = async (query: Record<string, string>) => (await find(query)).items.map(({ age }: { age: number }) => age)
    expect(await ages({ where: '{"age":{"$gt":1}}', sort: '-age', limit: '2' })).toEqual([4, 3])
    expect(await ages({ sort: '["-age"]', skip: '3' })).toEqual([1])
    expect(await ages({ sort: '{"even":1,"age":-1}' })).toEqual([3, 1, 4, 2])
    const first = await find({ limit: '3', count: 'true', where: '{"age":{"greaterThan":0}}' })
    expect(first).toMatchObject({ count: 4, items: [{}, {}, {}] })
    expect(await ages({ cursor: first.nextCursor })).toEqual([4])
    const body = { where: { even: true }, sort: ['-age'], select: ['age'], count: true }
    expect((await send('POST', 'tables/t/query', body)).body).toMatchObject({ count: 2, items: [{ age: 4 }, { age: 2 }] })
    const metrics = { n: { count: true }, sum: { sum: 'age' } }
    expect((await send('POST', 'tables/t/aggregate', { groupBy: ['even'], metrics })).body.items).toEqual([
      { even: false, n: 2, sum: 4 },
      { even: true, n: 2, sum: 6 },
    ])
  })

  test.each([
    ['JSON that breaks off', { where: '{"a":' }, 'REQUEST_INVALID'],
    ['a condition that is none', { where: '[]' }, 'REQUEST_INVALID'],
    ['an unknown operator', { where: '{"a":{"$near":1}}' }, 'TABLE_QUERY_INVALID'],
    ['too many at once', { limit: '1001' }, 'REQUEST_INVALID'],
    ['an unknown parameter', { were: '{}' }, 'REQUEST_INVALID'],
    ['a cursor from elsewhere', { cursor: 'bm8' }, 'CURSOR_INVALID'],
  ])('%s is refused', async (_, query, code) => {
    const { send } = await opened()
    await send('POST', 'tables/t/records', { a: 1 })
    expect(await send('GET', at('tables/t/records', query as Record<string, string>))).toMatchObject({ status: 400, body: { code } })
  })

  test('that do not fit are refused, and prototypes are no fields', async () => {
    const { send, store } = await opened()
    await send('POST', 'tables', { name: 't', columns, isLocked: true })
    expect(await send('POST', 'tables/t/records', { email: 'a', aged: 1 })).toMatchObject({
      status: 422,
      body: { code: 'COLUMN_UNKNOWN', detail: expect.stringContaining('"age"') },
    })
    expect((await send('POST', 'tables/t/records', { age: 1 })).body).toMatchObject({ code: 'RECORD_INVALID' })
    for (const body of ['[]', 'null', '"x"', '{"__proto__":{"x":1}}', '{"email":{"toString":1}}']) {
      const answer = await send('POST', 'tables/t/records', JSON.parse(body))
      expect(answer.status, body).toBeGreaterThanOrEqual(400)
    }
    expect(({} as { x?: number }).x).toBeUndefined()
    expect(await store.tables.count('default', 't')).toBe(0)
  })

  test('a change that names updatedAt goes only over what was read', async () => {
    const { send } = await opened()
    const { body: read } = await send('POST', 'tables/t/records', { n: 1, updatedAt: '2020-03-01T09:00:00.000Z' })
    const path = `tables/t/records/${read.id}`
    expect(await send('PATCH', path, { n: 2, updatedAt: read.updatedAt })).toMatchObject({ status: 200, body: { n: 2 } })
    const detail = expect.stringContaining(`Record ${read.id} was changed at `)
    expect(await send('PATCH', path, { n: 3, updatedAt: read.updatedAt })).toMatchObject({ status: 422, body: { detail } })
    expect((await send('GET', path)).body.n).toBe(2)
  })

  test('the same Idempotency-Key creates once', async () => {
    const { send } = await opened()
    const create = () => send('POST', 'tables/t/records', { n: 1 }, { 'idempotency-key': 'k1' })
    expect(await create()).toEqual(await create())
    expect((await send('GET', 'tables/t')).body.count).toBe(1)
  })

  test('the same Idempotency-Key with anything else is refused', async () => {
    const { send } = await opened()
    const key = { 'idempotency-key': 'k1' }
    const made = await send('POST', 'tables/t/records', { n: 1, m: { a: 1, b: 2 } }, key)
    expect(await send('POST', 'tables/t/records', { m: { b: 2, a: 1 }, n: 1 }, key)).toEqual(made)
    const others = [
      ['POST', 'tables/t/records', { n: 2 }],
      ['POST', 'tables/other/records', { n: 1, m: { a: 1, b: 2 } }],
      ['PUT', `tables/t/records/${made.body.id}`, { n: 1 }],
      ['PATCH', `tables/t/records/${made.body.id}`, { n: 1 }],
      ['POST', 'table-writes', { operations: [{ type: 'insert', table: 't', record: { n: 1 } }] }],
    ] as const
    for (const [method, path, body] of others) {
      expect(await send(method, path, body, key), path).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
    }
    expect((await send('GET', 'tables/t')).body.count).toBe(1)
    expect((await send('GET', 'tables/other')).status).toBe(404)
  })

  test('of nearly 10 MB are taken, larger ones are not', async () => {
    const { send } = await opened()
    const create = (megabytes: number) => send('POST', 'tables/t/records', { text: 'x'.repeat(megabytes * 1e6) })
    expect((await create(9)).status).toBe(201)
    expect(await create(11)).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } })
  })
})

describe('writes of many records', () => {
  const operations = [
    { type: 'upsert', table: 'c', by: 'email', record: { email: 'a' } },
    { type: 'frobnicate', table: 'c' },
    { type: 'insert', table: 'c', record: { email: 'b', age: 1 } },
  ]

  test('together are all made, or none', async () => {
    const { send } = await opened()
    await send('POST', 'tables', { name: 'c', columns })
    expect(await send('POST', 'table-writes', { operations })).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } })
    expect((await send('GET', 'tables/c')).body.count).toBe(0)
    const good = operations.filter(({ type }) => type !== 'frobnicate')
    expect((await send('POST', 'table-writes', { operations: good })).body.items).toMatchObject([
      { record: { email: 'a' } },
      { isNew: true },
    ])
    expect(await send('POST', 'table-writes', { operations: good })).toMatchObject({ status: 409, body: { code: 'RECORD_EXISTS' } })
  })

  test('alone give a result each, in order, an error for what is none', async () => {
    const { send } = await opened()
    await send('POST', 'tables', { name: 'c', columns })
    expect((await send('POST', 'table-writes', { operations, mode: 'alone' })).body.items).toMatchObject([
      { record: { email: 'a' } },
      { error: { code: 'REQUEST_INVALID' } },
      { record: { email: 'b' } },
    ])
  })
})

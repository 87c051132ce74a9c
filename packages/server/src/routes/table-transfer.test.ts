import { setImmediate } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { createTables, systemClock, type Tables } from '@millrace/runtime'
import { createMemoryStore, StoreError } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const at = (path: string, query: Record<string, string>) => `/api/v1/tables/${path}?${new URLSearchParams(query)}`

async function opened() {
  const { ask, store } = await testServer()
  const bring = async (table: string, query: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) => {
    const answer = await ask(at(`${table}/import`, query), { method: 'POST', body })
    // Tests name what they expect of it.
    return { status: answer.status, body: (await answer.json()) as { detail: string; mistakes: { line: number }[] } }
  }
  const take = async (table: string, query: Record<string, string> = {}) => (await ask(at(`${table}/export`, query))).text()
  const records = async (table: string) => (await store.tables.query('default', table, { limit: 100 })).items
  return { ask, store, bring, take, records }
}

describe('an import', () => {
  test('makes a table with the types that all values of a column have', async () => {
    const { bring, store, records } = await opened()
    const text = 'sku,price,isNew,code,note\npen,2.5,true,007,\nink,12,false,42,"a ""b"""\n'
    expect(await bring('item', { format: 'csv' }, text)).toMatchObject({ status: 200, body: { isNew: true, created: 2, wrong: 0 } })
    expect((await store.tables.get('default', 'item'))?.columns).toEqual([
      { name: 'sku', type: 'string' },
      { name: 'price', type: 'number' },
      { name: 'isNew', type: 'boolean' },
      { name: 'code', type: 'string' },
      { name: 'note', type: 'string' },
    ])
    expect(await records('item')).toMatchObject([
      { sku: 'pen', price: 2.5, isNew: true, code: '007', note: null },
      { sku: 'ink', price: 12, isNew: false, code: '42', note: 'a "b"' },
    ])
  })

  const table = (text: string, encoding: 'utf8' | 'utf16le' = 'utf8') => new Uint8Array(Buffer.from(text, encoding))
  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ['semicolons', table('a;b\n1;x,y\n')],
    ['tabs', table('a\tb\n1\tx,y\n')],
    ['empty lines before the first row', table('\r\n\na;b\n1;x,y\n')],
    ['quotes around what looks like it', table('"a"|b\n1|x,y\n')],
    ['the line of a spreadsheet that names its delimiter', table('sep=;\r\na;b\r\n1;x,y\r\n')],
    ['UTF-16, as spreadsheets call it Unicode text', table('\ufeffa\tb\r\n1\tx,y\r\n', 'utf16le')],
    ['UTF-16 the other way round', new Uint8Array(Buffer.from('\ufeffa\tb\r\n1\tx,y\r\n', 'utf16le').swap16())],
  ])('reads a file with %s', async (_, body) => {
    const { bring, records } = await opened()
    expect(await bring('t', { format: 'csv' }, body)).toMatchObject({ status: 200, body: { created: 1, renamed: {} } })
    expect(await records('t')).toMatchObject([{ a: 1, b: 'x,y' }])
  })

  test.each([
    ['csv', 'First Name;Größe (m);2nd;ID\nAda;1.70;x;7\n'],
    ['json', '[{"First Name":"Ada","Größe (m)":1.7,"2nd":"x","ID":7}]'],
  ])('makes names of columns of what cannot be one in %s, finds them again, and takes others', async (format, text) => {
    const { bring, records, store } = await opened()
    const renamed = { 'First Name': 'First_Name', 'Größe (m)': 'Grosse_m', '2nd': 'column_2nd', ID: 'ID_' }
    expect(await bring('t', { format }, text)).toMatchObject({ status: 200, body: { renamed } })
    await store.tables.change('default', 't', [{ type: 'rename', column: 'First_Name', to: 'first_name' }], { at: 1 })
    expect(await bring('t', { format }, text)).toMatchObject({ status: 200, body: { newColumns: [] } })
    const person = { first_name: 'Ada', Grosse_m: 1.7, column_2nd: 'x', ID_: 7 }
    expect(await records('t')).toMatchObject([person, person])
    const asked = { rename: JSON.stringify({ ID: 'number', 'First Name': 'name' }) }
    expect(await bring('u', { format, ...asked }, text)).toMatchObject({ status: 200, body: { renamed: { ID: 'number' } } })
    expect(await records('u')).toMatchObject([{ number: 7, name: 'Ada' }])
  })

  test.each([
    ['a b,a_b\n1,2\n', {}, '"a b" and "a_b" would both be column "a_b"'],
    ['名前\n1\n', {}, 'nothing in "名前" could be the name of a column'],
    ['a\n1\n', { rename: '{"b":"c"}' }, 'The file has no "b"'],
    ['a\n1\n', { rename: '{"a":"b c"}' }, '"b c" cannot be the name of a column'],
    ['', {}, 'The file is empty'],
    ['\ufeff\r\n\n', {}, 'The file is empty'],
    ['sep=;\n', {}, 'The file is empty'],
  ])('refuses names in %j that cannot be', async (text, query, message) => {
    const { bring, store } = await opened()
    const refused = await bring('t', { format: 'csv', ...query }, text)
    expect([refused.status, refused.body.detail.toLowerCase()]).toEqual([422, expect.stringContaining(message.toLowerCase())])
    expect(await store.tables.get('default', 't')).toBeUndefined()
  })

  test('makes all columns that the first row names, with values or without', async () => {
    const { bring, store } = await opened()
    await bring('t', { format: 'csv' }, 'a,b,c\n,,1\n')
    await bring('u', { format: 'csv' }, 'a,b\n')
    const names = async (name: string) => (await store.tables.get('default', name))?.columns.map(({ name, type }) => `${name} ${type}`)
    expect([await names('t'), await names('u')]).toEqual([
      ['a string', 'b string', 'c number'],
      ['a string', 'b string'],
    ])
    await store.tables.change('default', 'u', [{ type: 'lock' }], { at: 1 })
    expect(await bring('u', { format: 'csv' }, 'a,x\n')).toMatchObject({ status: 422, body: { code: 'COLUMN_UNKNOWN' } })
  })

  test('takes prices with two digits for numbers, and versions for text', async () => {
    const { bring, store, records } = await opened()
    await bring('t', { format: 'csv' }, 'price,version,sold\n1.50,1.9,TRUE\n12,1.10,FALSE\n3.05,2.0,TRUE\n')
    expect((await store.tables.get('default', 't'))?.columns.map(({ type }) => type)).toEqual(['number', 'string', 'boolean'])
    expect(await records('t')).toMatchObject([{ price: 1.5, version: '1.9', sold: true }, { version: '1.10' }, { version: '2.0' }])
  })

  test('tells each wrong line, and writes nothing', async () => {
    const { bring, store } = await opened()
    await store.tables.create(
      'default',
      { name: 't', columns: [{ name: 'n', type: 'number', required: true, unique: true }], isLocked: true },
      1,
    )
    await store.tables.write('default', { operations: [{ type: 'insert', table: 't', record: { n: 7 } }], at: 1 })
    const refused = await bring('t', { format: 'csv' }, 'n\n1\nx\n""\n1\n7\n1,2\n')
    expect(refused).toMatchObject({ status: 422, body: { code: 'IMPORT_INVALID' } })
    expect(refused.body.mistakes.map(({ line }) => line)).toEqual(expect.arrayContaining([3, 4, 5, 6, 7]))
    expect(refused.body.detail).toContain('Line 5: "n" is unique, and 1 stands in line 2 already.')
    expect(await store.tables.count('default', 't')).toBe(1)
    const skipped = await bring('t', { format: 'csv', wrong: 'skip' }, 'n\n1\nx\n2\n')
    expect(skipped.body).toMatchObject({ created: 2, wrong: 1, mistakes: [{ line: 3 }] })
    expect(await bring('t', { format: 'ndjson' }, '{"n":3,"other":1}\n')).toMatchObject({ status: 422 })
  })

  test('only tells what would happen when asked', async () => {
    const { bring, store } = await opened()
    const told = await bring('t', { format: 'json', dryRun: 'true' }, '[{"a":1},{"a":"x"}, 7]')
    expect(told).toMatchObject({ status: 422, body: { detail: expect.stringContaining('a list of objects is needed') } })
    expect((await bring('t', { format: 'json', dryRun: 'true' }, '[{"a":1},{"a":"x"}]')).body).toMatchObject({
      count: 2,
      created: 0,
      newColumns: [{ name: 'a', type: 'json' }],
    })
    expect(await store.tables.get('default', 't')).toBeUndefined()
  })

  test.each(['email', 'id'])('updates what is known by its %s', async (key) => {
    const { bring, records } = await opened()
    const id = '018f2c5e1a00000000000001'
    await bring('c', { format: 'ndjson', key: 'email' }, `{"id":"${id}","email":"a@x","age":1}\n`)
    const more = `{"id":"${id}","email":"a@x","age":2}\n{"id":"018f2c5e1a00000000000002","email":"b@x"}\n`
    expect((await bring('c', { format: 'ndjson', key }, more)).body).toMatchObject({ created: 1, updated: 1 })
    expect(await records('c')).toMatchObject([{ id, age: 2 }, { email: 'b@x' }])
  })

  test.each([
    ['what is not UTF-8', Uint8Array.of(0x61, 0x0a, 0xff), 'Nothing was imported. The file is neither UTF-8'],
    ['a header with a gap', 'a,,b\n1,2,3', 'has no name'],
    ['a header with a name twice', 'a,a\n1,2', 'two columns'],
    ['an open quote', 'a\n"1', 'Line 2: a quoted cell has no end'],
  ])('%s is refused', async (_, body, message) => {
    const { bring } = await opened()
    expect((await bring('t', { format: 'csv' }, body)).body.detail).toContain(message)
  })

  test('tells what is empty in columns that are called like what every object has', async () => {
    const { bring, store } = await opened()
    const columns = [
      { name: 'constructor', type: 'string', required: true },
      { name: 'valueOf', type: 'string', unique: true },
    ] as const
    await store.tables.create('default', { name: 't', columns }, 1)
    for (const [format, text] of [
      ['csv', 'n\n1\n'],
      ['ndjson', '{"n":1}\n'],
    ] as const) {
      expect((await bring('t', { format }, text)).body.detail).toContain('Line')
      expect((await bring('t', { format, key: 'valueOf' }, text)).body.detail).toContain('"valueOf" is empty')
    }
  })

  test('of what is compressed is refused as such, and so is any other body', async () => {
    const { ask } = await testServer()
    for (const path of ['tables/t/import', 'tables/t/records', 'workflows']) {
      const answer = await ask(`/api/v1/${path}`, { method: 'POST', body: gzipSync('a\n1\n'), headers: { 'content-encoding': 'gzip' } })
      expect([answer.status, await answer.json()], path).toMatchObject([415, { code: 'CONTENT_ENCODING_UNSUPPORTED' }])
    }
  })

  test('into a table that somebody deletes meanwhile is refused, and does not make it again', async () => {
    const { ask, store } = await opened()
    const rows = Array.from({ length: 11_000 }, (_, n) => `${n}`)
    const imported = ask(at('t/import', { format: 'csv' }), { method: 'POST', body: `n\n${rows.join('\n')}\n` })
    while ((await store.tables.get('default', 't')) === undefined) await setImmediate()
    await store.tables.delete('default', 't')
    const answer = await imported
    expect([answer.status, await answer.json()]).toMatchObject([422, { detail: expect.stringContaining('no table "t"') }])
    expect(await store.tables.get('default', 't')).toBeUndefined()
  })

  test('lets in many others between two of its transactions', async () => {
    const store = createMemoryStore()
    const whole = createTables({ store, clock: systemClock, onTrouble: () => undefined })
    let turn = 0
    let isOver = false
    const count = async () => {
      for (; !isOver; turn++) await setImmediate()
    }
    const writes: { begin: number; end: number }[] = []
    const tables: Tables = {
      ...whole,
      async write(...args) {
        const begin = turn
        const results = await whole.write(...args)
        writes.push({ begin, end: turn })
        return results
      },
    }
    const { ask } = await testServer([], { tables })
    const counted = count()
    const rows = Array.from({ length: 12_000 }, (_, n) => `${n}`)
    const { status } = await ask(at('t/import', { format: 'csv' }), { method: 'POST', body: `n\n${rows.join('\n')}\n` })
    isOver = true
    await counted
    expect([status, writes.length]).toEqual([200, 12])
    for (const [index, { begin }] of writes.slice(1).entries()) expect(begin - (writes[index]?.end ?? 0)).toBeGreaterThan(50)
  })

  test('that stops half way says what could not be taken back', async () => {
    const store = createMemoryStore()
    const whole = createTables({ store, clock: systemClock, onTrouble: () => undefined })
    const noRoom = new StoreError('STORE_FULL', 'No room left: nothing was written.')
    const full = () => Promise.reject(noRoom)
    let refusal = noRoom
    let writes = 0
    const tables: Tables = {
      ...whole,
      write: (...args) => (writes++ === 3 ? Promise.reject(refusal) : writes > 3 ? full() : whole.write(...args)),
      delete: () => full(),
    }
    const { ask } = await testServer([], { tables })
    const bring = async (table: string, query: Record<string, string>) => {
      writes = 0
      const rows = Array.from({ length: 11_000 }, (_, n) => `${n},${n}`)
      const answer = await ask(at(`${table}/import`, { format: 'csv', ...query }), { method: 'POST', body: `k,n\n${rows.join('\n')}\n` })
      return { status: answer.status, body: (await answer.json()) as { detail: string } }
    }
    const stopped = 'The import has stopped. There is no room left.'
    const left = 'Of its new records 3000 are in table "new" and could not be deleted again: make room, and delete them.'
    expect(await bring('new', {})).toMatchObject({ status: 507, body: { code: 'STORE_FULL', detail: `${stopped} ${left}` } })
    await whole.create('default', { name: 'old', columns: [{ name: 'k', type: 'number', unique: true }] })
    await whole.write('default', { operations: [{ type: 'insert', table: 'old', record: { k: 2_999 } }] }, {})
    refusal = new StoreError('RECORD_EXISTS', 'It is there.')
    const both = await bring('old', { key: 'k' })
    expect(both).toMatchObject({ status: 422, body: { code: 'IMPORT_INVALID' } })
    expect(both.body.detail).toBe(
      'The import has stopped. It is there (in lines 3002 to 4001). Of its new records 2999 are in table "old" and could not be ' +
        'deleted again: make room, and delete them. 1 record was changed before, and not changed back.',
    )
  })

  test.each([
    ['ndjson', (deep: string) => `{"a":${deep}}\n`],
    ['json', (deep: string) => `[{"a":${deep}}]`],
    ['csv', (deep: string) => `data\n${deep}\n`],
  ])('of what is nested too deep is refused as %s', async (format, textOf) => {
    const { bring, store } = await opened()
    await store.tables.create('default', { name: 't', columns: [{ name: 'data', type: 'json' }] }, 1)
    const refused = await bring('t', { format }, textOf('['.repeat(5_000) + ']'.repeat(5_000)))
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('nested more than 512') } })
  })

  test('by a column that is not unique is refused', async () => {
    const { bring, store } = await opened()
    await store.tables.create('default', { name: 't', columns: [{ name: 'n', type: 'number' }] }, 1)
    expect((await bring('t', { format: 'csv', key: 'n' }, 'n\n1\n')).body.detail).toContain('is not unique')
  })
})

describe('an export', () => {
  test.each(['csv', 'json', 'ndjson'])('as %s is imported again as it was', async (format) => {
    const { bring, take, store, records } = await opened()
    const columns = [
      { name: 'text', type: 'string' },
      { name: 'n', type: 'number' },
      { name: 'day', type: 'date' },
      { name: 'data', type: 'json' },
      { name: 'place', type: 'geoPoint' },
    ] as const
    await store.tables.create('default', { name: 'a', columns }, 1)
    const given = [
      { text: 'x,"y"\n=1', n: -0.5, day: '2027-03-01T00:00:00.000Z', data: { a: [1] }, place: { latitude: 1, longitude: 2 } },
      { text: '', n: 1e21, data: '7' },
      { text: '7', data: false },
    ]
    await store.tables.write('default', { operations: given.map((record) => ({ type: 'insert', table: 'a', record })), at: 1 })
    await store.tables.create('default', { name: 'b', columns }, 1)
    expect(await bring('b', { format }, await take('a', { format }))).toMatchObject({ status: 200, body: { created: 3 } })
    expect(await records('b')).toEqual(await records('a'))
  })

  test.each(['csv', 'json', 'ndjson'])('as %s brings relations with it', async (format) => {
    const { ask, bring, take, store } = await opened()
    const columns = [
      { name: 'name', type: 'string', unique: true },
      { name: 'friends', type: 'relation', table: 'a' },
    ] as const
    for (const name of ['a', 'b']) await store.tables.create('default', { name, columns }, 1)
    const ids = ['018f2c5e1a00000000000001', '018f2c5e1a00000000000002'] as const
    const operations = [
      { type: 'insert', table: 'a', record: { id: ids[0], name: 'x', friends: ids } },
      { type: 'insert', table: 'a', record: { id: ids[1], name: 'y' } },
    ] as const
    await store.tables.write('default', { operations, at: 1 })
    const held = async (table: string) => (await store.tables.query('default', table, { limit: 9, relations: 'ids' })).items
    const text = await take('a', { format })
    expect(await bring('b', { format }, text)).toMatchObject({ status: 200, body: { created: 2 } })
    expect(await held('b')).toEqual(await held('a'))
    await store.tables.write('default', { operations: [{ type: 'update', table: 'b', id: ids[1], changes: { friends: ids } }], at: 1 })
    expect(await bring('b', { format, key: 'name' }, text)).toMatchObject({ body: { updated: 2 } })
    expect(await held('b')).toMatchObject([{ friends: ids }, { friends: [] }])
    const schema = await (await ask('/api/v1/table-schema?data=all')).json()
    for (const name of ['a', 'b']) await store.tables.delete('default', name)
    expect((await ask('/api/v1/table-schema', { method: 'POST', body: JSON.stringify(schema) })).status).toBe(200)
    expect(await held('b')).toMatchObject([{ friends: ids }, { friends: [] }])
  })

  test('gives all that fit, over many pages', async () => {
    const { take, store } = await opened()
    const operations = Array.from({ length: 2_500 }, (_, n) => ({ type: 'insert' as const, table: 't', record: { n } }))
    await store.tables.write('default', { operations, at: 1 })
    const text = await take('t', { format: 'csv', where: '{"n":{"lessThan":2400}}', sort: '-n', select: 'n' })
    const lines = text.trim().split('\r\n')
    expect(lines).toHaveLength(2_401)
    expect([lines[0], lines[1]?.split(',')[1]]).toEqual(['id,n', '2399'])
    expect(JSON.parse(await take('t', { format: 'json' }))).toHaveLength(2_500)
    expect(JSON.parse(await take('t', { format: 'json', where: '{"n":-1}' }))).toEqual([])
  })

  test('of what cannot be asked is refused before it begins', async () => {
    const { ask, store } = await opened()
    expect((await ask(at('none/export', {}))).status).toBe(404)
    await store.tables.create('default', { name: 't', columns: [] }, 1)
    expect((await ask(at('t/export', { where: '{"x":1}' }))).status).toBe(422)
  })
})

test('a schema is applied as a whole: where a name, a column or a record cannot be, nothing of it stays', async () => {
  const { ask, store } = await opened()
  const meta = { format: 'millrace-tables', version: 1 }
  const there = { name: 'there', columns: [{ name: 'a', type: 'string' }] } as const
  await store.tables.create('default', there, 1)
  const good = [
    { name: 'there', columns: [{ name: 'b', type: 'number' }] },
    { name: 'x', columns: [{ name: 'n', type: 'number' }], records: [{ n: 1 }] },
  ]
  for (const wrong of [
    { name: 'y z', columns: [] },
    { name: 'x', columns: [] },
    { name: 'y', columns: [{ name: 'n', type: 'number' }], records: [{ n: 1 }, { n: 'one' }] },
  ]) {
    const answer = await ask('/api/v1/table-schema', { method: 'POST', body: JSON.stringify({ meta, tables: [...good, wrong] }) })
    expect(answer.status, wrong.name).toBeGreaterThanOrEqual(400)
    expect((await store.tables.list('default', { limit: 9 })).items).toMatchObject([there])
  }
  expect((await ask('/api/v1/table-schema', { method: 'POST', body: JSON.stringify({ meta, tables: good }) })).status).toBe(200)
})

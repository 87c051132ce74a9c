import type { JsonObject } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { NewEvent } from '../event-store.ts'
import type { Column, OperationResult, TableChange, TableOperation } from '../table-store.ts'
import { account, otherAccount } from './samples.ts'
import { at, idIn, recordIn, tablesOf } from './table-samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const oddTexts = ['', ' ', "O'Brien", '"; DROP TABLE user_table; --', '%', '_', '\\', '👩‍🚀', 'é', '\u{10ffff}', '{{ secrets.x }}', '`']

export function conformsInRecords(open: OpenStore): void {
  test(
    'the first record makes the table, with the types that its values have',
    withStore(open, async (store) => {
      const { insert } = tablesOf(store)
      const fields = {
        text: 'a',
        amount: 1.5,
        done: true,
        when: '2027-01-01T00:00:00.000Z',
        list: [1, { a: null }],
        place: { latitude: 52.5, longitude: 13.4 },
        constructor: 'c',
      }
      const [record] = await insert('Note', { ...fields, nothing: null })
      expect(record).toStrictEqual({ id: expect.stringMatching(/^[0-9a-f]{24}$/), ...fields, createdAt: iso(at), updatedAt: iso(at) })
      const table = await store.tables.get(account, 'Note')
      expect(table?.columns.map(({ type }) => type)).toEqual(['string', 'number', 'boolean', 'date', 'json', 'geoPoint', 'string'])
      expect(await store.tables.record(account, 'Note', idIn(record))).toStrictEqual(record)
      const [next] = await insert('Note', { more: 1 })
      expect(next).toMatchObject({ more: 1, text: null })
      await expect(store.tables.record(otherAccount, 'Note', idIn(record))).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' })
    }),
  )

  test(
    'ids are unique and in the order of creation',
    withStore(open, async (store) => {
      const { insert } = tablesOf(store)
      const records = await insert('n', ...Array.from({ length: 2_000 }, (_, n) => ({ n })))
      const later = await store.tables.write(account, { operations: [{ type: 'insert', table: 'n', record: {} }], at: at - 1_000 })
      const ids = [...records.map(idIn), idIn(recordIn(later[0]))]
      expect([...new Set(ids)].sort()).toEqual(ids)
    }),
  )

  test(
    'columns may be called like what every object has',
    withStore(open, async (store) => {
      const { create, write, find } = tablesOf(store)
      await create('odd', [
        { name: 'valueOf', type: 'string', unique: true },
        { name: 'constructor', type: 'string', required: true },
      ])
      const upsert = (record: JsonObject) => write({ type: 'upsert', table: 'odd', by: 'valueOf', record })
      await expect(upsert({ constructor: 'a' })).rejects.toMatchObject({
        code: 'RECORD_INVALID',
        message: expect.stringContaining('"valueOf"'),
      })
      await expect(upsert({ valueOf: 'x' })).rejects.toMatchObject({ message: expect.stringContaining('"constructor" is required') })
      await upsert({ valueOf: 'x', constructor: 'a' })
      await upsert({ valueOf: 'x', constructor: 'b' })
      expect(await find('odd', { constructor: 'b' }, 'valueOf')).toEqual(['x'])
    }),
  )

  test(
    'any text is kept and found as it is',
    withStore(open, async (store) => {
      const { insert, find } = tablesOf(store)
      await insert('odd', ...oddTexts.map((text) => ({ text, data: { [text]: text } })))
      expect(await find('odd', {}, 'text')).toEqual(oddTexts)
      for (const text of oddTexts) expect(await find('odd', { text }, 'data')).toEqual([{ [text]: text }])
      await expect(insert('odd', { text: 'a\u0000b' })).rejects.toMatchObject({ code: 'RECORD_INVALID' })
      await expect(insert('odd', { text: '\ud800' })).rejects.toMatchObject({ code: 'RECORD_INVALID' })
      await expect(insert('odd', { 'a"; --': 1 })).rejects.toMatchObject({ code: 'COLUMN_INVALID' })
      await expect(insert('odd', JSON.parse('{"__proto__": 1}'))).rejects.toMatchObject({ code: 'COLUMN_INVALID' })
      expect(await find('odd', {}, 'text')).toHaveLength(oddTexts.length)
    }),
  )

  test.each<[Column['type'], unknown]>([
    ['string', 1],
    ['number', '1'],
    ['boolean', 1],
    ['date', 'soon'],
    ['date', '2027-02-30'],
    ['date', '2027-01-01T10:00'],
    ['date', 5],
    ['pointer', 'abc'],
    ['geoPoint', { latitude: 91, longitude: 0 }],
    ['file', { name: 'a' }],
    ['relation', ['a']],
  ])('a column of type %s refuses %j', (type, value) =>
    withStore(open, async (store) => {
      const { create, insert } = tablesOf(store)
      await create('t', [{ name: 'v', type, ...((type === 'pointer' || type === 'relation') && { table: 't' }) }])
      const refused = { code: 'RECORD_INVALID', message: expect.stringContaining('"v"') }
      await expect(insert('t', { v: value as string })).rejects.toMatchObject(refused)
    })(),
  )

  test(
    'updates leave what they do not name, and one that changes nothing leaves all',
    withStore(open, async (store) => {
      const { create, insert } = tablesOf(store)
      await create('t', [{ name: 'a', type: 'number', required: true }])
      const [record] = await insert('t', { a: 1, b: 'x' })
      const id = idIn(record)
      const update = async (changes: object, time: number) => {
        const operations = [{ type: 'update', table: 't', id, changes: changes as { a: number } }] as const
        return recordIn((await store.tables.write(account, { operations, at: time }))[0])
      }
      expect(await update({ a: 2 }, at + 5)).toEqual({ ...record, a: 2, updatedAt: iso(at + 5) })
      expect(await update({ b: null, c: true }, at + 6)).toMatchObject({ a: 2, b: null, c: true, updatedAt: iso(at + 6) })
      expect(await update({ ...(await store.tables.record(account, 't', id)) }, at + 9)).toMatchObject({ updatedAt: iso(at + 6) })
      await expect(update({ a: null }, at)).rejects.toMatchObject({ code: 'RECORD_INVALID' })
      await expect(update({ id: 'x' }, at)).rejects.toMatchObject({ code: 'RECORD_INVALID' })
      const missing = { type: 'update', table: 't', id: 'f'.repeat(24), changes: {} } as const
      await expect(store.tables.write(account, { operations: [missing], at })).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' })
    }),
  )

  test(
    'all operations of a write are made, or none',
    withStore(open, async (store) => {
      const { create, write, insert, find } = tablesOf(store)
      await create('t', [{ name: 'name', type: 'string', unique: true }])
      await insert('t', { name: 'a' })
      const operations = ['b', 'a', 'c'].map((name) => ({ type: 'insert', table: 't', record: { name, n: 1 } }) as const)
      await expect(write(...operations, { type: 'insert', table: 'made', record: {} })).rejects.toMatchObject({ code: 'RECORD_EXISTS' })
      expect(await find('t', {})).toEqual(['a'])
      expect((await store.tables.get(account, 't'))?.columns).toHaveLength(1)
      expect(await store.tables.get(account, 'made')).toBeUndefined()
      const results = await store.tables.write(account, { operations, at, mode: 'alone' })
      expect(results).toMatchObject([{ record: { name: 'b' } }, { error: { code: 'RECORD_EXISTS' } }, { record: { name: 'c' } }])
      expect(await find('t', {})).toEqual(['a', 'b', 'c'])
    }),
  )

  test(
    'the same key writes once, and gives the same results again, also after the store was opened again',
    withStore(open, async (store, { reopen }) => {
      const { insert } = tablesOf(store)
      const [one] = await insert('t', { n: null, name: 'a' })
      const write = { operations: [{ type: 'increment', table: 't', id: idIn(one), by: { n: 1 } }], at, key: 'e1:add' } as const
      const first = await store.tables.write(account, write)
      const again = reopen === undefined ? store : await reopen()
      expect(await again.tables.write(account, write)).toEqual(first)
      expect(first).toMatchObject([{ record: { n: 1 } }])
      expect(await again.tables.write(account, { ...write, key: 'e1:other' })).toMatchObject([{ record: { n: 2 } }])
      expect(await again.tables.forgetKeys(at, 10)).toBe(0)
      expect(await again.tables.forgetKeys(at + 1, 1)).toBe(1)
      expect(await again.tables.forgetKeys(at + 1, 10)).toBe(1)
    }),
  )

  test(
    'of writes at the same time each is made or fails by itself',
    withStore(open, async (store) => {
      const { create, insert, find } = tablesOf(store)
      await create('t', [{ name: 'name', type: 'string', unique: true }])
      const names = ['a', 'b', 'a', 'c', 'b', 'd']
      const outcomes = await Promise.allSettled(names.map((name) => insert('t', { name }, { name: `${name}${name}` })))
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
      expect(await find('t', {})).toEqual(['a', 'aa', 'b', 'bb', 'c', 'cc', 'd', 'dd'])
      await Promise.allSettled([insert('u', { n: 1 }), insert('u', { n: 'one', m: 1 }), insert('u', { n: 2, k: true })])
      expect((await store.tables.get(account, 'u'))?.columns.map(({ name }) => name)).toEqual(['n', 'k'])
      expect(await find('u', { k: true }, 'n')).toEqual([2])
    }),
  )

  test(
    'of results that are many the ids are kept: again they come as the records are by then',
    withStore(open, async (store) => {
      const { write } = tablesOf(store)
      const operations = Array.from(
        { length: 1_000 },
        (_, n) => ({ type: 'insert', table: 't', record: { n, text: 'x'.repeat(100) } }) as const,
      )
      const again = () => store.tables.write(account, { operations, at, key: 'many' })
      const first = await again()
      expect(await again()).toEqual(first)
      await write({ type: 'update', table: 't', id: idIn(recordIn(first[1])), changes: { n: -1 } })
      await write({ type: 'delete', table: 't', id: idIn(recordIn(first[2])) })
      expect((await again()).slice(0, 3)).toMatchObject([
        { record: { n: 0 }, isNew: true },
        { record: { n: -1 } },
        { record: { id: idIn(recordIn(first[2])) } },
      ])
      expect(await store.tables.count(account, 't')).toBe(999)
    }),
  )

  test(
    'increments at the same time lose nothing',
    withStore(open, async (store) => {
      const { insert, write } = tablesOf(store)
      const [one] = await insert('t', { name: 'a' })
      const increment = { type: 'increment', table: 't', id: idIn(one), by: { n: 2, m: -1 } } as const
      await Promise.all(Array.from({ length: 50 }, () => write(increment)))
      expect(await store.tables.record(account, 't', idIn(one))).toMatchObject({ n: 100, m: -50 })
      await expect(write({ ...increment, by: { name: 1 } })).rejects.toMatchObject({ code: 'RECORD_INVALID' })
      await expect(
        write({ ...increment, by: { n: Number.MAX_VALUE } }, { ...increment, by: { n: Number.MAX_VALUE } }),
      ).rejects.toMatchObject({
        code: 'RECORD_INVALID',
      })
    }),
  )

  test(
    'a key belongs to the request that it came with, however much that gave',
    withStore(open, async (store) => {
      for (const count of [1, 2_000]) {
        const operations: readonly TableOperation[] = Array.from({ length: count }, () => ({
          type: 'insert',
          table: 't',
          record: { a: 1 },
        }))
        const write = { operations, at, key: `k${count}` }
        const first = await store.tables.write(account, { ...write, request: 'one' })
        await expect(store.tables.write(account, { ...write, request: 'other' })).rejects.toMatchObject({ code: 'WRITE_KEY_REUSED' })
        expect(await store.tables.write(account, { ...write, request: 'one' })).toEqual(first)
        expect(await store.tables.write(account, write)).toEqual(first)
      }
      expect(await store.tables.count(account, 't')).toBe(2_001)
    }),
  )

  test(
    'a record that names a relation makes it hold just that, and others leave it as it is',
    withStore(open, async (store) => {
      const { create, insert, write } = tablesOf(store)
      const [a = '', b = '', c = ''] = (await insert('tag', {}, {}, {})).map(idIn)
      await create('post', [
        { name: 'slug', type: 'string', unique: true },
        { name: 'tags', type: 'relation', table: 'tag' },
      ])
      const [post] = await insert('post', { slug: 'x', tags: [a, { id: b }, a] })
      const id = idIn(post)
      const held = async () => (await store.tables.query(account, 'post', { limit: 1, relations: 'ids' })).items[0]?.tags
      expect(await held()).toEqual([a, b])
      await write({ type: 'update', table: 'post', id, changes: { slug: 'y' } })
      expect(await held()).toEqual([a, b])
      await write({ type: 'upsert', table: 'post', by: 'slug', record: { slug: 'y', tags: [c, b] } })
      expect(await held()).toEqual([b, c])
      await expect(write({ type: 'update', table: 'post', id, changes: { tags: ['x'], slug: 'z' } })).rejects.toMatchObject({
        code: 'RECORD_INVALID',
      })
      await write({ type: 'update-where', table: 'post', where: { slug: 'y' }, changes: { tags: null } })
      expect(await held()).toEqual([])
      const many = Array.from({ length: 10_001 }, () => a)
      await expect(write({ type: 'update', table: 'post', id, changes: { tags: many } })).rejects.toMatchObject({ code: 'TABLE_LIMIT' })
    }),
  )

  test(
    'a write that adds nothing makes no table and no column',
    withStore(open, async (store) => {
      const { create } = tablesOf(store)
      await create('t', [{ name: 'k', type: 'string', unique: true }])
      const write = (...operations: readonly TableOperation[]) => store.tables.write(account, { operations, at, adds: 'nothing' })
      await write({ type: 'insert', table: 't', record: { k: 'a', other: null } })
      for (const operation of [
        { type: 'insert', table: 't', record: { other: 1 } },
        { type: 'upsert', table: 't', by: 'k', record: { k: 'a', other: 1 } },
        { type: 'upsert', table: 't', by: 'other', record: { other: 1 } },
      ] as const) {
        await expect(write(operation)).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN', message: expect.stringContaining('"other"') })
      }
      await expect(write({ type: 'insert', table: 'new', record: {} })).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' })
      expect(await store.tables.get(account, 't')).toMatchObject({ columns: [{ name: 'k' }] })
    }),
  )

  test(
    'upsert goes by a unique column; what has no such column is refused',
    withStore(open, async (store) => {
      const { create, write, find } = tablesOf(store)
      await create('t', [{ name: 'name', type: 'string', unique: true }])
      const upsert = (n: number) => write({ type: 'upsert', table: 't', by: 'name', record: { name: 'a', n } })
      expect(await upsert(1)).toMatchObject([{ record: { n: 1 }, isNew: true }])
      expect(await upsert(2)).toMatchObject([{ record: { n: 2 }, isNew: false }])
      expect(await find('t', {}, 'n')).toEqual([2])
      expect(await write({ type: 'upsert', table: 'made', by: 'key', record: { key: 1 } })).toMatchObject([{ isNew: true }])
      expect(await store.tables.get(account, 'made')).toMatchObject({ columns: [{ name: 'key', type: 'number', unique: true }] })
      await expect(write({ type: 'upsert', table: 't', by: 'n', record: { n: 1 } })).rejects.toMatchObject({ code: 'COLUMN_INVALID' })
      await expect(write({ type: 'upsert', table: 't', by: 'name', record: { n: 1 } })).rejects.toMatchObject({ code: 'RECORD_INVALID' })
    }),
  )

  test(
    'records are changed and deleted by a condition, whether or not the rows must be looked at',
    withStore(open, async (store) => {
      const { insert, write, find } = tablesOf(store)
      await insert('t', ...['ab', 'b', 'ac'].map((name) => ({ name })))
      expect(await write({ type: 'update-where', table: 't', where: { name: { $regex: '^a' } }, changes: { n: 1 } })).toEqual([
        { count: 2 },
      ])
      expect(await write({ type: 'update-where', table: 't', where: { n: 1 }, changes: { n: 2 } })).toEqual([{ count: 2 }])
      const both: readonly OperationResult[] = await write(
        { type: 'delete-where', table: 't', where: { name: { $regex: 'c$' } } },
        { type: 'delete-where', table: 't', where: { n: null } },
      )
      expect(both).toEqual([{ count: 1 }, { count: 1 }])
      expect(await find('t', {})).toEqual(['ab'])
    }),
  )

  test(
    'the events of changes are appended with them or not at all, and only where something has changed',
    withStore(open, async (store) => {
      const { create } = tablesOf(store)
      await create('t', [{ name: 'name', type: 'string', unique: true }])
      const emits = ({ type, table, record, before }: TableChange): NewEvent => ({
        account,
        id: `${String(record.id)} ${type} ${String(record.updatedAt)}`,
        name: `table.${table}.${type}`,
        data: { record, ...(before && { before }) },
        at,
        source: {},
        depth: 1,
      })
      const upsert = (n: number): TableOperation => ({ type: 'upsert', table: 't', by: 'name', record: { name: 'a', n } })
      const write = (operations: readonly TableOperation[], mode?: 'alone') =>
        store.tables.write(account, { operations, at: at + operations.length, emits, ...(mode && { mode }) })
      const told = async () => (await store.events.list(account, {}, { limit: 9 })).items.map(({ name }) => name).reverse()

      await write([upsert(1)])
      await write([upsert(1)])
      const insert: TableOperation = { type: 'insert', table: 't', record: { name: 'b' } }
      await expect(write([insert, insert])).rejects.toMatchObject({ code: 'RECORD_EXISTS' })
      expect(await told()).toEqual(['table.t.created'])
      await write([upsert(2), insert, insert], 'alone')
      await write([{ type: 'delete-where', table: 't', where: { name: 'a' } }])
      expect(await told()).toEqual(['table.t.created', 'table.t.updated', 'table.t.created', 'table.t.deleted'])
      const { items } = await store.events.list(account, { name: 'table.t.updated' }, { limit: 1 })
      expect(items[0]?.data).toMatchObject({ record: { n: 2 }, before: { n: 1 } })
    }),
  )

  test(
    'a record that comes from elsewhere keeps its id and times',
    withStore(open, async (store) => {
      const { insert } = tablesOf(store)
      const record = { id: '0123456789abcdef01234567', createdAt: '2020-01-01T00:00:00.000Z', updatedAt: '2021-01-01T00:00:00.000Z' }
      expect(await insert('t', record)).toEqual([record])
      await expect(insert('t', record)).rejects.toMatchObject({ code: 'RECORD_EXISTS' })
    }),
  )
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

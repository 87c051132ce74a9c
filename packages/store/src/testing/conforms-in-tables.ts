import { expect, test } from 'vitest'
import type { Column, ColumnChange } from '../table-store.ts'
import { account, otherAccount } from './samples.ts'
import { at, tablesOf } from './table-samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const everyType: readonly Column[] = [
  { name: 'text', type: 'string', required: true, default: 'none' },
  { name: 'amount', type: 'number', index: true },
  { name: 'done', type: 'boolean', default: false },
  { name: 'on', type: 'date' },
  { name: 'data', type: 'json' },
  { name: 'file', type: 'file' },
  { name: 'owner', type: 'pointer', table: 'person' },
  { name: 'tags', type: 'relation', table: 'tag' },
  { name: 'place', type: 'geoPoint' },
  { name: 'code', type: 'string', unique: true, search: true },
]

export function conformsInTables(open: OpenStore): void {
  test(
    'a table is there as it was made, also in a store opened again, and only in its account',
    withStore(open, async (store, { reopen }) => {
      const made = await store.tables.create(account, { name: 'order', columns: everyType, isLocked: true }, at)
      expect(made).toEqual({ name: 'order', columns: everyType, isLocked: true, createdAt: at, updatedAt: at })
      const again = reopen === undefined ? store : await reopen()
      expect(await again.tables.get(account, 'order')).toEqual(made)
      expect(await again.tables.get(otherAccount, 'order')).toBeUndefined()
      await expect(again.tables.create(account, { name: 'order', columns: [] }, at)).rejects.toMatchObject({ code: 'TABLE_EXISTS' })
      await again.tables.create(otherAccount, { name: 'order', columns: [] }, at)
      expect(await again.tables.delete(account, 'order')).toBe(0)
      expect(await again.tables.delete(account, 'order')).toBeUndefined()
      expect(await again.tables.get(otherAccount, 'order')).toBeDefined()
    }),
  )

  test(
    'list goes by name, page by page',
    withStore(open, async (store) => {
      for (const name of ['b', 'a', 'c']) await store.tables.create(account, { name, columns: [] }, at)
      await store.tables.create(otherAccount, { name: 'ab', columns: [] }, at)
      const first = await store.tables.list(account, { limit: 2 })
      expect(first.items.map(({ name }) => name)).toEqual(['a', 'b'])
      const next = await store.tables.list(account, { limit: 2, cursor: first.nextCursor ?? '' })
      expect(next).toMatchObject({ items: [{ name: 'c' }] })
      expect(next.nextCursor).toBeUndefined()
    }),
  )

  test.each<[string, string, readonly Column[]]>([
    ['a name with a quote', 'a"b', []],
    ['an empty name', '', []],
    ['a name with a dot', 'a.b', []],
    ['a long name', 'a'.repeat(64), []],
    ['a column with the name of a system column', 'a', [{ name: 'createdAt', type: 'date' }]],
    ['a column with a name that has a meaning', 'a', [{ name: 'or', type: 'number' }]],
    ['a column twice', 'a', [everyType[1] as Column, everyType[1] as Column]],
    ['a pointer to nowhere', 'a', [{ name: 'p', type: 'pointer' }]],
    ['a unique json', 'a', [{ name: 'p', type: 'json', unique: true }]],
    ['a default of another type', 'a', [{ name: 'n', type: 'number', default: 'x' }]],
    ['an unknown type', 'a', [{ name: 'n', type: 'money' as 'number' }]],
  ])('%s is refused', (_, name, columns) =>
    withStore(open, async (store) => {
      await expect(store.tables.create(account, { name, columns }, at)).rejects.toMatchObject({ name: 'StoreError', status: 422 })
      expect((await store.tables.list(account, { limit: 9 })).items).toEqual([])
    })(),
  )

  test(
    'columns are added, renamed, set and removed with what they hold',
    withStore(open, async (store) => {
      const { insert, find } = tablesOf(store)
      await insert('item', { name: 'a', price: 1 }, { name: 'b', price: 2 })
      const change = (...changes: readonly ColumnChange[]) => store.tables.change(account, 'item', changes, { at: at + 1 })
      const { table } = await change(
        { type: 'add', column: { name: 'stock', type: 'number', required: true, default: 7 } },
        { type: 'rename', column: 'price', to: 'cost' },
        { type: 'set', column: 'name', unique: true, search: true },
      )
      expect(table).toMatchObject({
        updatedAt: at + 1,
        columns: [{ name: 'name', unique: true, search: true }, { name: 'cost' }, { name: 'stock' }],
      })
      expect(await find('item', { cost: 2 })).toEqual(['b'])
      expect(await find('item', { stock: 7 })).toEqual(['a', 'b'])
      expect(await find('item', { name: { search: 'B' } })).toEqual(['b'])
      await expect(insert('item', { name: 'a' })).rejects.toMatchObject({ code: 'RECORD_EXISTS' })
      await change({ type: 'lock' }, { type: 'rename-table', to: 'thing' })
      await expect(insert('thing', { nme: 'x' })).rejects.toMatchObject({
        code: 'COLUMN_UNKNOWN',
        message: expect.stringContaining('"name"'),
      })
      expect(await store.tables.get(account, 'item')).toBeUndefined()
    }),
  )

  test(
    'a change that would lose values says which, and is made only when that is asked for',
    withStore(open, async (store) => {
      const { insert, find } = tablesOf(store)
      const [, second] = await insert('item', { code: '1' }, { code: 'two' }, { code: '3.5' })
      const retype: ColumnChange = { type: 'retype', column: 'code', to: 'number' }
      const loss = { change: retype, count: 1, examples: [{ id: second?.id, value: 'two' }], isDiscardable: true }
      const preview = await store.tables.change(account, 'item', [retype], { at, isPreview: true })
      expect(preview).toMatchObject({ losses: [loss], table: { columns: [{ name: 'code', type: 'number' }] } })
      await expect(store.tables.change(account, 'item', [retype], { at })).rejects.toMatchObject({
        code: 'TABLE_CHANGE_LOSES',
        status: 409,
      })
      expect(await find('item', {}, 'code')).toEqual(['1', 'two', '3.5'])
      await store.tables.change(account, 'item', [retype], { at, discards: true })
      expect(await find('item', {}, 'code')).toEqual([1, null, 3.5])
      const remove: ColumnChange = { type: 'remove', column: 'code' }
      await expect(store.tables.change(account, 'item', [remove], { at })).rejects.toMatchObject({ code: 'TABLE_CHANGE_LOSES' })
      await store.tables.change(account, 'item', [remove], { at, discards: true })
      expect(await find('item', {}, 'code')).toEqual([null, null, null])
    }),
  )

  test(
    'a number that is no date that could be given back does not become one',
    withStore(open, async (store) => {
      const { insert, find } = tablesOf(store)
      await insert('item', { n: 0 }, { n: 253_402_300_800_000 }, { n: 1.5 })
      const retype: ColumnChange = { type: 'retype', column: 'n', to: 'date' }
      expect((await store.tables.change(account, 'item', [retype], { at, isPreview: true })).losses).toMatchObject([{ count: 2 }])
      await store.tables.change(account, 'item', [retype], { at, discards: true })
      expect(await find('item', {}, 'n')).toEqual(['1970-01-01T00:00:00.000Z', null, null])
      for (const n of ['9999-12-31T23:59:59-10:00', '0000-12-31'])
        await expect(insert('item', { n })).rejects.toMatchObject({ code: 'RECORD_INVALID' })
    }),
  )

  test(
    'what records stand against is not made, not even with losses allowed',
    withStore(open, async (store) => {
      const { insert } = tablesOf(store)
      await insert('item', { a: 1, b: 1 }, { a: 1 })
      for (const change of [
        { type: 'set', column: 'a', unique: true },
        { type: 'set', column: 'b', required: true },
        { type: 'add', column: { name: 'c', type: 'string', required: true } },
      ] as const) {
        const { losses } = await store.tables.change(account, 'item', [change], { at, isPreview: true })
        expect(losses).toMatchObject([{ isDiscardable: false }])
        await expect(store.tables.change(account, 'item', [change], { at, discards: true })).rejects.toMatchObject({
          code: 'TABLE_CHANGE_LOSES',
        })
      }
      expect((await store.tables.get(account, 'item'))?.columns).toEqual([
        { name: 'a', type: 'number' },
        { name: 'b', type: 'number' },
      ])
    }),
  )

  test.each<[Column['type'], Column['type'], unknown, unknown]>([
    ['number', 'string', 1.5, '1.5'],
    ['boolean', 'string', true, 'true'],
    ['string', 'boolean', 'false', false],
    ['date', 'number', '2027-01-01T00:00:00.000Z', 1798761600000],
    ['number', 'date', 1798761600000, '2027-01-01T00:00:00.000Z'],
    ['date', 'string', '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['string', 'json', 'a', 'a'],
    ['json', 'string', { a: [1] }, '{"a":[1]}'],
    ['geoPoint', 'json', { latitude: 1, longitude: 2 }, { latitude: 1, longitude: 2 }],
    ['json', 'geoPoint', { latitude: 1, longitude: 2 }, { latitude: 1, longitude: 2 }],
  ])('%s becomes %s without loss', (from, to, value, converted) =>
    withStore(open, async (store) => {
      const { create, insert, find } = tablesOf(store)
      await create('item', [{ name: 'v', type: from }])
      await insert('item', { v: value as string }, {})
      await store.tables.change(account, 'item', [{ type: 'retype', column: 'v', to }], { at })
      expect(await find('item', {}, 'v')).toEqual([converted, null])
    })(),
  )
}

import type { Json, JsonObject } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import type { TableChange, TableRecord } from '../table-store.ts'
import { account, otherAccount } from './samples.ts'
import { at, idIn, tablesOf } from './table-samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

/** By name, so that what a condition finds can be read: ada bob cem dee. */
async function people(store: Store): Promise<Readonly<Record<string, string>>> {
  const { create, insert, write } = tablesOf(store)
  await create('city', [{ name: 'name', type: 'string' }])
  await create('person', [
    { name: 'name', type: 'string', unique: true },
    { name: 'age', type: 'number', index: true },
    { name: 'active', type: 'boolean' },
    { name: 'born', type: 'date' },
    { name: 'bio', type: 'string', search: true },
    { name: 'data', type: 'json' },
    { name: 'at', type: 'geoPoint' },
    { name: 'home', type: 'pointer', table: 'city' },
    { name: 'friends', type: 'relation', table: 'person' },
  ])
  const [berlin, rome] = (await insert('city', { name: 'Berlin' }, { name: 'Rome' })).map(idIn)
  const [ada, bob, cem, dee] = (
    await insert(
      'person',
      {
        name: 'ada',
        age: 36,
        active: true,
        born: '1990-12-10',
        bio: 'Writes 100% of the_code, élan',
        home: berlin ?? '',
        at: { latitude: 52.52, longitude: 13.4 },
        data: { tags: ['x', { y: 1 }], deep: { n: 5, s: 'five' } },
      },
      {
        name: 'bob',
        age: 7,
        active: false,
        bio: 'A100zz of thexcode',
        home: rome ?? '',
        at: { latitude: 41.9, longitude: 12.5 },
        data: [1, 2],
      },
      { name: 'cem', age: null, bio: 'Abz', data: 'text' },
      { name: 'dee', age: 36, born: '2001-01-01T00:00:00Z', at: { latitude: 0, longitude: 179.9 } },
    )
  ).map(idIn)
  const link = { type: 'add-relation', table: 'person', id: ada ?? '', column: 'friends', targets: [bob ?? '', cem ?? ''] } as const
  await write(link, link)
  return { ada: ada ?? '', bob: bob ?? '', cem: cem ?? '', dee: dee ?? '', berlin: berlin ?? '', rome: rome ?? '' }
}

const cases: readonly (readonly [JsonObject, string])[] = [
  [{}, 'ada bob cem dee'],
  [{ age: 36 }, 'ada dee'],
  [{ age: null }, 'cem'],
  [{ age: { equalTo: 7 } }, 'bob'],
  [{ age: { $eq: null } }, 'cem'],
  [{ age: { notEqualTo: 36 } }, 'bob cem'],
  [{ age: { $ne: null } }, 'ada bob dee'],
  [{ age: { greaterThan: 7 } }, 'ada dee'],
  [{ age: { $gte: 7, $lt: 36 } }, 'bob'],
  [{ age: { lessThanOrEqualTo: 36 } }, 'ada bob dee'],
  [{ age: { containedIn: [7, null] } }, 'bob cem'],
  [{ age: { $in: [] } }, ''],
  [{ age: { notContainedIn: [36] } }, 'bob cem'],
  [{ age: { $nin: [36, null] } }, 'bob'],
  [{ age: { $nin: [] } }, 'ada bob cem dee'],
  [{ age: { exists: false } }, 'cem'],
  [{ age: { $exists: true } }, 'ada bob dee'],
  [{ age: { not: { $gt: 7 } } }, 'bob cem'],
  [{ active: true }, 'ada'],
  [{ active: { $ne: true } }, 'bob cem dee'],
  [{ born: '1990-12-10T00:00:00Z' }, 'ada'],
  [{ born: { greaterThan: '2000-01-01' } }, 'dee'],
  [{ createdAt: { $exists: true }, name: { $gt: 'bob' } }, 'cem dee'],
  [{ bio: { contains: '100%' } }, 'ada'],
  [{ bio: { contains: 'the_' } }, 'ada'],
  [{ bio: { startsWith: 'A' } }, 'bob cem'],
  [{ bio: { startsWith: '' } }, 'ada bob cem'],
  [{ bio: { endsWith: 'code' } }, 'bob'],
  [{ bio: { endsWith: '' } }, 'ada bob cem'],
  [{ bio: { matchesRegex: '^A.*z$' } }, 'cem'],
  [{ bio: { $regex: '^a.*Z$', $options: 'i' } }, 'cem'],
  [{ bio: { not: { $regex: '^A' } } }, 'ada dee'],
  [{ bio: { search: 'OF elan' } }, 'ada'],
  [{ bio: { search: 'of the*' } }, 'ada bob'],
  [{ bio: { not: { search: 'of' } } }, 'cem dee'],
  [{ or: [{ age: 7 }, { name: 'dee' }] }, 'bob dee'],
  [{ $or: [{ age: 36, $and: [{ $or: [{ name: 'ada' }, { name: 'bob' }] }] }, { active: false }] }, 'ada bob'],
  [{ $nor: [{ age: 36 }, { name: 'bob' }] }, 'cem'],
  [{ not: { age: 36, name: 'ada' } }, 'bob cem dee'],
  [{ not: { not: { age: 7 } } }, 'bob'],
  [{ or: [] }, ''],
  [{ and: [] }, 'ada bob cem dee'],
  [{ or: [{ bio: { $regex: 'z$' } }, { age: 36 }] }, 'ada cem dee'],
  [{ data: { equalTo: { deep: { s: 'five', n: 5 }, tags: ['x', { y: 1 }] } } }, 'ada'],
  [{ data: { contains: 2 } }, 'bob'],
  [{ data: 'text' }, 'cem'],
  [{ data: null }, 'dee'],
  [{ data: { exists: true } }, 'ada bob cem'],
  [{ 'data.deep.n': { $gt: 4 } }, 'ada'],
  [{ 'data.deep.n': { $gt: '4' } }, ''],
  [{ 'data.deep.s': { startsWith: 'f' } }, 'ada'],
  [{ 'data.tags': { contains: { y: 1 } } }, 'ada'],
  [{ 'data.0': 1 }, 'bob'],
  [{ 'data.deep': { exists: false } }, 'bob cem dee'],
  [{ at: { equalTo: { latitude: 41.9, longitude: 12.5 } } }, 'bob'],
  [{ at: { nearSphere: { latitude: 52, longitude: 13, maxKilometers: 100 } } }, 'ada'],
  [{ at: { not: { nearSphere: { latitude: 52, longitude: 13, maxKilometers: 100 } } } }, 'bob cem dee'],
  [{ at: { nearSphere: { latitude: 0, longitude: -179.9, maxKilometers: 30 } } }, 'dee'],
  [{ at: { withinBox: { southwest: { latitude: 40, longitude: 10 }, northeast: { latitude: 60, longitude: 14 } } } }, 'ada bob'],
  [{ at: { withinBox: { southwest: { latitude: -1, longitude: 170 }, northeast: { latitude: 1, longitude: -170 } } } }, 'dee'],
  [{ home: { matchesQuery: { where: { name: 'Rome' } } } }, 'bob'],
  [{ home: { matchesQuery: { table: 'city', where: { name: { $regex: 'r' } } } } }, 'ada'],
  [{ home: { not: { matchesQuery: { where: { name: 'Rome' } } } } }, 'ada cem dee'],
  [{ friends: { exists: true } }, 'ada'],
  [{ friends: { matchesQuery: { where: { age: 7 } } } }, 'ada'],
  [{ friends: { matchesQuery: { where: { bio: { $regex: 'nothing' } } } } }, ''],
]

const refused: readonly (readonly [JsonObject, string])[] = [
  [{ age: { near: 1 } }, 'near'],
  [{ age: { greterThan: 1 } }, 'greaterThan'],
  [{ age: { in: [36] } }, 'did you mean "containedIn"?'],
  [{ age: '36' }, 'age'],
  [{ age: { $gt: null } }, 'age'],
  [{ age: {} }, 'age'],
  [{ age: { contains: 'x' } }, 'number'],
  [{ $where: '1' }, '$where'],
  [{ or: { age: 1 } }, 'or'],
  [{ and: [1] }, 'object'],
  [{ agee: 1 }, '"age"'],
  [{ 'age.x': 1 }, 'age.x'],
  [{ 'name"; DROP TABLE user_table; --': 1 }, 'DROP'],
  [{ age: { $in: 5 } }, 'list'],
  [{ bio: { $regex: '(' } }, '$regex'],
  [{ bio: { $regex: 'a', $options: 'g' } }, 'options'],
  [{ bio: { $options: 'i' } }, 'options'],
  [{ name: { search: 'a' } }, 'indexed'],
  [{ bio: { search: ' % ' } }, 'word'],
  [{ home: { matchesQuery: { where: { nme: 1 } } } }, '"name"'],
  [{ home: { matchesQuery: { table: 'person' } } }, 'city'],
  [{ home: { pointsTo: 'x' } }, 'id'],
  [{ born: { $gt: 'yesterday' } }, 'born'],
  [{ at: { nearSphere: { latitude: 1, longitude: 2 } } }, 'maxKilometers'],
  [{ relatedTo: { table: 'person' } }, 'relatedTo'],
]

export function conformsInTableQueries(open: OpenStore): void {
  test(
    'conditions find what they say, with null, text, JSON, points and links',
    withStore(open, async (store) => {
      await people(store)
      const { find } = tablesOf(store)
      for (const [where, names] of cases) {
        expect((await find('person', where)).join(' '), JSON.stringify(where)).toBe(names)
        expect(await store.tables.count(account, 'person', where), JSON.stringify(where)).toBe(names === '' ? 0 : names.split(' ').length)
        const turned = await find('person', { not: where })
        expect(turned.length, `not ${JSON.stringify(where)}`).toBe(4 - (names === '' ? 0 : names.split(' ').length))
      }
    }),
  )

  test(
    'pointers and relations lead both ways',
    withStore(open, async (store) => {
      const { ada, bob, cem, rome } = await people(store)
      const { find, write } = tablesOf(store)
      const id = { ada: ada ?? '', bob: bob ?? '', cem: cem ?? '', rome: rome ?? '' }
      expect(await find('person', { home: id.rome })).toEqual(['bob'])
      expect(await find('person', { home: { pointsTo: { id: id.rome } } })).toEqual(['bob'])
      expect(await find('person', { friends: { contains: id.cem } })).toEqual(['ada'])
      const related = { relatedTo: { table: 'person', id: id.ada, column: 'friends' } }
      expect(await find('person', related)).toEqual(['bob', 'cem'])
      expect(await find('person', { ...related, bio: { $regex: 'z$' } })).toEqual(['cem'])
      expect(await find('person', { $nor: [related] })).toEqual(['ada', 'dee'])
      const unlink = { type: 'remove-relation', table: 'person', id: id.ada, column: 'friends', targets: [id.bob, id.bob] } as const
      await write(unlink, unlink)
      expect(await find('person', related)).toEqual(['cem'])
      await write({ type: 'delete', table: 'person', id: id.ada })
      expect(await find('person', related)).toEqual([])
    }),
  )

  test(
    'what cannot be understood is refused, naming the place',
    withStore(open, async (store) => {
      await people(store)
      const { find } = tablesOf(store)
      for (const [where, named] of refused) {
        const error = await find('person', where).then(
          () => 'found',
          (thrown: unknown) => thrown,
        )
        expect(error, JSON.stringify(where)).toMatchObject({ name: 'StoreError', message: expect.stringContaining(named) })
      }
      const deep = JSON.parse(`${'{"not":'.repeat(3_000)}{}${'}'.repeat(3_000)}`)
      await expect(find('person', deep)).rejects.toMatchObject({ code: 'TABLE_QUERY_INVALID' })
      await expect(find('nobody', {})).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' })
    }),
  )

  test(
    'sort, limit, skip, select and include go together',
    withStore(open, async (store) => {
      const { berlin } = await people(store)
      const query = (given: object) => store.tables.query(account, 'person', { limit: 9, ...given })
      const names = async (given: object) => (await query(given)).items.map(({ name }) => name)
      expect(await names({ sort: ['age', '-name'] })).toEqual(['cem', 'bob', 'dee', 'ada'])
      expect(await names({ sort: ['-age'], skip: 1, limit: 2 })).toEqual(['dee', 'bob'])
      const where = { bio: { $regex: '.' } }
      expect(await names({ where, sort: ['-name'], skip: 1, limit: 1 })).toEqual(['bob'])
      const { items } = await query({ where: { name: 'ada' }, select: ['name'], include: ['home', 'friends.home'] })
      expect(items).toMatchObject([
        {
          name: 'ada',
          home: { id: berlin, name: 'Berlin' },
          friends: [
            { name: 'bob', home: { name: 'Rome' } },
            { name: 'cem', home: null },
          ],
        },
      ])
      expect(Object.keys(items[0] ?? {}).sort()).toEqual(['friends', 'home', 'id', 'name'])
      for (const given of [
        { sort: ['data'] },
        { sort: ['nope'] },
        { select: ['nope'] },
        { include: ['name'] },
        { include: ['friends.friends.friends.friends.home'] },
      ]) {
        await expect(query(given), JSON.stringify(given)).rejects.toMatchObject({ name: 'StoreError' })
      }
    }),
  )

  test.each<[readonly string[], JsonObject]>([
    [[], {}],
    [['n'], {}],
    [['-n', 'm'], {}],
    [['m', '-id'], {}],
    [['-m', '-n'], { n: { $ne: 3 } }],
    [['n'], { text: { $regex: 'x' } }],
    [['-n', 'm'], { text: { $regex: 'x' } }],
    [['-flag', 'n'], {}],
  ])('pages by cursor give each record once, sorted by %j where %j', (sort, where) =>
    withStore(open, async (store) => {
      const { create, insert } = tablesOf(store)
      await create('t', [{ name: 'n', type: 'number', index: true }])
      await insert(
        't',
        ...Array.from({ length: 40 }, (_, k) => ({
          n: k % 7 === 0 ? null : k % 5,
          m: (k * 7) % 3,
          text: k % 4 === 0 ? 'y' : 'x',
          flag: [true, false, null][k % 3] ?? null,
        })),
      )
      const all = await store.tables.query(account, 't', { where, sort, limit: 100 })
      const found: Json[] = []
      let cursor: string | undefined
      do {
        const page = await store.tables.query(account, 't', { where, sort, limit: 3, ...(cursor !== undefined && { cursor }) })
        found.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== undefined)
      expect(found).toEqual(all.items)
      expect(all.nextCursor).toBeUndefined()
    })(),
  )

  test(
    'a match says of records what a query says of them',
    withStore(open, async (store) => {
      await people(store)
      const all = (await store.tables.query(account, 'person', { limit: 100 })).items
      const wheres: readonly JsonObject[] = [
        {},
        { age: 36 },
        { age: null },
        { not: { age: 36 } },
        { born: { greaterThan: '1990-01-01' } },
        { name: { $regex: '^a' } },
        { or: [{ active: true }, { name: { startsWith: 'b' } }] },
        { createdAt: { lessThanOrEqualTo: '9999-01-01' } },
        { friends: { exists: true } },
        { friends: null },
        { not: { friends: { contains: idIn(all[0]) } } },
        { friends: { containedIn: all.map(idIn) } },
      ]
      for (const where of wheres) {
        const match = await store.tables.match(account, 'person', where)
        const change = (record: TableRecord): TableChange => ({ account, table: 'person', type: 'created', record, at, order: 0 })
        const held = all.filter((record) => match.holds(change(record)))
        expect(held, JSON.stringify(where)).toEqual((await store.tables.query(account, 'person', { where, limit: 100 })).items)
      }
      const byRelation = store.tables.match(account, 'person', { or: [{ age: 1 }, { friends: { matchesQuery: { age: 1 } } }] })
      await expect(byRelation).rejects.toMatchObject({ code: 'TABLE_QUERY_INVALID' })
      await expect(store.tables.match(otherAccount, 'person', {})).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' })
    }),
  )

  test(
    'lists of conditions may be long and empty, and no longer than the limit',
    withStore(open, async (store) => {
      const { find } = tablesOf(store)
      await people(store)
      expect(await find('person', { or: Array.from({ length: 400 }, () => ({})) })).toHaveLength(4)
      expect(await find('person', { or: Array.from({ length: 400 }, (_, age) => ({ age })) })).toHaveLength(3)
      expect(await find('person', { nor: Array.from({ length: 400 }, () => ({})) })).toEqual([])
      await expect(find('person', { and: Array.from({ length: 501 }, () => ({})) })).rejects.toMatchObject({ code: 'TABLE_QUERY_INVALID' })
    }),
  )

  test(
    'a cursor of another order is refused',
    withStore(open, async (store) => {
      await people(store)
      const { nextCursor: cursor = '' } = await store.tables.query(account, 'person', { sort: ['name'], limit: 1 })
      for (const given of [{ sort: ['age'], cursor }, { cursor: 'bm8' }]) {
        await expect(store.tables.query(account, 'person', { limit: 1, ...given })).rejects.toMatchObject({ status: 400 })
      }
    }),
  )

  test(
    'aggregates count, add and group, with and without a condition that the rows decide',
    withStore(open, async (store) => {
      await people(store)
      const aggregate = (given: object) => store.tables.aggregate(account, 'person', { metrics: { n: { count: true } }, ...given })
      const metrics = {
        n: { count: true },
        sum: { sum: 'age' },
        avg: { avg: 'age' },
        min: { min: 'name' },
        max: { max: 'born' },
        ages: { distinct: 'age' },
      }
      const all = { n: 4, sum: 79, avg: 79 / 3, min: 'ada', max: '2001-01-01T00:00:00.000Z', ages: [7, 36] }
      expect(await aggregate({ metrics })).toEqual([all])
      expect(await aggregate({ metrics, where: { name: { $regex: 'nobody' } } })).toEqual([
        { n: 0, sum: 0, avg: null, min: null, max: null, ages: [] },
      ])
      expect(await aggregate({ groupBy: ['age'] })).toEqual([
        { age: null, n: 1 },
        { age: 7, n: 1 },
        { age: 36, n: 2 },
      ])
      expect(await aggregate({ groupBy: ['age', 'active'], where: { bio: { $regex: '.' } } })).toHaveLength(3)
      for (const given of [
        { metrics: {} },
        { groupBy: ['data'] },
        { metrics: { s: { sum: 'name' } } },
        { metrics: { s: { median: 'age' } } },
        { metrics: { age: { count: true } }, groupBy: ['age'] },
      ]) {
        await expect(aggregate(given), JSON.stringify(given)).rejects.toMatchObject({ name: 'StoreError' })
      }
    }),
  )
}

import type { JsonObject } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import type { AccessRule, Column, Principal, TableAccess, TableChange, TableOperation, TableRecord } from '../table-store.ts'
import { account } from './samples.ts'
import { at, idIn, recordIn, tablesOf } from './table-samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const ada: Principal = { id: 'ada', roles: [] }
const bob: Principal = { id: 'bob', roles: [] }
const editor: Principal = { id: 'eve', roles: ['editor'] }
const nobody: Principal = { id: null, roles: [] }

const columns: readonly Column[] = [
  { name: 'title', type: 'string', search: true },
  { name: 'slug', type: 'string', unique: true },
  { name: 'likes', type: 'number' },
  { name: 'next', type: 'pointer', table: 'note' },
  { name: 'others', type: 'relation', table: 'note' },
]
const own: TableAccess = { read: ['owner', 'role:editor'], create: ['signed-in'], update: ['owner'], delete: ['owner'] }

/** A table of notes, and what a principal does to it. */
async function openNotes(store: Store, access: TableAccess | undefined = own) {
  await store.tables.create(account, { name: 'note', columns, ...(access && { access }) }, at)
  const as = (who: Principal) => {
    const records = store.tables.as(who)
    return {
      ...records,
      write: (...operations: readonly TableOperation[]) => records.write(account, { operations, at }),
      async insert(record: JsonObject): Promise<TableRecord> {
        const [result] = await records.write(account, { operations: [{ type: 'insert', table: 'note', record }], at })
        return recordIn(result)
      },
      async titles(where: JsonObject = {}): Promise<readonly unknown[]> {
        const { items } = await records.query(account, 'note', { where, limit: 100 })
        return items.map(({ title }) => title)
      },
    }
  }
  return { as, ...tablesOf(store) }
}

const denied = { code: 'TABLE_ACCESS_DENIED', status: 403 }
const unknown = { code: 'RECORD_UNKNOWN', status: 404 }

export function conformsInAccess(open: OpenStore): void {
  test(
    'a table without rules, and one that is not there, are closed alike to all but the operator',
    withStore(open, async (store) => {
      const { as } = await openNotes(store, undefined)
      await store.tables.create(account, { name: 'plain', columns: [] }, at)
      for (const table of ['plain', 'missing']) {
        const { get, record, query, count, aggregate, match, write } = as(ada)
        const refusals = [
          get(account, table),
          record(account, table, 'a'),
          query(account, table, { limit: 1 }),
          count(account, table),
          aggregate(account, table, { metrics: { n: { count: true } } }),
          match(account, table, {}),
          write({ type: 'insert', table, record: {} }),
          write({ type: 'upsert', table, by: 'title', record: { title: 'a' } }),
          write({ type: 'update', table, id: 'a', changes: {} }),
          write({ type: 'update-where', table, where: {}, changes: {} }),
          write({ type: 'delete', table, id: 'a' }),
          write({ type: 'delete-where', table, where: {} }),
          write({ type: 'increment', table, id: 'a', by: { n: 1 } }),
          write({ type: 'add-relation', table, id: 'a', column: 'b', targets: [] }),
          write({ type: 'remove-relation', table, id: 'a', column: 'b', targets: [] }),
        ]
        const settled = await Promise.allSettled(refusals)
        for (const one of settled) expect(one).toMatchObject({ status: 'rejected', reason: denied })
      }
      expect(await store.tables.get(account, 'missing')).toBeUndefined()
    }),
  )

  test(
    'whoever makes a record owns it, and sees nothing of those of others',
    withStore(open, async (store) => {
      const { as, insert } = await openNotes(store)
      const mine = await as(ada).insert({ title: 'of ada', slug: 'a', likes: 3 })
      const theirs = await as(bob).insert({ title: 'of bob', slug: 'b', likes: 5, owner: 'bob' })
      await insert('note', { title: 'of nobody' })
      expect([mine.owner, theirs.owner]).toEqual(['ada', 'bob'])
      expect(await as(ada).titles()).toEqual(['of ada'])
      expect(await as(ada).titles({ or: [{ likes: 5 }, { not: { likes: 5 } }] })).toEqual(['of ada'])
      expect(await as(ada).titles({ title: { search: 'of' } })).toEqual(['of ada'])
      expect(await as(ada).titles({ title: { matchesRegex: '.' } })).toEqual(['of ada'])
      expect(await as(editor).titles()).toEqual(['of ada', 'of bob', 'of nobody'])
      expect(await as(ada).count(account, 'note')).toBe(1)
      expect(await as(ada).count(account, 'note', { title: { matchesRegex: 'bob' } })).toBe(0)
      expect(await as(ada).aggregate(account, 'note', { groupBy: ['owner'], metrics: { sum: { sum: 'likes' } } })).toEqual([
        { owner: 'ada', sum: 3 },
      ])
      expect(await as(ada).record(account, 'note', idIn(mine))).toEqual(mine)
      expect(await as(ada).record(account, 'note', idIn(theirs))).toBeUndefined()
      await expect(as(nobody).titles()).rejects.toMatchObject(denied)
      await expect(as(nobody).insert({ title: 'x' })).rejects.toMatchObject(denied)
    }),
  )

  test(
    'what is not seen cannot be changed either, and what is seen only by whom the rules allow',
    withStore(open, async (store) => {
      const { as } = await openNotes(store)
      const id = idIn(await as(ada).insert({ title: 'of ada', slug: 'a', likes: 1 }))
      const tries = (who: Principal) => [
        as(who).write({ type: 'update', table: 'note', id, changes: { title: 'taken' } }),
        as(who).write({ type: 'increment', table: 'note', id, by: { likes: 1 } }),
        as(who).write({ type: 'delete', table: 'note', id }),
        as(who).write({ type: 'add-relation', table: 'note', id, column: 'others', targets: [id] }),
        as(who).write({ type: 'remove-relation', table: 'note', id, column: 'others', targets: [id] }),
      ]
      for (const one of await Promise.allSettled(tries(bob))) expect(one).toMatchObject({ status: 'rejected', reason: unknown })
      for (const one of await Promise.allSettled(tries(editor))) expect(one).toMatchObject({ status: 'rejected', reason: denied })
      const clash = as(bob).write({ type: 'upsert', table: 'note', by: 'slug', record: { slug: 'a', title: 'taken' } })
      await expect(clash).rejects.toMatchObject({ code: 'RECORD_EXISTS', message: expect.not.stringContaining(id) })
      await expect(as(editor).write({ type: 'upsert', table: 'note', by: 'slug', record: { slug: 'a' } })).rejects.toMatchObject(denied)
      const all = { table: 'note', where: {} }
      expect(await as(bob).write({ type: 'update-where', ...all, changes: { title: 'taken' } })).toEqual([{ count: 0 }])
      expect(await as(bob).write({ type: 'delete-where', ...all })).toEqual([{ count: 0 }])
      await expect(as(editor).write({ type: 'delete-where', ...all })).resolves.toEqual([{ count: 0 }])
      expect(await as(ada).write({ type: 'update-where', ...all, changes: { title: 'mine' } })).toEqual([{ count: 1 }])
      expect(await as(ada).record(account, 'note', id)).toMatchObject({ title: 'mine', likes: 1, owner: 'ada' })
      const mixed = store.tables.as(bob).write(account, {
        operations: [
          { type: 'insert', table: 'note', record: { title: 'of bob' } },
          { type: 'delete', table: 'note', id },
        ],
        at,
      })
      await expect(mixed).rejects.toMatchObject(unknown)
      expect(await as(editor).titles()).toEqual(['mine'])
    }),
  )

  test(
    'nobody but the operator makes somebody else the owner, brings ids and times, or adds columns and tables',
    withStore(open, async (store) => {
      const { as, write } = await openNotes(store)
      const id = idIn(await as(ada).insert({ title: 'of ada' }))
      for (const field of [
        { owner: 'bob' },
        { id: '0123456789abcdef01234567' },
        { createdAt: '2020-01-01' },
        { updatedAt: '2020-01-01' },
      ]) {
        await expect(as(ada).insert(field)).rejects.toMatchObject({ code: 'RECORD_INVALID' })
      }
      for (const owner of ['bob', null]) {
        const change = { changes: { owner } }
        await expect(as(ada).write({ type: 'update', table: 'note', id, ...change })).rejects.toMatchObject({ code: 'RECORD_INVALID' })
        const where = as(ada).write({ type: 'update-where', table: 'note', where: {}, ...change })
        await expect(where).rejects.toMatchObject({ code: 'RECORD_INVALID' })
      }
      await expect(as(ada).insert({ title: 'a', colour: 'red' })).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
      const upsert = as(ada).write({ type: 'upsert', table: 'note', by: 'colour', record: { colour: 'red' } })
      await expect(upsert).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
      await write({ type: 'update', table: 'note', id, changes: { owner: 'bob' } })
      expect([await as(ada).titles(), await as(bob).titles()]).toEqual([[], ['of ada']])
    }),
  )

  test(
    'no other table leads to what is not seen: neither included, nor by conditions, nor by relations',
    withStore(open, async (store) => {
      const { as, insert, write } = await openNotes(store)
      const hidden = idIn(await as(bob).insert({ title: 'secret', slug: 's' }))
      await store.tables.create(account, { name: 'closed', columns: [{ name: 'word', type: 'string' }] }, at)
      const leads: readonly Column[] = [
        { name: 'note', type: 'pointer', table: 'note' },
        { name: 'notes', type: 'relation', table: 'note' },
        { name: 'closed', type: 'pointer', table: 'closed' },
      ]
      await store.tables.create(account, { name: 'page', columns: leads, access: { read: ['anyone'], update: ['anyone'] } }, at)
      const [page] = await insert('page', { note: hidden, notes: [hidden] })
      const records = as(ada)
      const { items } = await records.query(account, 'page', { limit: 1, include: ['note', 'notes'] })
      expect(items).toMatchObject([{ note: null, notes: [] }])
      expect(await records.count(account, 'page', { note: { matchesQuery: { where: { title: 'secret' } } } })).toBe(0)
      expect(await records.count(account, 'page', { notes: { matchesQuery: { where: { title: { matchesRegex: 's' } } } } })).toBe(0)
      expect(await records.titles({ relatedTo: { table: 'page', id: idIn(page), column: 'notes' } })).toEqual([])
      for (const where of [{ closed: { matchesQuery: { where: { word: 'a' } } } }, { closed: { matchesQuery: { where: { wort: 1 } } } }]) {
        await expect(records.count(account, 'page', where)).rejects.toMatchObject(denied)
      }
      await expect(records.query(account, 'page', { limit: 1, include: ['closed'] })).rejects.toMatchObject(denied)
      // What the relation of a record that is not seen holds is not told either.
      const shown = idIn(await as(ada).insert({ title: 'shown' }))
      await write({ type: 'add-relation', table: 'note', id: hidden, column: 'others', targets: [shown] })
      const related = { relatedTo: { table: 'note', id: hidden, column: 'others' } }
      expect([await as(ada).titles(related), await as(bob).titles(related), await as(editor).titles(related)]).toEqual([[], [], ['shown']])
      expect(await as(ada).titles({ not: related })).toEqual(['shown'])
    }),
  )

  test(
    'whoever may only create is told no more than the id, and by the key of another one nothing',
    withStore(open, async (store) => {
      const { as } = await openNotes(store, { create: ['anyone'], read: ['role:editor'] })
      const record = await as(nobody).insert({ title: 'a letter' })
      expect(Object.keys(record).sort()).toEqual(['createdAt', 'id', 'updatedAt'])
      expect(await as(editor).titles()).toEqual(['a letter'])
      const operations = [{ type: 'insert', table: 'note', record: { title: 'b' } }] as const
      const write = (who: Principal) => store.tables.as(who).write(account, { operations, at, key: 'k', request: 'r' })
      const ids = [await write(ada), await write(ada), await write(bob), await write(editor)].map(([result]) => idIn(recordIn(result)))
      expect(new Set(ids).size).toBe(3)
      expect(ids[0]).toBe(ids[1])
    }),
  )

  test(
    'a change is matched only where it is seen, and not at all once the rules close',
    withStore(open, async (store) => {
      const { as } = await openNotes(store)
      const record = await as(ada).insert({ title: 'a', likes: 1 })
      const matches = await as(ada).match(account, 'note', { likes: 1 })
      const foreign = await as(bob).match(account, 'note', {})
      const change = (now: TableRecord): TableChange => ({ account, table: 'note', type: 'created', record: now, at, order: 0 })
      const liked = change({ ...record, likes: 2 })
      expect([matches.holds(change(record)), matches.holds(liked), foreign.holds(change(record))]).toEqual([true, false, false])
      await store.tables.change(account, 'note', [{ type: 'access', access: { read: ['role:editor'] } }], { at })
      expect(() => matches.holds(change(record))).toThrow(expect.objectContaining(denied))
    }),
  )

  test(
    'rules that cannot be are refused, and the column of owners stays while they go by it',
    withStore(open, async (store) => {
      await openNotes(store)
      const change = (access: unknown) =>
        store.tables.change(account, 'note', [{ type: 'access', access: access as TableAccess | null }], { at })
      for (const access of [
        { read: ['everybody'] },
        { create: ['owner'] },
        { list: [] },
        { read: 'anyone' },
        { read: ['role:'] },
        { read: [1] },
      ]) {
        await expect(change(access)).rejects.toMatchObject({ code: 'TABLE_ACCESS_INVALID', message: expect.stringContaining('"note"') })
      }
      for (const change of [
        { type: 'remove', column: 'owner' },
        { type: 'rename', column: 'owner', to: 'o' },
        { type: 'retype', column: 'owner', to: 'json' },
      ] as const) {
        await expect(store.tables.change(account, 'note', [change], { at })).rejects.toMatchObject({ code: 'COLUMN_INVALID' })
      }
      await change(null)
      const changed = await store.tables.change(account, 'note', [{ type: 'remove', column: 'owner' }], { at, discards: true })
      expect(changed.table.access).toBeUndefined()
      await store.tables.create(account, { name: 'taken', columns: [{ name: 'owner', type: 'number' }] }, at)
      const rules = store.tables.change(account, 'taken', [{ type: 'access', access: own }], { at })
      await expect(rules).rejects.toMatchObject({ code: 'TABLE_ACCESS_INVALID', message: expect.stringContaining('"owner"') })
    }),
  )

  test(
    'rules are kept with the table',
    withStore(open, async (store, { reopen }) => {
      const { as } = await openNotes(store)
      await as(ada).insert({ title: 'a' })
      const again = reopen === undefined ? store : await reopen()
      expect((await again.tables.get(account, 'note'))?.access).toEqual(own)
      expect(await again.tables.as(bob).count(account, 'note')).toBe(0)
    }),
  )

  test(
    'whatever the rules, whoever asks and whatever is done, it comes to what a simple model says',
    withStore(open, async (store) => {
      const runs = Math.ceil(100 * Number(process.env.MILLRACE_TEST_SCALE ?? 0.05))
      const random = randomFrom(7)
      for (let run = 0; run < runs; run += 1) await playAgainstModel(store, `t${run}`, random)
    }),
  )
}

interface ModelRow {
  readonly id: string
  readonly owner: string | null
  likes: number
}

const people = [nobody, ada, bob, editor]
const actions = ['read', 'create', 'update', 'delete'] as const

async function playAgainstModel(store: Store, table: string, random: (below: number) => number): Promise<void> {
  const access: Partial<Record<(typeof actions)[number], readonly AccessRule[]>> = {}
  for (const action of actions) {
    const rules = (['anyone', 'signed-in', 'owner', 'role:editor'] as const).filter(
      (rule) => random(3) === 0 && !(action === 'create' && rule === 'owner'),
    )
    if (random(6) > 0) access[action] = rules
  }
  await store.tables.create(account, { name: table, columns: [{ name: 'likes', type: 'number' }], access }, at)
  let rows: ModelRow[] = []
  const reach = (who: Principal, action: (typeof actions)[number], owner: string | null): boolean =>
    (access[action] ?? []).some(
      (rule) =>
        rule === 'anyone' ||
        (rule === 'signed-in' && who.id !== null) ||
        (rule === 'role:editor' && who.roles.includes('editor')) ||
        (rule === 'owner' && who.id !== null && who.id === owner),
    )
  const sees = (who: Principal, row: ModelRow): boolean => reach(who, 'read', row.owner)
  const can = (who: Principal, action: 'update' | 'delete', row: ModelRow): boolean => sees(who, row) && reach(who, action, row.owner)
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: unknown) => (error as { readonly code: string }).code,
    )

  for (let step = 0; step < 30; step += 1) {
    const who = people[random(people.length)] ?? nobody
    const records = store.tables.as(who)
    const write = (operation: TableOperation) => records.write(account, { operations: [operation], at })
    const isOpen = (action: (typeof actions)[number]): boolean => reach(who, action, who.id)
    const canUse = actions.some(isOpen)
    const row = rows[random(Math.max(1, rows.length))]
    switch (random(6)) {
      case 0: {
        const made = await store.tables.write(account, {
          operations: [{ type: 'insert', table, record: { likes: random(4), owner: 'bob' } }],
          at,
        })
        rows.push({ id: idIn(recordIn(made[0])), owner: 'bob', likes: Number(recordIn(made[0]).likes) })
        break
      }
      case 1: {
        const likes = random(4)
        const result = await write({ type: 'insert', table, record: { likes } }).catch(
          (error: unknown) => (error as { readonly code: string }).code,
        )
        expect(typeof result === 'string' ? result : 'done').toBe(isOpen('create') ? 'done' : 'TABLE_ACCESS_DENIED')
        if (typeof result !== 'string') rows.push({ id: idIn(recordIn(result[0])), owner: who.id, likes })
        break
      }
      case 2: {
        if (row === undefined) break
        const expected =
          !canUse || (sees(who, row) && !can(who, 'update', row)) ? 'TABLE_ACCESS_DENIED' : sees(who, row) ? 'done' : 'RECORD_UNKNOWN'
        expect(await code(write({ type: 'increment', table, id: row.id, by: { likes: 1 } }))).toBe(expected)
        if (expected === 'done') row.likes += 1
        break
      }
      case 3: {
        if (row === undefined) break
        const expected =
          !canUse || (sees(who, row) && !can(who, 'delete', row)) ? 'TABLE_ACCESS_DENIED' : sees(who, row) ? 'done' : 'RECORD_UNKNOWN'
        expect(await code(write({ type: 'delete', table, id: row.id }))).toBe(expected)
        if (expected === 'done') rows = rows.filter((one) => one !== row)
        break
      }
      case 4: {
        const meant = rows.filter((one) => one.likes >= 2 && can(who, 'update', one))
        const update = { type: 'update-where', table, where: { likes: { $gte: 2 } }, changes: { likes: 0 } } as const
        const result = await write(update).catch(() => 'denied')
        expect(result).toEqual(isOpen('update') ? [{ count: meant.length }] : 'denied')
        if (isOpen('update')) for (const one of meant) one.likes = 0
        break
      }
      default: {
        const seen = rows.filter((one) => sees(who, one))
        if (!isOpen('read')) {
          expect(await code(records.count(account, table))).toBe('TABLE_ACCESS_DENIED')
          break
        }
        const { items } = await records.query(account, table, { limit: 1_000 })
        expect(items.map(({ id, likes, owner }) => ({ id, likes, owner }))).toEqual(
          seen.map(({ id, likes, owner }) => ({ id, likes, owner })),
        )
        expect(await records.aggregate(account, table, { metrics: { n: { count: true }, sum: { sum: 'likes' } } })).toEqual([
          { n: seen.length, sum: seen.reduce((sum, { likes }) => sum + likes, 0) },
        ])
      }
    }
  }
}

/** The same numbers at each run (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

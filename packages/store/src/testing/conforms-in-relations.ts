import type { JsonObject } from '@millrace/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NewEvent } from '../event-store.ts'
import type { Store } from '../store.ts'
import type { OperationResult, TableChange, TableOperation, TableWrite } from '../table-store.ts'
import { account } from './samples.ts'
import { at, idIn, recordIn, tablesOf } from './table-samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

/** Ids need not lead to records that are there. */
const target = (n: number): string => n.toString(16).padStart(24, '0')
const [a, b, c] = [target(1), target(2), target(3)] as const
const later = at + 60_000

interface Posts {
  /** A minute after the records were made. */
  write(operations: readonly TableOperation[], more?: Partial<TableWrite>): Promise<readonly OperationResult[]>
  /** All that was told since the last time. */
  told(): readonly TableChange[]
}

async function openPosts(store: Store): Promise<Posts> {
  await tablesOf(store).create('post', [
    { name: 'slug', type: 'string', unique: true },
    { name: 'tags', type: 'relation', table: 'tag' },
    { name: 'likers', type: 'relation', table: 'person' },
  ])
  const heard: TableChange[] = []
  const tells = (changes: readonly TableChange[]): void => void heard.push(...changes)
  return {
    write: (operations, more) => store.tables.write(account, { operations, at: later, tells, ...more }),
    told: () => heard.splice(0),
  }
}

async function postOf(store: Store, record: JsonObject): Promise<string> {
  return idIn((await tablesOf(store).insert('post', record))[0])
}

const add = (id: string, ...targets: readonly string[]) => ({ type: 'add-relation', table: 'post', id, column: 'tags', targets }) as const
const remove = (id: string, ...targets: readonly string[]) => ({ ...add(id, ...targets), type: 'remove-relation' }) as const
const update = (id: string, changes: JsonObject) => ({ type: 'update', table: 'post', id, changes }) as const
const relation = (added: readonly string[], removed: readonly string[], wasEmpty: boolean, isEmpty: boolean) => ({
  added,
  removed,
  addedCount: added.length,
  removedCount: removed.length,
  wasEmpty,
  isEmpty,
})

export function conformsInRelations(open: OpenStore): void {
  test(
    'a change of a relation is a change of its record, which is newer by it; what changes nothing is none',
    withStore(open, async (store) => {
      const { write, told } = await openPosts(store)
      const id = await postOf(store, { slug: 'x' })
      const [added] = await write([add(id, a, b, a)])
      const [before, record] = [at, later].map((time) => ({ id, slug: 'x', updatedAt: new Date(time).toISOString() }))
      expect(recordIn(added)).toMatchObject(record ?? {})
      expect(told()).toMatchObject([
        { type: 'updated', table: 'post', before, record, relations: { tags: relation([a, b], [], true, false) } },
      ])
      await write([add(id, b), remove(id, c), add(id)], { at: later + 1 })
      await write([update(id, { tags: [b, a], likers: null })], { at: later + 1 })
      expect(told()).toEqual([])
      expect(await store.tables.record(account, 'post', id)).toMatchObject(record ?? {})
      await write([remove(id, a, b, c)])
      expect(told()).toMatchObject([{ relations: { tags: relation([], [a, b], false, true) } }])
    }),
  )

  test(
    'one write tells once of a record whose relations it changes again and again, with its fields where it changes them too',
    withStore(open, async (store) => {
      const { write, told } = await openPosts(store)
      const id = await postOf(store, { slug: 'x', tags: [a] })
      const other = await postOf(store, { slug: 'y' })
      await write([remove(id, a), add(other, a), add(id, b, c), remove(id, c), { ...add(id, a), column: 'likers' }])
      expect(told()).toMatchObject([
        { record: { id }, relations: { tags: relation([b], [a], false, false), likers: relation([a], [], true, false) } },
        { record: { id: other }, relations: { tags: relation([a], [], true, false) } },
      ])
      await write([add(id, c), update(id, { slug: 'z' }), add(id, a)])
      expect(told()).toMatchObject([
        { before: { slug: 'x' }, record: { slug: 'z' }, relations: { tags: { added: expect.arrayContaining([a, c]), addedCount: 2 } } },
      ])
      await write([update(id, { slug: 'w', tags: [b] })])
      const [changed] = told()
      expect(changed).toMatchObject({ record: { slug: 'w' }, relations: { tags: { addedCount: 0, removedCount: 2 } } })
      expect(Object.keys(changed?.relations ?? {})).toEqual(['tags'])
    }),
  )

  test(
    'a new record tells what its relations hold, and a deleted one what they held',
    withStore(open, async (store) => {
      const { write, told } = await openPosts(store)
      const [made] = await write([{ type: 'insert', table: 'post', record: { slug: 'x', tags: [a] } }])
      const id = idIn(recordIn(made))
      await write([add(id, b)])
      await write([{ type: 'delete', table: 'post', id }])
      expect(told().map(({ type, relations }) => [type, relations?.tags])).toEqual([
        ['created', relation([a], [], true, false)],
        ['updated', relation([b], [], false, false)],
        ['deleted', relation([], [a, b], false, true)],
      ])
      await write([{ type: 'upsert', table: 'post', by: 'slug', record: { slug: 'y' } }])
      expect(told()[0]).not.toHaveProperty('relations')
    }),
  )

  test(
    'of many ids it tells the first hundred and how many there were',
    withStore(open, async (store) => {
      const { write, told } = await openPosts(store)
      const id = await postOf(store, {})
      const many = Array.from({ length: 10_000 }, (_, n) => target(n))
      await write([add(id, ...many)])
      await write([{ type: 'delete', table: 'post', id }])
      const [added, dropped] = told().map(({ relations }) => relations?.tags)
      expect(added).toMatchObject({ added: many.slice(0, 100), addedCount: 10_000, removed: [] })
      expect(dropped).toMatchObject({ removed: many.slice(0, 100), removedCount: 10_000, added: [] })
    }),
  )

  test(
    'the event of a change of relations is appended with it or not at all, and once for a key',
    withStore(open, async (store) => {
      const { write, told } = await openPosts(store)
      const id = await postOf(store, { slug: 'x' })
      await postOf(store, { slug: 'taken' })
      const emits = ({ table, type, relations = {} }: TableChange): NewEvent => ({
        account,
        id: `e${String(count++)}`,
        name: `table.${table}.${type}`,
        data: { relations: { ...relations } },
        at,
        source: {},
        depth: 1,
      })
      let count = 0
      const kept = async () => (await store.events.list(account, {}, { limit: 9 })).items.map(({ data }) => data).reverse()
      const taken = update(id, { slug: 'taken' })
      await expect(write([add(id, a), taken], { emits })).rejects.toMatchObject({ code: 'RECORD_EXISTS' })
      expect([await kept(), told()]).toEqual([[], []])
      await write([add(id, a), { ...taken, changes: { slug: 'taken', tags: [b] } }, add(id, c)], { emits, mode: 'alone' })
      const tags = relation([a, c], [], true, false)
      expect(await kept()).toEqual([{ relations: { tags } }])
      expect(told()).toMatchObject([{ relations: { tags } }])
      for (let time = 0; time < 2; time += 1) await write([remove(id, a)], { emits, key: 'once' })
      expect(await kept()).toHaveLength(2)
    }),
  )

  test(
    'to delete a record changes none that hold it: its id stays in their relations, as in pointers',
    withStore(open, async (store) => {
      const { write, told } = await openPosts(store)
      const [tag] = await tablesOf(store).insert('tag', { name: 'a' })
      const id = await postOf(store, { slug: 'x', tags: [idIn(tag)] })
      await write([{ type: 'delete', table: 'tag', id: idIn(tag) }])
      expect(told().map(({ table, type }) => [table, type])).toEqual([['tag', 'deleted']])
      expect(await store.tables.count(account, 'post', { tags: { contains: idIn(tag) } })).toBe(1)
      expect(await store.tables.record(account, 'post', id, { include: ['tags'] })).toMatchObject({ tags: [] })
    }),
  )

  test(
    'whatever is written, who follows a condition on relations by what is told ends with the records that it holds for',
    { timeout: 600_000 },
    withStore(open, async (store) => {
      const { write, told } = await openPosts(store)
      const wheres: readonly JsonObject[] = [
        { tags: { contains: a } },
        { tags: { exists: true } },
        { tags: { exists: false } },
        { not: { tags: { containedIn: [a, b] } } },
        { or: [{ slug: 'x' }, { tags: { pointsTo: c } }] },
        { slug: 'x', tags: { contains: b }, likers: null },
      ]
      const some = fc.subarray([a, b, c])
      const step = fc.record({ post: fc.nat(2), tags: some, kind: fc.constantFrom('add', 'remove', 'set', 'slug', 'like', 'delete') })
      const numRuns = Math.ceil(100 * Number(process.env.MILLRACE_TEST_SCALE ?? 0.05))
      const run = async (writes: readonly (readonly { post: number; tags: readonly string[]; kind: string }[])[]) => {
        await store.tables.write(account, { operations: [{ type: 'delete-where', table: 'post', where: {} }], at })
        const posts = [await postOf(store, {}), await postOf(store, { tags: [a] }), await postOf(store, { tags: [b, c] })]
        const find = async (where: JsonObject) => (await tablesOf(store).find('post', where, 'id')).map(String)
        const matches = await Promise.all(wheres.map((where) => store.tables.match(account, 'post', where)))
        const followed = await Promise.all(wheres.map(async (where) => new Set(await find(where))))
        const operations = writes.map((steps) =>
          steps.map(({ post, tags, kind }): TableOperation => {
            const id = posts[post] ?? ''
            if (kind === 'like') return { ...add(id, ...tags), column: 'likers' }
            if (kind === 'add') return add(id, ...tags)
            if (kind === 'remove') return remove(id, ...tags)
            if (kind === 'delete') return { type: 'delete', table: 'post', id }
            return update(id, kind === 'set' ? { tags } : { slug: tags.includes(a) ? null : `${'x'.repeat(post + 1)}` })
          }),
        )
        // All of them are on disk before the first is told of.
        await Promise.all(operations.map((some) => write(some, { mode: 'alone' })))
        for (const change of told()) {
          const id = String(change.record.id)
          for (const [index, match] of matches.entries()) {
            const ids = followed[index]
            const wasIn = change.type !== 'created' && match.holds(change, 'before')
            expect(ids?.has(id)).toBe(wasIn)
            if (change.type !== 'deleted' && match.holds(change)) ids?.add(id)
            else ids?.delete(id)
          }
        }
        for (const [index, where] of wheres.entries())
          expect([...(followed[index] ?? [])].sort(), JSON.stringify(where)).toEqual((await find(where)).sort())
      }
      await fc.assert(fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), run), { numRuns })
    }),
  )
}

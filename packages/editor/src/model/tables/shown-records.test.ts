import { expect, test } from 'vitest'
import { asRead, hear, rowsOf, withMade } from './shown-records.ts'

const at = (second: number) => `2027-03-01T00:00:0${second}.000Z`
const record = (id: string, second = 0) => ({ id, updatedAt: at(second) })
const read = [record('a'), record('b')]

test('what somebody else does changes rows in their place, and moves none', () => {
  const shown = hear(asRead, [
    { change: 'updated', record: record('b', 1) },
    { change: 'created', record: record('c') },
    { change: 'deleted', record: record('a') },
  ])
  expect(rowsOf(read, shown)).toEqual([record('a'), record('b', 1)])
  expect([...shown.fresh]).toEqual(['c'])
  expect([...shown.deleted]).toEqual(['a'])
  expect([...hear(shown, [{ change: 'deleted', record: record('c') }]).fresh]).toEqual([])
})

test('news that are older than what was read count for nothing', () => {
  expect(rowsOf([record('a', 5)], hear(asRead, [{ change: 'updated', record: record('a', 1) }]))).toEqual([record('a', 5)])
})

test('what is made here stands on top and is nobody else’s, whichever is heard first', () => {
  const early = withMade(hear(asRead, [{ change: 'created', record: record('c') }]), [record('c')])
  const late = hear(withMade(asRead, [record('c')]), [{ change: 'created', record: record('c') }])
  for (const shown of [early, late]) {
    expect(shown.fresh.size).toBe(0)
    expect(rowsOf(read, shown).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
    expect(rowsOf([...read, record('c')], shown).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  }
})

test('a record that is too large to be told of stays as it was read', () => {
  expect(rowsOf(read, hear(asRead, [{ change: 'updated', record: { id: 'a' }, isCut: true }]))).toEqual(read)
})

test('what relations gain and lose is counted from one reading to the next', () => {
  const news = (addedCount: number, removedCount: number) =>
    ({ change: 'updated', record: record('a', 1), relations: { tags: { addedCount, removedCount } } }) as const
  const shown = hear(hear(asRead, [news(2, 0)]), [news(0, 1), { change: 'updated', record: record('b', 1) }])
  expect([...shown.related]).toEqual([['a', { tags: { added: 2, removed: 1 } }]])
})

import { takesLinearTime } from '@millrace/engine/testing'
import { expect, test } from 'vitest'
import type { TableChange } from '../table-store.ts'
import { createLinkJournal } from './link-journal.ts'

function change(order: number, id = 'a'): TableChange {
  const readers = { added: [`t${order}`], removed: [], addedCount: 1, removedCount: 0, wasEmpty: false, isEmpty: false }
  return { account: 'acme', table: 'circle', type: 'updated', record: { id }, relations: { readers }, order, at: 0 }
}

test('knows what came later to the same record, until it is taken back', () => {
  const journal = createLinkJournal()
  const changes = [change(1), change(2, 'b'), change(3), change(4)]
  journal.note(changes)
  journal.forget(changes.slice(3))
  expect(journal.after(change(1)).map(({ order }) => order)).toEqual([3])
})

test('of a record that changes all the time the newest changes are known, in linear time', async () => {
  await takesLinearTime(60_000, (length) => {
    const journal = createLinkJournal()
    for (let order = 1; order <= length; order++) journal.note([change(order)])
    expect(journal.after(change(length - 5_000))).toHaveLength(5_000)
  })
})

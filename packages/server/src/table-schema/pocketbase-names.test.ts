import { expect, test } from 'vitest'
import { collectionNames, fieldNames } from './pocketbase-names.ts'

test('collections differ in more than capitals, from its own ones too', () => {
  const names = ['Order', 'order', 'users', 'users_', 'sqlite_stat', 'a_via_via_b']
  expect([...collectionNames(names).values()]).toEqual(['Order', 'order_', 'users_', 'users__', 'sqlitestat', 'a_viavia_b'])
})

test('fields are none of the words that it keeps for itself', () => {
  expect([...fieldNames(['expand', 'Expand', 'true', 'note']).values()]).toEqual(['expand_', 'Expand__', 'true_', 'note'])
})

import { expect, test } from 'vitest'
import { heldBack, joinedTail, withNews, withoutRead } from './joined-tail.ts'

interface Item {
  readonly id: string
  readonly at: string
  readonly state?: string
}

const idOf = ({ id }: Item) => id
const item = (id: string, at: number, state = 'new'): Item => ({ id, at: String(at), state })
const textOf = (items: readonly Item[]) => items.map(({ id, state }) => `${id} ${state}`).join(', ')

test('what comes stands on top, each once', () => {
  const read = [item('b', 2), item('a', 1)]
  expect(textOf(joinedTail([item('c', 3), item('b', 2)], read, idOf))).toBe('c new, b new, a new')
  expect(joinedTail([], read, idOf)).toBe(read)
})

test('what took long to come stands where it belongs by its time', () => {
  expect(textOf(joinedTail([item('late', 1)], [item('b', 2), item('a', 0)], idOf))).toBe('b new, late new, a new')
})

test('what is told again takes the place of what was read, and of what had come', () => {
  expect(textOf(joinedTail([item('a', 1, 'delivered')], [item('b', 2), item('a', 1)], idOf))).toBe('b new, a delivered')
  expect(textOf(withNews([item('b', 2), item('a', 1)], [item('a', 1, 'delivered'), item('c', 3), item('c', 3, 'delivered')], idOf))).toBe(
    'c delivered, b new, a delivered',
  )
})

test('what is held back is counted once, and not what only changes', () => {
  expect(heldBack([item('c', 3), item('a', 1, 'delivered')], [item('b', 2), item('a', 1)], idOf)).toBe(1)
  expect(heldBack([], [item('a', 1)], idOf)).toBe(0)
})

test('a list that is read anew says what has become of what had come before, and not of what came meanwhile', () => {
  const before = [item('c', 3), item('b', 2), item('far', 0)]
  const read = [item('c', 3, 'delivered'), item('b', 2, 'delivered'), item('a', 1)]
  const later = item('c', 3, 'started')
  const fresh = withoutRead(withNews(before, [later], idOf), before, read, idOf)
  expect(textOf(joinedTail(fresh, read, idOf))).toBe('c started, b delivered, a new, far new')
})

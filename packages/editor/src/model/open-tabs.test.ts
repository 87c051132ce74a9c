import { expect, test } from 'vitest'
import { restoreTabs, tabAfterClosing, tabBeside, withoutTab, withTab } from './open-tabs.ts'

const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, name: id.toUpperCase() })) as [Tab, Tab, Tab]
type Tab = { readonly id: string; readonly name: string }
const tabs = [a, b, c]

test('a workflow is opened once, and known by its newest name', () => {
  expect(withTab([a], b)).toEqual([a, b])
  expect(withTab(tabs, b)).toBe(tabs)
  expect(withTab(tabs, { id: 'b', name: 'New' })).toEqual([a, { id: 'b', name: 'New' }, c])
})

test('of many, those that were opened first go', () => {
  const many = Array.from({ length: 20 }, (_, index) => ({ id: `w${index}`, name: '' })).reduce(withTab, [] as readonly Tab[])
  expect(many).toHaveLength(12)
  expect(many.at(-1)?.id).toBe('w19')
})

test('one goes round and round, and on to the next one when a tab is closed', () => {
  expect([tabBeside(tabs, 'c', 1), tabBeside(tabs, 'a', -1), tabBeside([a], 'a', 1), tabBeside(tabs, 'x', 1)]).toEqual([
    'a',
    'c',
    undefined,
    undefined,
  ])
  expect([tabAfterClosing(tabs, 'a'), tabAfterClosing(tabs, 'c'), tabAfterClosing([a], 'a')]).toEqual(['b', 'b', undefined])
  expect(withoutTab(tabs, 'b')).toEqual([a, c])
})

test('whatever else was kept is no tab', () => {
  expect(restoreTabs([a, 3, { id: 'x' }, null, b])).toEqual([a, b])
  expect(restoreTabs({ length: 2 })).toEqual([])
})

import { parseYaml } from '@millrace/engine'
import { expect, test } from 'vitest'
import { blankSource, freeId, idFor, idMistake } from './new-workflow.ts'

test.each([
  ['Orders of the shop', 'orders_of_the_shop'],
  ['  Übergrößen & Café! ', 'ubergrossen_cafe'],
  ['2nd try', 'nd_try'],
  ['注文', 'workflow'],
  ['', 'workflow'],
])('%j gets the id %s', (name, id) => {
  expect(idFor(name)).toBe(id)
  expect(idFor(name)).toMatch(/^[a-z][a-z0-9_-]{0,63}$/)
})

test('an id that is taken gets a number', () => {
  expect(freeId('hello', new Set())).toBe('hello')
  expect(freeId('hello', new Set(['hello', 'hello_2']))).toBe('hello_3')
})

test('what is wrong with an id is said', () => {
  const taken = new Set(['hello'])
  expect(idMistake('hi', taken)).toBeUndefined()
  for (const id of ['', '1st', 'Hello', 'a b', 'hello', 'a'.repeat(65)]) expect(idMistake(id, taken), id).toMatch(/\.$/)
})

test('a blank workflow keeps any name', () => {
  const name = 'A "quoted" \\ name: # yes'
  expect(parseYaml(blankSource('a', name))).toMatchObject({ problems: [], value: { id: 'a', name } })
})

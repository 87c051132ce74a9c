import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCatalog } from './create-catalog.ts'
import { defineNode } from './define-node.ts'
import { defineTrigger } from './define-trigger.ts'
import { done } from './node-result.ts'

const about = { title: 'T', icon: 'i', summary: 'S.', docs: 'D.', params: z.strictObject({}), examples: [] } as const
const node = (type: string) => defineNode({ ...about, type, group: 'data', effects: 'pure', run: () => done(null) })
const trigger = (type: string) => defineTrigger({ ...about, type })

test('types are found by name and listed in the order given', () => {
  const catalog = createCatalog([node('b'), node('a')], [trigger('t')])
  expect(catalog.node('a')).toBe(catalog.nodeType('a'))
  expect(catalog.trigger('t')).toBe(catalog.triggerType('t'))
  expect(catalog.nodeTypes()).toEqual(['b', 'a'])
  expect(catalog.triggerTypes()).toEqual(['t'])
  expect(catalog.list().map(({ type }) => type)).toEqual(['b', 'a'])
  expect(catalog.listTriggers().map(({ type }) => type)).toEqual(['t'])
})

test('what is not there is undefined, also what every object inherits', () => {
  const catalog = createCatalog([], [])
  expect(catalog.node('constructor')).toBeUndefined()
  expect(catalog.trigger('toString')).toBeUndefined()
})

test('two types of one name are refused', () => {
  expect(() => createCatalog([node('a'), node('a')], [])).toThrow('two node types "a"')
  expect(() => createCatalog([], [trigger('t'), trigger('t')])).toThrow('two trigger types "t"')
})

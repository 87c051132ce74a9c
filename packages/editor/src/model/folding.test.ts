import { expect, test } from 'vitest'
import { readCanvas } from './canvas.ts'
import { fold, foldAll, unfoldAround } from './folding.ts'
import { changedLayout } from './layout-change.ts'
import type { Layout } from './layout-file.ts'
import { orderText } from './testing/order-text.ts'
import { testTypes } from './testing/test-types.ts'
import { readText } from './workflow-text.ts'

const text = readText(orderText)
const layout: Layout = { groups: { g: { title: 'Payment', nodes: ['charge', 'tell'] } } }
const at = (given: Layout) => readCanvas(text, testTypes, given)
const closed = changedLayout(layout, { collapsed: { 'group:g': true } })

test('a node closes the group that it stands in, and the group opens again', () => {
  expect(fold(at(layout), 'charge')).toEqual({ change: { collapsed: { 'group:g': true } }, key: 'group:g' })
  expect(fold(at(closed), 'group:g')).toEqual({ change: { collapsed: { 'group:g': null } }, key: 'group:g' })
  expect(fold(at(closed), 'charge')?.key).toBe('charge')
})

test('a scope closes itself, and a node of no group the scope around it', () => {
  const ofScope = { change: { collapsed: { each_line: true } }, key: 'each_line' }
  expect(fold(at(layout), 'each_line')).toEqual(ofScope)
  expect(fold(at(layout), 'ship')).toEqual(ofScope)
  expect(fold(at(layout), 'is_large')).toBeUndefined()
})

test('whatever hides a node is opened for it', () => {
  const hidden = changedLayout(closed, { collapsed: { each_line: true }, groups: { g: { title: 'Lines', nodes: ['each_line'] } } })
  expect(unfoldAround(at(hidden), 'ship')).toEqual({ collapsed: { each_line: null, 'group:g': null } })
  expect(unfoldAround(at(hidden), 'each_line')).toEqual({ collapsed: { 'group:g': null } })
  expect(unfoldAround(at(hidden), 'is_large')).toBeUndefined()
})

test('everything closes, and opens when everything is closed', () => {
  const change = foldAll(at(layout)) ?? {}
  expect(change.collapsed).toEqual({ each_line: true, guarded: true, 'group:g': true })
  expect(Object.values(foldAll(at(changedLayout(layout, change)))?.collapsed ?? {})).toEqual([null, null, null])
  expect(foldAll(readCanvas(readText('id: w\nnodes: { a: { type: log } }\n'), testTypes))).toBeUndefined()
})

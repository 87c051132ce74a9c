import { expect, test } from 'vitest'
import { firstAddress } from './trigger-addresses.ts'

test('a new trigger listens at an address after its workflow, and a second one beside it', () => {
  const hook = { type: 'webhook', with: { path: '/order-desk' } }
  expect(firstAddress('webhook', { id: 'order_desk' })).toEqual({ path: '/order-desk' })
  expect(firstAddress('webhook', { id: 'order_desk', triggers: { hook, odd: 3 } })).toEqual({ path: '/order-desk-2' })
  expect(firstAddress('form', { id: 'order_desk', triggers: { hook } })).toEqual({ path: '/order-desk' })
  expect(firstAddress('function', { id: 'order-desk' })).toEqual({ name: 'order_desk' })
})

test.each(['schedule', 'manual', 'constructor'])('%s has no address', (type) => {
  expect(firstAddress(type, { id: 'order_desk' })).toEqual({})
})

test('a file whose id cannot be read gives none', () => {
  expect(firstAddress('webhook', {})).toEqual({})
})

import { expect, test } from 'vitest'
import { completeCode } from './complete-code.ts'

const names = { input: { orders: [{ id: 7, customer: 'Ann' }], note: 'hi' }, execution: { id: 'x' } }
const labelsAt = (code: string) => completeCode(code, code.length, names)?.options.map(({ label }) => label)

test.each([
  ['return inp', ['input']],
  ['return input.', ['orders', 'note']],
  ['const first = input.orders[0].cu', ['customer']],
  ['input?.no', ['note']],
  ['input.orders.len', ['length']],
  ['input.orders.fl', ['flatMap']],
  ['input.note.to', ['toLowerCase', 'toUpperCase']],
])('%s is completed with %j', (code, labels) => {
  expect(labelsAt(code)).toEqual(labels)
})

test('says what each field was', () => {
  const code = 'input.orders[0].'
  expect(completeCode(code, code.length, names)?.options).toEqual([
    { label: 'id', insert: 'id', from: code.length, detail: '7' },
    { label: 'customer', insert: 'customer', from: code.length, detail: '"Ann"' },
  ])
})

test('has nothing to say of what it does not know, or where no word has begun', () => {
  expect(labelsAt('other.')).toBeUndefined()
  expect(labelsAt('return ')).toBeUndefined()
})

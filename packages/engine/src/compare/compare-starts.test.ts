import { expect, test } from 'vitest'
import { isStartOther, startOf } from './compare-starts.ts'

test('what started an execution is told as expressions call it', () => {
  expect(startOf({ trigger: { data: { body: 1 } }, inputs: { n: 2 } })).toEqual({ trigger: { body: 1 }, inputs: { n: 2 } })
  expect(startOf({})).toEqual({ trigger: null, inputs: null })
})

test('two starts differ by their data or their inputs, large ones by their hash', () => {
  const large = (hash: string) => ({ trigger: { data: '{"body":"aaa', previews: { data: { hash } } } })
  expect(isStartOther({ inputs: { n: 1 } }, { inputs: { n: 1 } })).toBe(false)
  expect(isStartOther({ inputs: { n: 1 } }, { inputs: { n: 2 } })).toBe(true)
  expect(isStartOther({ trigger: { data: 1 } }, {})).toBe(true)
  expect(isStartOther(large('aa'), large('aa'))).toBe(false)
  expect(isStartOther(large('aa'), large('ab'))).toBe(true)
})

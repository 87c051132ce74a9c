import { expect, test } from 'vitest'
import { givenInputs, inputFields, missingInputs } from './inputs-form.ts'

const fields = inputFields({
  days: { type: 'integer', default: 1, description: 'How many' },
  customer: { type: 'string', required: true },
  kind: { type: 'string', enum: ['new', 'known'] },
  urgent: 'boolean',
})

test('each declared input is a field of its type, the required ones first', () => {
  expect(fields.map(({ name, isRequired, fallback, shape }) => [name, isRequired, fallback, shape.kind])).toEqual([
    ['customer', true, undefined, 'text'],
    ['days', false, 1, 'number'],
    ['kind', false, undefined, 'choice'],
    ['urgent', false, undefined, 'switch'],
  ])
})

test('what is no longer declared is not sent, and what is missing is told', () => {
  expect(givenInputs(fields, { days: 2, gone: true })).toEqual({ days: 2 })
  expect(missingInputs(fields, { days: 2 })).toEqual(['Customer'])
  expect(inputFields(undefined)).toEqual([])
})

test('what the trigger gives need not be filled in', () => {
  const fields = inputFields({ who: { type: 'string', required: true }, amount: { type: 'number', required: true } }, ['who'])
  expect(missingInputs(fields, {})).toEqual(['Amount'])
})

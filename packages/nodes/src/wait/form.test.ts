import { unknownType } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { waitForm } from './form.ts'

const fields = [{ name: 'street', type: 'text', label: 'Street of {{ input.name }}', required: true }]
const plain = { name: 'city', type: 'text' }

test('waits for a form, and says what is asked', async () => {
  expect(await testNode(waitForm, { with: { title: 'Where?', fields, timeout: '3d' }, input: { name: 'Ada' }, now: 5 })).toEqual({
    type: 'signal',
    channel: 'token',
    until: 259_200_005,
    about: {
      type: 'form',
      title: 'Where?',
      fields: [{ name: 'street', type: 'text', label: 'Street of Ada', required: true, maxLength: 1_000 }],
      submit: 'Send',
      done: 'Thank you. We have received it.',
    },
  })
})

test('its address may be read elsewhere, and what is filled in is known by the names of the fields', () => {
  expect(waitForm.waits).toBe('token')
  expect(waitForm.ports({})).toEqual(['submitted'])
  expect(JSON.stringify(waitForm.outputType?.({ fields }, { input: unknownType, params: unknownType, arrivals: {} }))).toContain('"street"')
})

test.each([
  [{ fields }, 'title'],
  [{ title: 'x' }, 'fields'],
  [{ title: 'x', fields: [] }, 'fields'],
  [{ title: 'x', fields: [plain, plain] }, 'fields'],
  [{ title: 'x', fields, timeout: 3 }, 'timeout'],
  [{ title: 'x', fields, path: '/x' }, 'path'],
])('%j is a mistake', (params, place) => {
  expect(waitForm.checkParams(params).map(({ path }) => path.join('.'))).toContain(place)
})

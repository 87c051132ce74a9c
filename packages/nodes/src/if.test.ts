import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { ifNode } from './if.ts'

test.each([true, 1, -1, 'no', '0', [], {}])('%j is true', async (condition) => {
  expect(await testNode(ifNode, { with: { condition }, input: 7 })).toEqual({ type: 'done', port: 'true', output: 7 })
})

test.each([false, 0, '', null])('%j is false', async (condition) => {
  expect(await testNode(ifNode, { with: { condition }, input: 7 })).toEqual({ type: 'done', port: 'false', output: 7 })
})

test.each(['false', ' False\n'])('the text %j is refused, since it would count as true', async (condition) => {
  await expect(testNode(ifNode, { with: { condition } })).rejects.toMatchObject({
    code: 'BAD_PARAMS',
    message: expect.stringContaining('compare it'),
  })
})

const besideExpression = 'has something beside its expression, if only a space, so it would always be true: put all of it inside {{ }}.'

test.each([
  ['input.total > 100', 'is plain text, so it would always be true: write it as {{ … }}.'],
  ['{{ input.total }} > 100', besideExpression],
  ['{{ input.urgent }}\n', besideExpression],
  ['false', "is the text 'false', which would count as true: compare it, e.g. {{ value == 'true' }}."],
])('the condition %j is a mistake in the file', (condition, message) => {
  expect(ifNode.checkParams({ condition })).toEqual([{ path: ['condition'], message }])
})

test('a condition is required, of one kind, and null is one', () => {
  expect(ifNode.checkParams({})).toEqual([{ path: ['condition'], message: 'is required, or "where" in its place.' }])
  expect(ifNode.checkParams({ condition: '{{ input.a }}', where: { left: '{{ input.a }}', is: 'exists' } })).toEqual([
    { path: ['where'], message: 'cannot stand beside "condition": give one of them.' },
  ])
  expect(ifNode.checkParams({ condition: null })).toEqual([])
})

test.each([{ path: 'age', is: 'at-least', value: 18 }, ['{{ input.a }}']])(
  'the condition %j would always be true: it is told of "where"',
  (condition) => {
    expect(ifNode.checkParams({ condition })).toEqual([{ path: ['condition'], message: expect.stringContaining('"where"') }])
  },
)

test('data that looks like a structured condition is a value, and so is true', async () => {
  const trial = { with: { condition: '{{ input }}' }, input: { path: 'no.such', is: 'exists' } }
  expect(await testNode(ifNode, trial)).toMatchObject({ port: 'true' })
})

test.each([
  [17, 'false'],
  [18, 'true'],
  [19, 'true'],
])('at %d, "at least 18" is %s', async (age, port) => {
  const where = { path: 'age', is: 'at-least', value: 18 }
  expect(await testNode(ifNode, { with: { where }, input: { age } })).toEqual({ type: 'done', port, output: { age } })
})

test('a field of the wrong kind is told by its name, never by its value', async () => {
  const failure = testNode(ifNode, { with: { where: { path: 'age', is: 'at-least', value: 18 } }, input: { age: 'hunter2' } })
  await expect(failure).rejects.toMatchObject({ code: 'CONDITION_TYPE', message: expect.stringContaining('"age" is a text') })
  await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') })
})

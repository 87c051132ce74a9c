import type { Json } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { switchNode } from './switch.ts'

const cases = { paid: 'paid', late: ['late', 'overdue'], none: null, one: 1, yes: true }
const portFor = async (value: Json) => {
  const result = await testNode(switchNode, { with: { value, cases }, input: 7 })
  return result.type === 'done' ? result.port : undefined
}

test('takes the case that equals the value or holds it in its list', async () => {
  expect(await portFor('paid')).toBe('paid')
  expect(await portFor('overdue')).toBe('late')
  expect(await portFor(null)).toBe('none')
})

test.each(['1', 0, false, [1], {}, 'constructor', ''])('%j equals no case, so default is taken', async (value) => {
  expect(await portFor(value)).toBe('default')
})

test('of several cases that fit, the first is taken', async () => {
  const params = { value: 'a', cases: { second: 'b', first: ['b', 'a'], third: 'a' } }
  expect(await testNode(switchNode, { with: params })).toMatchObject({ port: 'first' })
})

test('the ports are the names of the cases in order, and default', () => {
  expect(switchNode.ports({ value: 1, cases })).toEqual(['paid', 'late', 'none', 'one', 'yes', 'default'])
  expect(switchNode.ports({})).toEqual(['default'])
})

test.each(['{{ vars.cases }}', { '{{ vars.name }}': 'a' }])('cases that are computed are a mistake: %j', (computed) => {
  expect(switchNode.checkParams({ value: 1, cases: computed })).toEqual([
    { path: ['cases'], message: 'must be written out, not computed: its keys are the ports.' },
  ])
})

test.each(['default', 'error', 'timeout', '404', 'Paid'])('a case cannot be called %s', (name) => {
  expect(switchNode.checkParams({ value: 1, cases: { [name]: 1 } })).toMatchObject([{ path: ['cases', name] }])
})

test('loosely, a number and its text are alike', async () => {
  const params = { value: '1', cases: { one: 1 }, loose: true }
  expect(await testNode(switchNode, { with: params })).toMatchObject({ port: 'one' })
  expect(await testNode(switchNode, { with: { ...params, value: [1] } })).toMatchObject({ port: 'default' })
})

const scores = { high: '{{ input.score > 90 }}', fair: { path: 'score', is: 'greater-than', value: 50 } }

test.each([
  [95, 'high'],
  [60, 'fair'],
  [50, 'default'],
])('by conditions, the first that holds is taken: %d is %s', async (score, port) => {
  expect(await testNode(switchNode, { with: { where: scores }, input: { score } })).toEqual({ type: 'done', port, output: { score } })
})

test('by conditions, the ports are their names in order, and default', () => {
  expect(switchNode.ports({ where: scores })).toEqual(['high', 'fair', 'default'])
})

test('a condition that cannot be decided is named', async () => {
  await expect(testNode(switchNode, { with: { where: { fair: scores.fair } }, input: { score: 'high' } })).rejects.toMatchObject({
    code: 'CONDITION_TYPE',
    message: expect.stringContaining('The case "fair"'),
  })
})

test.each([0, 'yes', null, [1]])('an expression of a condition must give true or false, not %j', async (score) => {
  const params = { where: { high: '{{ input.score }}' } }
  await expect(testNode(switchNode, { with: params, input: { score } })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})

test('a value is compared or conditions are asked, not both', () => {
  expect(switchNode.checkParams({ value: 1, where: scores })).toEqual([{ path: ['value'], message: expect.stringContaining('"where"') }])
  expect(switchNode.checkParams({ cases: { paid: 'paid' } })).toEqual([{ path: ['value'], message: expect.stringContaining('"where"') }])
  expect(switchNode.checkParams({ where: '{{ vars.where }}' })).toMatchObject([{ path: ['where'] }])
  expect(switchNode.checkParams({})).toMatchObject([{ path: ['cases'] }, { path: ['value'] }])
})

import { compileTemplate, evaluateTemplate, type Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import { readCanvas } from './canvas.ts'
import { exampleScope, toScope } from './example-scope.ts'
import { indexTypes } from './type-facts.ts'
import { readText } from './workflow-text.ts'

const source = `id: order
triggers: { placed: { type: webhook } }
nodes:
  charge: { type: http.request, next: each_line }
  each_line: { type: for-each, with: { items: "{{ trigger.body.lines }}" }, nodes: { ship: { type: log } }, next: done }
  done: { type: log }
`
const facts = { title: '', icon: '', group: '', summary: '', ports: ['success'] }
const types = indexTypes(
  [
    { ...facts, type: 'http.request' },
    { ...facts, type: 'log' },
    { ...facts, type: 'for-each', scope: 'for-each' },
  ],
  [{ ...facts, type: 'webhook' }],
)
const canvas = readCanvas(readText(source), types)
const execution = {
  trigger: { data: { body: { lines: ['a', 'b'] } } },
  steps: [
    { step: 'charge', node: 'charge', status: 'success', output: { id: 'c1' } },
    { step: 'each_line', node: 'each_line', status: 'success', input: { items: ['a', 'b'] }, output: [1] },
  ],
}

function read(key: string, expression: string, pins = {}): Json {
  const scope = toScope(exampleScope({ canvas, key, execution, pins }))
  return evaluateTemplate(compileTemplate(expression).template, scope)
}

test('what came in is what the node before gave, or what the trigger brought', () => {
  expect(read('each_line', '{{ input.id }}')).toBe('c1')
  expect(read('charge', '{{ input.body.lines[1] }}')).toBe('b')
})

test('outputs of all nodes, the trigger and the first item of the loop around are there', () => {
  expect(read('done', '{{ nodes.charge.output.id + trigger.body.lines[0] }}')).toBe('c1a')
  expect(read('ship', '{{ item }} {{ index }}')).toBe('a 0')
})

test('what is pinned counts before what was recorded', () => {
  expect(read('each_line', '{{ input.id }}', { charge: { id: 'pinned' } })).toBe('pinned')
})

import { expect, test } from 'vitest'
import { completeExpression } from './complete-expression.ts'

const body = { total: 12, 'unit price': 4, lines: [{ sku: 'mill' }] }
const scope = {
  names: { trigger: { body }, input: body, nodes: { charge: { output: { id: 'c1' } } } },
  nodes: { charge: { output: { id: 'c1' } } },
}

function at(marked: string) {
  const cursor = marked.indexOf('|')
  const found = completeExpression(marked.replace('|', ''), cursor, scope)
  return found?.options.map(({ label, detail }) => `${label} ${detail}`)
}

test.each([
  ['{{ | }}', ['trigger 1 fields', 'input 3 fields', 'nodes 1 fields']],
  ['{{ tri| }}', ['trigger 1 fields']],
  ['{{ trigger.body.| }}', ['total 12', 'unit price 4', 'lines 1 items']],
  ['{{ trigger.body?.to| }}', ['total 12']],
  ['{{ input.lines[0].| }}', ['sku "mill"']],
  ['{{ nodes.charge.output.| > 3 }}', ['id "c1"']],
  ['{{ input.total > 1 && input.li| }}', ['lines 1 items']],
])('%s', (marked, options) => {
  expect(at(marked)).toEqual(options)
})

test.each(['plain tri|', '{{ a }} tri|', '{{ nothing.| }}', '{{ constructor.| }}'])('nothing for %s', (marked) => {
  expect(at(marked)).toBeUndefined()
})

test('a name that is no word stands in brackets, in place of the dot', () => {
  const text = '{{ input.unit'
  const [option] = completeExpression(text, text.length, scope)?.options ?? []
  expect(option && text.slice(0, option.from) + option.insert).toBe('{{ input["unit price"]')
})

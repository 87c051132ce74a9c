import { expect, test } from 'vitest'
import { fieldOf } from '../types/read-member.ts'
import { mapOf, numberType, stringType, unknownType } from '../types/value-type.ts'
import type { Catalog } from './catalog.ts'
import { parseWorkflow } from './parse-workflow.ts'
import { problemsOf } from './testing/find-problems.ts'
import { smallCatalog } from './testing/small-catalog.ts'

const catalog: Catalog = {
  ...smallCatalog,
  node(type) {
    const facts = smallCatalog.node(type)
    if (type === 'set') return facts && { ...facts, outputType: (_written, { params }) => fieldOf(params, 'values') }
    if (type === 'http.request') return facts && { ...facts, outputType: () => mapOf({ status: numberType, body: unknownType }) }
    return type === 'code' ? facts && { ...facts, outputType: broken } : facts
  },
  trigger(type) {
    const facts = smallCatalog.trigger(type)
    return type === 'webhook' ? facts && { ...facts, dataType: () => mapOf({ method: stringType, body: unknownType }) } : facts
  },
}

function broken(): never {
  throw new Error('The plugin broke.')
}

function fieldProblems(source: string): readonly string[] {
  const problems = problemsOf(parseWorkflow(source, catalog)).filter(({ code }) => code === 'UNKNOWN_FIELD')
  return problems.map(({ message, position, suggestion = '' }) => `${position.line}:${position.column} ${message} ${suggestion}`.trim())
}

const two = (expression: string) => `id: w
nodes:
  load: { type: http.request, with: { url: x }, next: tell }
  tell: { type: log, with: { message: "${expression}" } }
`

test('a field that a value cannot have is a warning with its place and the nearest one', () => {
  expect(fieldProblems(two('Status {{ nodes.load.output.statsu }}'))).toEqual([
    '4:68 The expression in node "tell" reads "statsu" of nodes.load.output, which has only status and body. status',
  ])
  expect(parseWorkflow(two('{{ input.statsu }}'), catalog)).toMatchObject({ ok: true, warnings: [{ severity: 'warning' }] })
})

test.each([
  ['{{ [1].first }}', 'reads "first" of [1], which is a list: read one item, as in [0], or all of them with map.'],
  ['{{ input.status.code }}', 'reads "code" of input.status, which is a number and has no such field.'],
  ['{{ ({}).a }}', 'reads "a" of {}, which is an empty map and has no such field.'],
])('%s says what there is instead', (expression, message) => {
  expect(fieldProblems(two(expression))[0]).toContain(message)
})

test('a place in a key or a fallback is found too', () => {
  const source = `id: w
nodes:
  load: { type: http.request, with: { url: x }, fallback: { a: "{{ error.cod }}" }, next: tell }
  tell: { type: set, with: { values: { "{{ input.boddy }}": 1 } } }
`
  expect(fieldProblems(source)).toEqual([
    '3:74 The expression in node "load" reads "cod" of error, which has only code, class, message, step and details. code',
    '4:50 The expression in node "tell" reads "boddy" of input, which has only status, body and a. body',
  ])
})

test.each([
  ['is read where a failure leads to as well', '{{ input.error?.code ?? input.status }}', 'next: { success: tell, error: tell }'],
  ['takes the place of a failure', '{{ input.instead ?? input.status }}', 'next: tell, fallback: { instead: 1 }'],
  ['goes on with the error', '{{ input.error?.message ?? input.status }}', 'next: tell, onError: continue'],
])('nothing is said of what %s', (_, expression, more) => {
  const source = two(expression).replace('next: tell', more)
  expect(fieldProblems(source)).toEqual([])
})

test('what another check reports is not told twice', () => {
  const source = two('{{ inputs.x + vars.y + nodes.load.outptu + nodes.nobody.output.x + trigger.x }}')
  expect(fieldProblems(source)).toEqual([])
})

test('of a webhook, the names around the body are known; of a manual start nothing is', () => {
  const source = two('{{ trigger.bdoy }} {{ trigger.body.any }}').replace(
    'nodes:',
    'triggers: { t: { type: webhook, with: { path: /x } } }\nnodes:',
  )
  expect(fieldProblems(source)).toMatchObject([expect.stringContaining('which has only method, body, id and type. body')])
  expect(fieldProblems(source.replace('nodes:', '  # more\nnodes:').replace(' } } }', ' } }, m: { type: manual } }'))).toEqual([])
})

test('a called workflow may read what the call brings', () => {
  const source = two('{{ trigger.inputs?.x ?? trigger.body }}')
  expect(fieldProblems(source.replace('nodes:', 'triggers: { t: { type: webhook, with: { path: /x } } }\nnodes:'))).toEqual([])
})

test('a type that breaks gives nothing that is known', () => {
  const source = `id: w
nodes:
  own: { type: code, with: { code: x }, next: tell }
  tell: { type: log, with: { message: "{{ input.any.thing }}" } }
`
  expect(fieldProblems(source)).toEqual([])
})

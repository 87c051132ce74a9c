import { parseWorkflow } from '@millrace/engine'
import { expect, test } from 'vitest'
import { createStandardCatalog } from './standard-catalog.ts'

const catalog = createStandardCatalog()

/** The fields that the last node, which logs the text, is warned of. */
function missing(nodes: string, text: string, triggers = ''): readonly string[] {
  const source = `id: w\n${triggers}nodes:\n${nodes}\n  last: { type: log, with: { message: "${text}" } }\n`
  const parsed = parseWorkflow(source, catalog)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.warnings.flatMap(({ code, message }) => (code === 'UNKNOWN_FIELD' ? [/reads "(.*?)"/.exec(message)?.[1] ?? ''] : []))
}

const a = '  a: { type: set, with: { values: { id: 1, tags: [x] } }, next: b }\n'
const entry = (type: string, more = '') => `${a}  b: { type: ${type}, with: { ${more} }, next: last }`

test.each([
  ['if', 'condition: "{{ input.id }}"'],
  ['switch', 'value: 1, cases: { one: 1 }'],
  ['log', 'message: x'],
  ['debounce', 'key: x'],
  ['throttle', 'limit: 1, per: 1s'],
  ['wait.delay', 'for: 1s'],
  ['wait.until', 'at: "2030-01-01T00:00:00Z"'],
  ['respond', 'status: 200'],
  ['stop', 'ends: path'],
])('%s gives out what came in', (type, params) => {
  expect(missing(entry(type, params), '{{ input.id }} {{ input.none }}')).toEqual(['none'])
})

test.each([
  ['set', 'values: { total: 2 }', '{{ input.total }} {{ input.id }}', ['id']],
  ['set', 'values: { total: 2 }, keep: true', '{{ input.total }} {{ input.id }} {{ input.none }}', ['none']],
  ['set', 'values: "{{ { total: input.id } }}"', '{{ input.total }} {{ input.none }}', ['none']],
  ['set', 'values: "{{ input.tags[0] }}"', '{{ input.any }}', ['any']],
  ['set', 'values: { "{{ input.id }}": 1 }', '{{ input.any }}', []],
  ['respond', 'body: { ok: true }', '{{ input.ok }} {{ input.id }}', ['id']],
  ['filter', 'items: "{{ [input] }}", where: { path: id, is: exists }', '{{ input[0].id }} {{ input[0].none }}', ['none']],
  ['json.parse', 'text: "{}"', '{{ input.any.thing }}', []],
  ['http.request', 'url: "https://x.test"', '{{ input.body.any }} {{ input.data }}', ['data']],
  ['workflow.call', 'workflow: other', '{{ input.any }}', []],
  ['workflow.call', 'workflow: other, wait: false', '{{ input.executionId }} {{ input.any }}', ['any']],
  ['transform', 'steps: []', '{{ input.any }}', []],
])('%s with %s', (type, params, text, fields) => {
  expect(missing(entry(type, params), text)).toEqual(fields)
})

const branches = (params: string, more = '') => `
  start: { type: set, with: { values: {} }, next: [a, b] }
  a: { type: set, with: { values: { x: 1 } }, next: both }
  b: { type: set, with: { values: { y: 1 } }, next: both${more} }
  both: { type: merge, with: { ${params} }, next: last }`

test.each([
  ['', '{{ input.a.x }} {{ input.b.x }} {{ input.c }}', ['x', 'c']],
  ['combine: list', '{{ input[0].x }} {{ input[1].y }} {{ input[0].z }}', ['z']],
  ['combine: object', '{{ input.x }} {{ input.y }} {{ input.z }}', ['z']],
  ['combine: first', '{{ input.x }} {{ input.y }} {{ input.a }}', ['a']],
  ['combine: by-position', '{{ input[0].any }}', []],
])('merge with %s', (params, text, fields) => {
  expect(missing(branches(params), text)).toEqual(fields)
})

test('scopes give what their nodes give', () => {
  const nodes = `
  each:
    type: for-each
    with: { items: [{ sku: pen }], onItemError: collect }
    nodes: { one: { type: set, with: { values: { sku: "{{ item.sku }}", none: "{{ item.price }}" } } } }
    next: attempt
  attempt:
    type: try
    nodes: { risky: { type: http.request, with: { url: "https://x.test" } } }
    catch: { mend: { type: set, with: { values: { why: "{{ error.reason }}" } } } }
    next: last`
  const text =
    '{{ nodes.each.output[0].sku }} {{ nodes.each.output[0].error.code }} {{ nodes.each.output.sku }} {{ input.status }} {{ input.why }} {{ input.x }}'
  expect(missing(nodes, text)).toEqual(['price', 'reason', 'sku', 'x'])
})

test('of a webhook all but the body is known, of the error trigger all', () => {
  const hook = 'triggers: { w: { type: webhook, with: { path: "/o/:id" } } }\n'
  const text =
    '{{ trigger.params.id }} {{ trigger.params.nr }} {{ trigger.query.any }} {{ trigger.body.any }} {{ trigger.rawBody }} {{ trigger.data }}'
  expect(missing(a.replace(', next: b', ''), text, hook)).toEqual(['nr', 'data'])
  const failed = 'triggers: { e: { type: error } }\n'
  expect(missing(a.replace(', next: b', ''), '{{ trigger.error.code }} {{ trigger.workflow.nam }}', failed)).toEqual(['nam'])
})

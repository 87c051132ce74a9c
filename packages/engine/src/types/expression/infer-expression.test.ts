import { describe, expect, test } from 'vitest'
import { compileTemplate } from '../../expression/template.ts'
import { inferTemplate, type PlacedMiss, textsByPath } from '../infer-template.ts'
import { schemaOfType } from '../schema-of-type.ts'
import { typeOfJson } from '../type-of-json.ts'
import { listOf, mapOf, nullType, stringType, unionOf, unknownType, type ValueType } from '../value-type.ts'

const order = mapOf({ id: typeOfJson(1), name: stringType, lines: listOf(mapOf({ sku: stringType, price: typeOfJson(1) })) })
const roots: Readonly<Record<string, ValueType>> = {
  input: order,
  trigger: unknownType,
  item: unionOf([order, mapOf({ error: stringType }), nullType]),
  vars: mapOf({ a: stringType }, unknownType),
}

function infer(source: string): { readonly type: ValueType; readonly misses: readonly string[] } {
  const { texts, problems } = compileTemplate(source)
  expect(problems).toEqual([])
  const misses: PlacedMiss[] = []
  const scope = { root: (name: string) => roots[name] ?? unknownType, node: () => mapOf({ output: order }) }
  const type = inferTemplate(source, { texts: textsByPath(texts), scope, onMiss: (miss) => misses.push(miss) })
  return { type, misses: misses.map(({ object, key, offset }) => `${object} ${key} ${offset}`) }
}

/** In short: `list of map { sku: string }`. */
function shown(type: ValueType): string {
  if (type.kind === 'list') return `list of ${shown(type.of)}`
  if (type.kind === 'union') return type.of.map(shown).join(' | ')
  if (type.kind !== 'map') return type.kind
  const fields = Object.entries(type.fields).map(([name, field]) => `${name}: ${shown(field.type)}`)
  return `{ ${[...fields, ...(type.rest ? [`…${shown(type.rest)}`] : [])].join(', ')} }`
}

describe('an expression gives', () => {
  test.each([
    ['input.id', 'number'],
    ['input["name"]', 'string'],
    ['input.lines[0].sku', 'string'],
    ['input.lines.length', 'number'],
    ['input.name.length', 'number'],
    ['input?.name', 'string | null'],
    ['item.name', 'string | null'],
    ['item.error ?? item.name', 'string | null'],
    ['nodes.load.output.name', 'string'],
    ['trigger.body.x', 'unknown'],
    ['vars.a', 'string'],
    ['vars.b', 'unknown'],
    ['1 + 2', 'number'],
    ['"a" + trigger', 'string'],
    ['trigger.a + trigger.b', 'string | number'],
    ['input.id * 2 > 3', 'boolean'],
    ['!trigger', 'boolean'],
    ['typeof trigger', 'string'],
    [`\`a \${input.id}\``, 'string'],
    ['input.id ? input.name : 3', 'string | number'],
    ['input && input.id', 'number'],
    ['input.name && input.id', 'string | number'],
    ['input || 1', '{ id: number, name: string, lines: list of { sku: string, price: number } } | number'],
    ['[1, "a", null]', 'list of number | string | null'],
    ['[...input.lines, 1]', 'list of { sku: string, price: number } | number'],
    ['{ a: 1, b: { c: input.id } }', '{ a: number, b: { c: number } }'],
    ['{ ...input, id: "x" }', '{ id: string, name: string, lines: list of { sku: string, price: number } }'],
    ['{ id: "x", ...input }.id', 'number | string'],
    ['{ a: 1, ...trigger }', '{ …unknown }'],
    ['{ a: 1, [input.name]: "x" }', '{ a: number | string, …string }'],
    ['input.lines.map(line => line.price)', 'list of number'],
    ['input.lines.map(({ sku, ...rest }, i) => ({ sku, i }))', 'list of { sku: string, i: number }'],
    ['input.lines.filter(line => line.price > 1)[0].sku', 'string'],
    ['input.lines.find(line => line.price > 1)?.sku', 'string | null'],
    ['input.lines.flatMap(line => [line.sku])', 'list of string'],
    ['input.lines.reduce((sum, line) => sum + line.price, 0)', 'unknown'],
    ['input.lines.toSorted((a, b) => a.price - b.price).at(-1)', '{ sku: string, price: number } | null'],
    ['[{ x: 1 }, {}].map(({ x = "none" }) => x)', 'list of number | null | string'],
    ['input.name.split(",").map(part => part.trim())', 'list of string'],
    ['input.name.match(/a/)', 'unknown'],
    ['/a/.test(input.name)', 'boolean'],
    ['trigger.slice(1)', 'list of unknown | string'],
    ['trigger.toUpperCase()', 'string'],
    ['Object.keys(trigger)', 'list of string'],
    ['Object.values({ a: 1, b: "x" })', 'list of null | number | string'],
    ['Object.entries(input.lines[0]).map(([key, value]) => value)', 'list of string | null | number'],
    ['Object.assign({}, { a: 1 }, { b: "x" })', '{ a: number, b: string }'],
    ['Math.max(1, 2) + Math.PI', 'number'],
    ['JSON.parse(input.name)', 'unknown'],
    ['new Date(0)', 'unknown'],
    ['new Date(0).toISOString()', 'string'],
    ['Array.from({ length: 3 }, (_, i) => i)', 'list of number'],
    ['Array.from(input.lines, line => line.sku)', 'list of string'],
  ])('%s: %s', (source, type) => {
    const inferred = infer(`{{ ${source} }}`)
    expect([shown(inferred.type), inferred.misses]).toEqual([type, []])
  })
})

describe('a field that cannot be there is told, once and with its place', () => {
  test.each([
    ['{{ input.nam }}', ['input nam 9']],
    ['Hello {{ input.nam.first.last }}!', ['input nam 15']],
    ['{{ input.lines.sku }}', ['input.lines sku 15']],
    ['{{ input.lines.map(line => line.prise) }}', ['line prise 32']],
    ['{{ input.lines.map(({ prise }) => prise) }}', ['{ prise } prise 22']],
    ['{{ input.id.value }}', ['input.id value 12']],
    ['{{ item.nam }}', ['item nam 8']],
    ['{{ input?.nam ?? 1 }}', ['input nam 10']],
    ['{{ nodes.load.output.nam }}', ['nodes.load.output nam 21']],
    ['{{ input.a && input.b }}', ['input a 9', 'input b 20']],
    ['{{ trigger.filter(x => x.a === input.nam) }}', ['input nam 37']],
    ['{{ { a: 1 }.b }}', ['{ a: 1 } b 12']],
    ['{{ input[input.nam] }}', ['input nam 15']],
    ['{{ [...input.nam] }}', ['input nam 13']],
    ['{{ Math.max(input.nam) }}', ['input nam 18']],
  ])('%s', (source, misses) => {
    expect(infer(source).misses).toEqual(misses)
  })

  test.each([
    'null.a',
    'input.lines[trigger.index].sku',
    'trigger.a.b.c',
    'vars.x.y',
    '{ ...trigger }.a',
    '{ ...item }.anything',
    '(item ?? {}).name',
    'input.lines[-1]',
    'JSON.parse("{}").a',
    'input.lines.reduce((sum, line) => ({ ...sum, a: 1 }), {}).a',
    '"a".match(/(?<x>a)/).groups.x',
  ])('but not of %s', (source) => {
    expect(infer(`{{ ${source} }}`).misses).toEqual([])
  })
})

test('in a template, constants are what they are and computed keys may be any', () => {
  const source = { a: 1, list: ['x', '{{ input.id }}'], '{{ input.name }}': true, text: 'No {{ input.id }}' }
  const { texts } = compileTemplate(source)
  const scope = { root: () => order, node: () => unknownType }
  const type = inferTemplate(source, { texts: textsByPath(texts), scope, onMiss: () => expect.fail('nothing is missing') })
  expect(shown(type)).toBe('{ …number | list of string | number | boolean | string }')
})

test('what is large is known in less detail, so that it stays small however often it is held', () => {
  let type: ValueType = order
  for (let times = 0; times < 1_000; times++) type = mapOf({ a: type, b: type })
  expect(JSON.stringify(schemaOfType(type)).length).toBeLessThan(50_000)
})

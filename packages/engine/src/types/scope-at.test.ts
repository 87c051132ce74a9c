import { describe, expect, test } from 'vitest'
import type { Catalog } from '../document/catalog.ts'
import { smallCatalog } from '../document/testing/small-catalog.ts'
import type { JsonObject } from '../json.ts'
import { fieldOf } from './read-member.ts'
import { scopeAt } from './scope-at.ts'
import { mapOf, numberType, unknownType } from './value-type.ts'

/** The small catalog, with types that tell what they give out. */
const catalog: Catalog = {
  ...smallCatalog,
  node(type) {
    const facts = smallCatalog.node(type)
    if (type === 'set') return facts && { ...facts, outputType: (_written, { params }) => fieldOf(params, 'values') }
    if (type === 'http.request') return facts && { ...facts, outputType: () => mapOf({ status: numberType, body: unknownType }) }
    return type === 'log' || type === 'if' ? facts && { ...facts, outputType: (_written, { input }) => input } : facts
  },
}

function namesAt(source: string, node: string): Readonly<Record<string, JsonObject>> {
  const answer = scopeAt(source, catalog, node)
  if (answer.status !== 'found') throw new Error(`There is no ${node}.`)
  return Object.fromEntries(answer.scope.names.map(({ name, schema }) => [name, schema]))
}

/** `load?` is a node that may not have run. */
function nodesAt(source: string, node: string): readonly string[] {
  const properties = namesAt(source, node).nodes?.properties as Readonly<Record<string, JsonObject>>
  return Object.entries(properties).map(([id, schema]) => (schema.mayNotHaveRun ? `${id}?` : id))
}

const diamond = `
id: w
nodes:
  start: { type: if, with: { condition: 1 }, next: { true: left, false: right } }
  left: { type: set, with: { values: { a: 1 } }, next: join }
  right: { type: http.request, with: { url: x }, next: { success: join, error: join } }
  join: { type: log, with: { message: x }, next: last }
  last: { type: log, with: { message: x } }
  beside: { type: log, with: { message: x } }
`

describe('nodes', () => {
  test('are those that come before, marked when there is a way round them', () => {
    expect(nodesAt(diamond, 'last')).toEqual(['start', 'left?', 'right?', 'join'])
    expect(nodesAt(diamond, 'left')).toEqual(['start'])
    expect(nodesAt(diamond, 'beside')).toEqual([])
  })

  test('of the sections around count as far as they come before the scope', () => {
    const source = `
id: w
nodes:
  first: { type: log, with: { message: x }, next: each }
  each:
    type: for-each
    with: { items: [1] }
    nodes:
      a: { type: log, with: { message: x }, next: b }
      b: { type: log, with: { message: x } }
  after: { type: log, with: { message: x } }
`
    expect(nodesAt(source, 'b')).toEqual(['first', 'a'])
  })

  test('of a body are seen from its catch, and a loop from inside it', () => {
    const source = `
id: w
nodes:
  try:
    type: try
    nodes: { risky: { type: log, with: { message: x } } }
    catch: { mend: { type: log, with: { message: x } } }
  again:
    type: loop
    with: { until: true }
    nodes: { round: { type: log, with: { message: x } } }
`
    expect(nodesAt(source, 'mend')).toEqual(['risky?'])
    expect(nodesAt(source, 'round')).toEqual(['again?'])
    expect(Object.keys(namesAt(source, 'mend'))).toContain('error')
    expect(Object.keys(namesAt(source, 'round'))).toContain('index')
    expect(Object.keys(namesAt(source, 'round'))).not.toContain('item')
  })
})

describe('the input', () => {
  const shape = (properties: object) => expect.objectContaining({ properties })

  test('over several edges is what came over one, or a map by node id', () => {
    expect(namesAt(diamond, 'join').input).toMatchObject({
      anyOf: expect.arrayContaining([
        shape({ a: expect.anything() }),
        shape({ status: expect.anything(), body: {} }),
        shape({ error: expect.anything() }),
        shape({ left: expect.anything(), right: expect.anything() }),
      ]),
    })
  })

  test('in a for-each is its item', () => {
    const source = `
id: w
nodes:
  each: { type: for-each, with: { items: [{ sku: pen }] }, next: sum, nodes: { one: { type: set, with: { values: { s: "{{ item.sku }}" } } } } }
  sum: { type: log, with: { message: x } }
`
    expect(namesAt(source, 'one')).toMatchObject({ item: { properties: { sku: { type: 'string' } } }, index: { type: 'number' } })
    expect(namesAt(source, 'sum').input).toMatchObject({
      type: 'array',
      items: { anyOf: [{ properties: { s: { type: 'string' } } }, { type: 'null' }] },
    })
  })
})

test('what the file declares is described', () => {
  const source = `
id: w
inputs: { order: { type: object, required: true, description: The order }, level: { enum: [1, 2] } }
vars: { shop: { url: x } }
nodes:
  ask: { type: wait.approval, name: Ask the boss, next: a }
  a: { type: log, with: { message: x } }
`
  expect(namesAt(source, 'a')).toMatchObject({
    inputs: { properties: { order: { type: 'object', description: 'The order' }, level: { type: 'number' } }, required: ['order'] },
    vars: { properties: { shop: { properties: { url: { type: 'string' } } } }, additionalProperties: {} },
    waiting: { properties: { ask: { properties: { url: { type: 'string' } } } } },
    nodes: { properties: { ask: { description: 'Ask the boss, wait.approval' } } },
  })
})

describe('a text with mistakes', () => {
  test('gives what can be read of it', () => {
    const source = `
id: 7
nodes:
  a: { type: set, with: { values: { x: 1 } }, next: [b, nobody] }
  b: { type: nothing, with: { x: "{{ oops( }}" }, nxt: c }
`
    expect(namesAt(source, 'b').input).toMatchObject({ properties: { x: { type: 'number' } } })
  })

  test('with a circle knows which nodes are in it', () => {
    const source = `
id: w
nodes:
  a: { type: log, with: { message: x }, next: b }
  b: { type: log, with: { message: x }, next: a }
`
    expect(nodesAt(source, 'b')).toEqual(['a'])
    expect(namesAt(source, 'b').input).toEqual({})
  })

  test.each(['', '[]', 'a: [', 'nodes: 3', 'nodes: { a: 3 }'])('and no such node, %j', (source) => {
    expect(scopeAt(source, catalog, 'x')).toMatchObject({ status: 'unknown' })
  })
})

test('a workflow of a thousand nodes gives no megabytes', () => {
  const nodes = Array.from({ length: 1_000 }, (_, index) => {
    const next = index < 999 ? `, next: n${index + 1}` : ''
    return `  n${index}: { type: set, with: { values: { a: "{{ input }}", b: "{{ input }}" } }${next} }`
  })
  const scope = namesAt(`id: w\nnodes:\n${nodes.join('\n')}\n`, 'n999')
  expect(JSON.stringify(scope).length).toBeLessThan(2_000_000)
  expect(Object.keys(scope.nodes?.properties ?? {})).toHaveLength(999)
})

import { describe, expect, test } from 'vitest'
import { planOf, testCatalog } from '../testing/test-catalog.ts'
import { compilePlan } from './compile-plan.ts'
import type { Plan, PlanNode } from './plan.ts'

function nodeOf(plan: Plan, id: string): PlanNode {
  const node = plan.nodes.get(id)
  if (node === undefined) throw new Error(`The plan has no node ${id}.`)
  return node
}

const edges = (plan: Plan, id: string) => nodeOf(plan, id).outgoing.map(({ port, to }) => `${port}>${to.id}`)

describe('the plan of a workflow', () => {
  test('holds every node at any depth, each in its section at its place', () => {
    const plan = planOf({
      first: {},
      each: { type: 'for-each', nodes: { a: {}, t: { type: 'try', nodes: { b: {} }, catch: { c: {} }, finally: { d: {} } } } },
    })
    expect([...plan.nodes.keys()].sort()).toEqual(['a', 'b', 'c', 'd', 'each', 'first', 't'])
    const places = ['first', 'each', 'a', 't', 'b', 'c', 'd'].map((id) => `${nodeOf(plan, id).section.part} ${nodeOf(plan, id).index}`)
    expect(places).toEqual(['root 0', 'root 1', 'body 0', 'body 1', 'body 0', 'catch 0', 'finally 0'])
    expect(nodeOf(plan, 't').scope).toMatchObject({
      kind: 'try',
      body: { part: 'body' },
      catch: { part: 'catch' },
      finally: { part: 'finally' },
    })
    expect(nodeOf(plan, 'each').scope).not.toHaveProperty('catch')
    expect(nodeOf(plan, 'first')).not.toHaveProperty('scope')
  })

  test('says which nodes begin a section: those no edge leads to', () => {
    const plan = planOf({ a: { next: 'c' }, b: {}, c: {}, each: { type: 'for-each', nodes: { x: { next: 'y' }, y: {} } } })
    expect(plan.root.entries.map(({ id }) => id)).toEqual(['a', 'b', 'each'])
    expect(nodeOf(plan, 'each').scope?.body.entries.map(({ id }) => id)).toEqual(['x'])
  })

  test('has an edge for each target, in the order of the file, both ways', () => {
    const plan = planOf({ a: { type: 'choice', next: { b: ['x', 'y'], a: 'x' } }, b: { next: ['x', 'y'] }, x: {}, y: {} })
    expect(edges(plan, 'a')).toEqual(['b>x', 'b>y', 'a>x'])
    expect(edges(plan, 'b')).toEqual(['*>x', '*>y'])
    expect(nodeOf(plan, 'x').incoming.map(({ from, port }) => `${from.id}.${port}`)).toEqual(['a.b', 'a.a', 'b.*'])
  })

  test('takes the key default as every other port, unless the type has a port of that name', () => {
    expect(edges(planOf({ a: { type: 'choice', next: { default: 'x' } }, x: {} }), 'a')).toEqual(['*>x'])
    expect(edges(planOf({ a: { type: 'switch', next: { default: 'x' } }, x: {} }), 'a')).toEqual(['default>x'])
  })

  test('has durations in milliseconds, and none where none is written', () => {
    const plan = planOf({ a: { timeout: '90s', retry: { attempts: 3 } }, b: {} }, { timeout: '2h' })
    expect(plan.timeoutMs).toBe(7_200_000)
    expect(nodeOf(plan, 'a')).toMatchObject({ timeoutMs: 90_000, retry: { attempts: 3 } })
    expect(nodeOf(plan, 'b')).not.toHaveProperty('timeoutMs')
    expect(nodeOf(plan, 'b')).not.toHaveProperty('retry')
    expect(planOf({ a: {} })).not.toHaveProperty('timeoutMs')
  })

  test('names the workflow to start after a failure, where one is written', () => {
    expect(planOf({ a: {} }, { onFailure: 'tell-ops' }).onFailure).toBe('tell-ops')
    expect(planOf({ a: {} })).not.toHaveProperty('onFailure')
  })

  test('has the template of each parameter on its own', () => {
    const node = nodeOf(planOf({ a: { with: { one: '{{ input }}', two: 2 } } }), 'a')
    expect([...node.param.keys()]).toEqual(['one', 'two'])
    expect(node.params.references).toEqual([expect.objectContaining({ root: 'input' })])
  })

  test('takes what a type calls literal as written: no template, no reference, no secret', () => {
    const node = nodeOf(planOf({ a: { type: 'code', with: { code: 'f({{ a: "{{ secrets.KEY }}" }})', input: '{{ vars.x }}' } } }), 'a')
    expect(node.params.references.map(({ root }) => root)).toEqual(['vars'])
    expect(node.params.isSecret).toBe(false)
  })

  test('lists what expressions name, sorted and once, from inside scopes too; a computed name as *', () => {
    const plan = planOf({
      a: { with: { url: '{{ vars.host }}/{{ vars.base }}', key: '{{ secrets.KEY }}' } },
      each: { type: 'for-each', nodes: { b: { with: { host: '{{ vars.host }}', home: '{{ env.HOME }}' } } } },
      c: { with: { any: '{{ env[input.name] }}', link: '{{ waiting.ok.url + toString }}' } },
      ok: { type: 'approval' },
    })
    expect(plan.uses).toEqual({ vars: ['base', 'host'], env: ['*', 'HOME'], secrets: ['KEY'], waiting: ['ok'] })
  })

  test('is refused for what was not validated: an unknown type, an unknown target', () => {
    expect(() => compilePlan({ id: 'w', nodes: { a: { type: 'nope' } } }, testCatalog)).toThrow('unknown type nope')
    expect(() => compilePlan({ id: 'w', nodes: { a: { type: 'task', next: 'b' } } }, testCatalog)).toThrow('unknown node b')
  })

  test('lets no edge cross sections of the same level: a target inside a scope is unknown to the nodes after it', () => {
    const plan = planOf({ each: { type: 'for-each', nodes: { x: {} } }, after: {} })
    expect(nodeOf(plan, 'x').incoming).toEqual([])
  })
})

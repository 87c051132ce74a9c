import { describe, expect, test } from 'vitest'
import { findMarked, findProblems } from './testing/find-problems.ts'

const log = (expression: string) => `type: log, with: { message: "{{ ${expression} }}" }`
const hi = 'type: log, with: { message: hi }'

describe('reading the output of nodes', () => {
  test.each([
    ['a node that does not exist', `nodes: { a: { ${hi}, next: b }, b: { ${log('‸nodes.aa.output')} } }`, ['UNKNOWN_NODE']],
    ['something else than the output', `nodes: { a: { ${hi}, next: b }, b: { ${log('‸nodes.a.body')} } }`, ['UNKNOWN_NODE_FACT']],
    ['itself', `nodes: { a: { ${log('‸nodes.a.output')} } }`, ['SELF_REFERENCE']],
    [
      'the for-each around it',
      `nodes: { each: { type: for-each, with: { items: [] }, nodes: { a: { ${log('‸nodes.each.output')} } } } }`,
      ['SELF_REFERENCE'],
    ],
    [
      'a node inside a scope',
      `nodes: { l: { type: loop, nodes: { a: { ${hi} } }, next: b }, b: { ${log('‸nodes.a.output')} } }`,
      ['REFERENCE_INTO_SCOPE'],
    ],
    [
      'a node inside itself',
      `nodes: { l: { type: loop, with: { while: "{{ ‸nodes.a.output }}" }, nodes: { a: { ${hi} } } } }`,
      ['REFERENCE_INTO_SCOPE'],
    ],
    ['a later node', `nodes: { a: { ${log('‸nodes.b.output')}, next: b }, b: { ${hi} } }`, ['NOT_UPSTREAM']],
    ['a node beside it', `nodes: { a: { ${hi}, next: [b, c] }, b: { ${hi} }, c: { ${log('‸nodes.b.output')} } }`, ['NOT_UPSTREAM']],
    [
      'a node beside the scope around it',
      `nodes: { a: { ${hi} }, l: { type: loop, nodes: { c: { ${log('‸nodes.a.output')} } } } }`,
      ['NOT_UPSTREAM'],
    ],
  ])('%s is a problem at its place', (_, source, codes) => {
    const { found, expected } = findMarked(`id: x\n${source}`, codes)
    expect(found).toEqual(expected)
  })

  test.each([
    ['the node before', `nodes: { a: { ${hi}, next: b }, b: { ${log('nodes.a.output.id')} } }`],
    ['a node far before', `nodes: { a: { ${hi}, next: b }, b: { ${hi}, next: c }, c: { ${log('nodes.a.output')} } }`],
    ['how it ended', `nodes: { a: { ${hi}, next: b }, b: { ${log('nodes.a.status + nodes.a.port + nodes.a.error.message')} } }`],
    ['a node before the scope around', `nodes: { a: { ${hi}, next: l }, l: { type: loop, nodes: { b: { ${log('nodes.a.output')} } } } }`],
    ['the loop around, for what it has done so far', `nodes: { l: { type: loop, nodes: { b: { ${log('nodes.l.output')} } } } }`],
    [
      'the inside of a loop from its until, and itself from its while',
      `nodes: { l: { type: loop, with: { until: "{{ nodes.b.output.done }}", while: "{{ nodes.l.output }}" }, nodes: { b: { ${hi} } } } }`,
    ],
    [
      'a node of the body from the catch and what is inside it',
      `nodes: { t: { type: try, nodes: { a: { ${hi} } }, catch: { l: { type: loop, nodes: { b: { ${log('nodes.a.status')} } } } } } }`,
    ],
    [
      'a node before the try from its catch',
      `nodes: { a: { ${hi}, next: t }, t: { type: try, nodes: { b: { ${hi} } }, catch: { c: { ${log('nodes.a.output')} } } } }`,
    ],
  ])('%s is fine', (_, source) => {
    expect(findProblems(`id: x\n${source}`)).toEqual([])
  })

  test('a node inside another scope is answered with what to read instead', () => {
    const source = `id: x\nnodes: { outer: { type: loop, nodes: { inner: { type: loop, nodes: { a: { ${hi} } } } }, next: b }, b: { ${log('nodes.a.output')} } }`
    expect(findProblems(source)[0]?.message).toBe('"a" is inside "inner" and cannot be read from "b": read nodes.outer.output.')
  })

  test('order is not judged in a section that has a cycle', () => {
    const source = `id: x\nnodes: { a: { ${log('nodes.b.output')}, next: b }, b: { ${hi}, next: ‸a } }`
    const { found, expected } = findMarked(source, ['CYCLE'])
    expect(found).toEqual(expected)
  })

  test('the nearest node comes along', () => {
    expect(findProblems(`id: x\nnodes: { charge: { ${hi}, next: b }, b: { ${log('nodes.chrage.output')} } }`)[0]?.suggestion).toBe('charge')
  })
})

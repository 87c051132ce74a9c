import { describe, expect, test } from 'vitest'
import { findMarked, findProblems } from './testing/find-problems.ts'

const log = 'type: log, with: { message: hi }'

describe('edges', () => {
  test.each([
    ['to a node that does not exist', `id: x\nnodes: { a: { ${log}, next: ‸b } }`, ['UNKNOWN_TARGET']],
    ['to several that do not exist', `id: x\nnodes: { a: { ${log}, next: [‸b, ‸c] } }`, ['UNKNOWN_TARGET', 'UNKNOWN_TARGET']],
    ['by port to one that does not exist', `id: x\nnodes: { a: { ${log}, next: { error: [‸b] } } }`, ['UNKNOWN_TARGET']],
    ['to itself', `id: x\nnodes: { a: { ${log}, next: ‸a } }`, ['SELF_EDGE']],
    ['to something that is no id', `id: x\nnodes: { a: { ${log}, next: [‸1] } }`, ['WRONG_TYPE']],
    ['to nothing', `id: x\nnodes: { a: { ${log}, next: { ‸success: } } }`, ['WRONG_TYPE']],
    ['from a port that the type does not have', `id: x\nnodes: { a: { ${log}, next: { ‸sucess: b } }, b: { ${log} } }`, ['UNKNOWN_PORT']],
    ['into a scope', `id: x\nnodes: { a: { ${log}, next: ‸c }, b: { type: loop, nodes: { c: { ${log} } } } }`, ['EDGE_CROSSES_SCOPE']],
    ['out of a scope', `id: x\nnodes: { a: { ${log} }, b: { type: loop, nodes: { c: { ${log}, next: ‸a } } } }`, ['EDGE_CROSSES_SCOPE']],
    [
      'from a body to its handler',
      `id: x\nnodes: { b: { type: try, nodes: { c: { ${log}, next: ‸d } }, catch: { d: { ${log} } } } }`,
      ['EDGE_CROSSES_SCOPE'],
    ],
  ])('%s are a problem at their place', (_, source, codes) => {
    const { found, expected } = findMarked(source, codes)
    expect(found).toEqual(expected)
  })

  test('every node has the ports error and timeout, and default for any normal one', () => {
    const source = `id: x\nnodes: { a: { type: if, with: { condition: true }, next: { true: b, default: b, error: b, timeout: b } }, b: { ${log} } }`
    expect(findProblems(source)).toEqual([])
  })

  test('ports may depend on the parameters', () => {
    const source = `id: x\nnodes: { a: { type: switch, with: { value: 1, cases: { red: 1 } }, next: { red: b, ‸blue: b, default: b } }, b: { ${log} } }`
    const { found, expected } = findMarked(source, ['UNKNOWN_PORT'])
    expect(found).toEqual(expected)
  })

  test('ports are not judged while the parameters are wrong', () => {
    const source = `id: x\nnodes: { a: { type: switch, with: { value: 1, cases: ‸3 }, next: { blue: b } }, b: { ${log} } }`
    const { found, expected } = findMarked(source, ['INVALID_PARAM'])
    expect(found).toEqual(expected)
  })

  test('the nearest node and port come along', () => {
    const problems = findProblems(`id: x\nnodes: { charge: { ${log}, next: { sucess: shipp } }, ship: { ${log} } }`)
    expect(problems.map(({ suggestion }) => suggestion)).toEqual(['success', 'ship'])
  })

  test('says which scope stands in the way', () => {
    const [problem] = findProblems(`id: x\nnodes: { a: { ${log}, next: ship }, each_line: { type: loop, nodes: { ship: { ${log} } } } }`)
    expect(problem?.message).toBe(
      'ship is inside each_line and a is outside all scopes; an edge cannot cross a scope. Lead to a node outside all scopes.',
    )
  })
})

describe('cycles', () => {
  test('name their nodes in order and the scope to use', () => {
    const source = `
id: x
nodes:
  a: { ${log}, next: b }
  b: { ${log}, next: [c, d] }
  c: { ${log}, next: ‸a }
  d: { ${log} }
`
    const { found, expected } = findMarked(source, ['CYCLE'])
    expect(found).toEqual(expected)
    expect(findProblems(source.replace('‸', ''))[0]?.message).toBe(
      'These nodes lead in a circle: a → b → c → a. Put what is to be repeated inside a loop (with "while" or "until"), or inside a for-each to go through a list.',
    )
  })

  test('are told one by one, in every scope', () => {
    const source = `
id: x
nodes:
  a: { ${log}, next: b }
  b: { ${log}, next: ‸a }
  c: { ${log}, next: d }
  d: { ${log}, next: { success: ‸c } }
  each:
    type: loop
    nodes:
      e: { ${log}, next: f }
      f: { ${log}, next: [‸e] }
`
    const { found, expected } = findMarked(source, ['CYCLE', 'CYCLE', 'CYCLE'])
    expect(found).toEqual(expected)
  })

  test('of hundreds of nodes are told in a few words', () => {
    const chain = Array.from({ length: 300 }, (_, index) => `  n${index}: { ${log}, next: n${(index + 1) % 300} }`).join('\n')
    const [problem] = findProblems(`id: x\nnodes:\n${chain}`)
    expect(problem?.message).toContain('n0 → n1 → n2 → n3 → n4 → n5 → n6 → n7 → … 292 more … → n0.')
  })

  test('a diamond is none', () => {
    const source = `id: x\nnodes: { a: { ${log}, next: [b, c] }, b: { ${log}, next: d }, c: { ${log}, next: d }, d: { ${log} } }`
    expect(findProblems(source)).toEqual([])
  })
})

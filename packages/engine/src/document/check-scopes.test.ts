import { describe, expect, test } from 'vitest'
import { findMarked, findProblems } from './testing/find-problems.ts'

const body = 'nodes: { b: { type: log, with: { message: hi } } }'
const handler = '{ c: { type: log, with: { message: hi } } }'

describe('scopes', () => {
  test.each([
    ['nodes inside a plain node', `id: x\nnodes: { a: { type: log, with: { message: hi }, ‸${body} } }`, ['NOT_A_SCOPE']],
    ['a scope without nodes', 'id: x\nnodes: { ‸a: { type: loop } }', ['NO_NODES']],
    ['a scope with empty nodes', 'id: x\nnodes: { a: { type: loop, nodes: ‸{} } }', ['NO_NODES']],
    ['a workflow with empty nodes', 'id: x\nnodes: ‸{}', ['NO_NODES']],
    ['an empty catch', `id: x\nnodes: { a: { type: try, ${body}, catch: ‸{} } }`, ['NO_NODES']],
    ['a try without handlers', `id: x\nnodes: { ‸a: { type: try, ${body} } }`, ['TRY_WITHOUT_HANDLER']],
    ['a catch in a loop', `id: x\nnodes: { a: { type: loop, ${body}, ‸catch: ${handler} } }`, ['HANDLER_OUTSIDE_TRY']],
    [
      'a finally in a for-each',
      `id: x\nnodes: { a: { type: for-each, with: { items: [] }, ${body}, ‸finally: ${handler} } }`,
      ['HANDLER_OUTSIDE_TRY'],
    ],
    ['a retry of a scope', `id: x\nnodes: { a: { type: loop, ${body}, ‸retry: { attempts: 2 } } }`, ['RETRY_ON_SCOPE']],
    [
      'a secret in the parameters of a scope',
      `id: x\nnodes: { a: { type: for-each, with: { items: "{{ ‸secrets.list }}" }, ${body} } }`,
      ['SECRET_IN_SCOPE'],
    ],
  ])('%s is a problem at its place', (_, source, codes) => {
    const { found, expected } = findMarked(source, codes)
    expect(found).toEqual(expected)
  })

  test.each([
    ['catch alone', `catch: ${handler}`],
    ['finally alone', `finally: ${handler}`],
    ['both, with a timeout', `catch: ${handler}, finally: { d: { type: log, with: { message: hi } } }, timeout: 5m, onError: continue`],
  ])('a try may have %s', (_, handlers) => {
    expect(findProblems(`id: x\nnodes: { a: { type: try, ${body}, ${handlers} } }`)).toEqual([])
  })

  test('nodes inside a node of an unknown type are checked all the same', () => {
    const source = 'id: x\nnodes: { a: { type: ‸nope, nodes: { b: { type: ‸nope } } } }'
    const { found, expected } = findMarked(source, ['UNKNOWN_NODE_TYPE', 'UNKNOWN_NODE_TYPE'])
    expect(found).toEqual(expected)
  })
})

import { describe, expect, test } from 'vitest'
import { idMistake, namePattern, nodeIdPattern, workflowIdPattern } from './ids.ts'
import { findMarked } from './testing/find-problems.ts'

describe('ids', () => {
  test.each(['a', 'charge', 'each_line', 'step2', 'a'.repeat(64)])('a node may be called %s', (id) => {
    expect(idMistake(id, 'node')).toBeUndefined()
    expect(id).toMatch(new RegExp(nodeIdPattern))
  })

  test.each(['', 'A', '2nd', '_a', 'a-b', 'a.b', 'é', '__proto__', 'a'.repeat(65)])('a node may not be called "%s"', (id) => {
    expect(idMistake(id, 'node')).toBeDefined()
    expect(id).not.toMatch(new RegExp(nodeIdPattern))
  })

  test.each(['catch', 'finally', 'constructor'])('%s is reserved', (id) => {
    expect(idMistake(id, 'node')).toBe('is reserved')
  })

  test('workflow ids may hold hyphens, inputs and variables capitals', () => {
    expect(idMistake('github-push', 'workflow')).toBeUndefined()
    expect('github-push').toMatch(new RegExp(workflowIdPattern))
    expect(idMistake('orderId', 'input')).toBeUndefined()
    expect(idMistake('_x', 'variable')).toBeUndefined()
    expect('orderId').toMatch(new RegExp(namePattern))
    expect(idMistake('order-id', 'input')).toBeDefined()
  })

  test('bad ids are reported where they stand', () => {
    const source = `
id: ‸Order
vars: { ‸a-b: 1 }
inputs: { ‸1st: {} }
triggers: { ‸T: { type: manual } }
nodes:
  ‸Charge: { type: log, with: { message: hi } }
  ‸catch: { type: log, with: { message: hi } }
`
    const { found, expected } = findMarked(source, Array(6).fill('INVALID_ID'))
    expect(found).toEqual(expected)
  })

  test('ids are unique in the whole file, in scopes and handlers too', () => {
    const source = `
id: x
nodes:
  guard:
    type: try
    nodes: { a: { type: log, with: { message: hi } } }
    catch: { ‸a: { type: log, with: { message: hi } }, ‸guard: { type: log, with: { message: hi } } }
`
    const { found, expected } = findMarked(source, ['DUPLICATE_NODE_ID', 'DUPLICATE_NODE_ID'])
    expect(found).toEqual(expected)
  })
})

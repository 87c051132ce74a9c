import { describe, expect, test } from 'vitest'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import { hasEdgeFor, isTaken } from './taken-edge.ts'

/** Where a node with this `next` leads to when it leaves by that port. */
function targets(next: NonNullable<TestNode['next']>, port: string, type = 'choice'): readonly string[] {
  const node = planOf({ n: { type, next }, x: {}, y: {}, z: {} }).nodes.get('n')
  return node?.outgoing.filter((edge) => isTaken(edge, port)).map((edge) => edge.to.id) ?? []
}

describe('a taken edge', () => {
  test('is one of the port that the node left by', () => {
    expect(targets({ a: 'x', b: ['y', 'z'] }, 'a')).toEqual(['x'])
    expect(targets({ a: 'x', b: ['y', 'z'] }, 'b')).toEqual(['y', 'z'])
    expect(targets({ a: 'x', b: 'y' }, 'c')).toEqual([])
  })

  test('may be for every port, but never for a failure', () => {
    for (const port of ['a', 'b', 'c']) expect(targets('x', port)).toEqual(['x'])
    for (const port of ['error', 'timeout']) expect(targets(['x', 'y'], port)).toEqual([])
  })

  test('for every port gives way to the list that is written for one', () => {
    expect(targets({ a: 'x', default: 'y' }, 'a')).toEqual(['x'])
    expect(targets({ a: 'x', default: 'y' }, 'b')).toEqual(['y'])
  })

  test('is the port itself where a type has one named default', () => {
    expect(targets({ default: 'y' }, 'one', 'switch')).toEqual([])
    expect(targets({ default: 'y' }, 'default', 'switch')).toEqual(['y'])
  })

  test('of a failure must be written', () => {
    expect(targets({ error: 'x', default: 'y' }, 'error')).toEqual(['x'])
    expect(targets({ error: 'x', default: 'y' }, 'timeout')).toEqual([])
  })
})

test('a node has an edge for a port only where that port is named', () => {
  const node = planOf({ n: { type: 'choice', next: { a: 'x', default: 'y' } }, x: {}, y: {} }).nodes.get('n')
  if (node === undefined) throw new Error('The plan must hold n.')
  expect(['a', 'b', 'error'].map((port) => hasEdgeFor(node, port))).toEqual([true, false, false])
})

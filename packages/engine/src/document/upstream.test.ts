import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocumentNode, DocumentSection } from './document-node.ts'
import { orderSection } from './section-order.ts'
import { notUpstream } from './upstream.ts'

function sectionOf(count: number, edges: readonly (readonly [number, number])[]): DocumentSection {
  const section: DocumentSection = { part: 'root', owner: undefined, nodes: [] }
  for (let index = 0; index < count; index++) {
    const node: DocumentNode = {
      id: `n${index}`,
      envelope: {},
      params: {},
      path: ['nodes', `n${index}`],
      section,
      index,
      facts: undefined,
      ports: undefined,
      parts: [],
      outgoing: [],
    }
    section.nodes.push(node)
  }
  for (const [fromIndex, toIndex] of edges) {
    const from = section.nodes[fromIndex]
    const to = section.nodes[toIndex]
    if (from !== undefined && to !== undefined && from !== to) from.outgoing.push({ from, to, port: undefined, path: [] })
  }
  return section
}

function leadsTo(from: DocumentNode, to: DocumentNode, seen = new Set<DocumentNode>()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  return from.outgoing.some((edge) => leadsTo(edge.to, to, seen))
}

const graph = fc.integer({ min: 1, max: 50 }).chain((count) => {
  const node = fc.integer({ min: 0, max: count - 1 })
  return fc.record({ count: fc.constant(count), edges: fc.array(fc.tuple(node, node), { maxLength: 2 * count }) })
})

describe('the order of a section', () => {
  test('has cycles exactly when some node leads back to itself, and each cycle is one', () => {
    fc.assert(
      fc.property(graph, ({ count, edges }) => {
        const section = sectionOf(count, edges)
        const { cycles } = orderSection(section)
        const isCyclic = section.nodes.some((node) => node.outgoing.some((edge) => leadsTo(edge.to, node)))
        expect(cycles.length > 0).toBe(isCyclic)
        for (const { nodes, length, closedBy } of cycles) {
          expect(nodes[0]).toBe(closedBy.to)
          for (const [index, node] of nodes.entries()) {
            const next = nodes[index + 1] ?? (length === nodes.length ? nodes[0] : undefined)
            if (next !== undefined) expect(node.outgoing.map((edge) => edge.to)).toContain(next)
          }
        }
      }),
    )
  })

  test('puts each node after all that lead to it when there are no cycles', () => {
    fc.assert(
      fc.property(graph, ({ count, edges }) => {
        const section = sectionOf(
          count,
          edges.filter(([from, to]) => from < to),
        )
        const { order, cycles } = orderSection(section)
        expect(cycles).toEqual([])
        const place = new Map(order.map((node, index) => [node, index]))
        expect(place.size).toBe(count)
        for (const node of order) for (const { to } of node.outgoing) expect(place.get(node)).toBeLessThan(place.get(to) ?? -1)
      }),
    )
  })

  test('a chain of 20,000 nodes needs no deep stack', () => {
    const chain = sectionOf(
      20_000,
      Array.from({ length: 19_999 }, (_, index) => [index, index + 1] as const),
    )
    expect(orderSection(chain).order).toHaveLength(20_000)
  })
})

describe('notUpstream', () => {
  test('answers as a plain search along the edges does', () => {
    fc.assert(
      fc.property(graph, ({ count, edges }) => {
        const section = sectionOf(
          count,
          edges.filter(([from, to]) => from < to),
        )
        const { order } = orderSection(section)
        const questions = section.nodes.flatMap((source) => section.nodes.map((reader) => ({ source, reader })))
        const expected = questions.filter(({ source, reader }) => !leadsTo(source, reader))
        expect(new Set(notUpstream({ section, order }, questions))).toEqual(new Set(expected))
      }),
      { numRuns: 50 },
    )
  })
})

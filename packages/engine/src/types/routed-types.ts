import type { DocumentNode, DocumentSection } from '../document/document-node.ts'
import { failurePorts } from '../graph/taken-edge.ts'
import { failureType } from './root-types.ts'
import { type Field, mapOf, nullType, unionOf, unknownType, type ValueType } from './value-type.ts'

/** Owns: what routing makes of types: what arrives at a node, and what a section gives back. The rules are those of `section.ts`. */

/** The types that come over the edges, by the node that they come from. */
export type Arrivals = Map<DocumentNode, ValueType>

/** Hands what a node gives to those that its edges lead to. */
export function sendAlong(node: DocumentNode, leaves: ValueType, arrivals: Map<DocumentNode, Arrivals>): void {
  for (const { port, to } of node.outgoing) {
    const sent = isFailure(port) ? failureType : leaves
    const others = arrivals.get(to) ?? new Map()
    const before = others.get(node)
    others.set(node, before === undefined ? sent : unionOf([before, sent]))
    arrivals.set(to, others)
  }
}

export function isFailure(port: string | undefined): boolean {
  return port !== undefined && failurePorts.includes(port)
}

/** One value, or of several taken edges a map by node id. */
export function inputOf({ envelope }: DocumentNode, arrivals: Arrivals | undefined, ofSection: ValueType): ValueType {
  if (arrivals === undefined) return ofSection
  return envelope.join === 'any' ? unionOf(arrivals.values()) : oneOrAll(arrivals)
}

/** Which of them there are is not known beforehand: any one alone, or several by id. */
function oneOrAll(types: Arrivals): ValueType {
  if (types.size === 1) return unionOf(types.values())
  const fields = [...types].map(([{ id }, type]): [string, Field] => [id, { type, optional: true }])
  return unionOf([...types.values(), mapOf(Object.fromEntries(fields))])
}

/** What a section gives back: the output of the last node that ran, or of several a map by node id; null when none was the last. */
export function resultOf({ nodes }: DocumentSection, known: ReadonlyMap<DocumentNode, { readonly leaves: ValueType }>): ValueType {
  const last: Arrivals = new Map()
  for (const node of nodes) if (mayBeLast(node)) last.set(node, known.get(node)?.leaves ?? unknownType)
  return last.size === 0 ? nullType : unionOf([oneOrAll(last), nullType])
}

/** It can leave by a port that no edge begins at, or end its path. A failure port is left by only when it has an edge. */
function mayBeLast({ outgoing, ports, facts }: DocumentNode): boolean {
  if (outgoing.length === 0 || ports === undefined || facts === undefined || facts.endsPath) return true
  const hasRest = outgoing.some(({ port }) => port === undefined || (port === 'default' && !ports.includes('default')))
  return !hasRest && ports.some((name) => !outgoing.some(({ port }) => port === name))
}

import { type Change, idMistake, isJsonObject, type Json, type Path, renameNodes } from '@millrace/engine'
import { triggerIdOf, triggerKey } from '../canvas-node.ts'
import { type DraftNode, draftNode, draftNodes } from '../draft-nodes.ts'
import type { Types } from '../type-facts.ts'
import { nodeIds, triggerIds } from './free-id.ts'
import { brokenText, type Draft, noSuchNode, type Plan, plan, type Refused, refuse } from './plan.ts'

/** Gives a node or trigger another id, and whatever reads a node or leads to it says so. */
export function renameNode({ text, types }: Draft, key: string, to: string): Plan {
  if (!text.isCurrent) return brokenText(text)
  const trigger = triggerIdOf(key)
  if (trigger !== undefined) return renameTrigger(text.value, trigger, to)
  const node = draftNode(text.value, key)
  if (node === undefined) return noSuchNode(key)
  if (node.id === to) return plan([], [key])
  const refused = refuseId(to, nodeIds(text.value), 'node')
  if (refused !== undefined) return refused
  // Of two nodes of one id it is the second that is renamed: what reads the id means the first.
  const ids = node.key === node.id ? new Map([[node.id, to]]) : new Map<string, string>()
  return plan([...rewordings(draftNodes(text.value), types, ids), { type: 'rename', path: node.path, to }], [to])
}

function renameTrigger(value: Draft['text']['value'], id: string, to: string): Plan {
  const taken = triggerIds(value)
  if (!taken.has(id)) return noSuchNode(id)
  if (id === to) return plan([], [triggerKey(id)])
  return refuseId(to, taken, 'trigger') ?? plan([{ type: 'rename', path: ['triggers', id], to }], [triggerKey(to)])
}

function refuseId(id: string, taken: ReadonlySet<string>, kind: 'node' | 'trigger'): Refused | undefined {
  const mistake = idMistake(id, kind)
  if (mistake !== undefined) return refuse(`The id "${id}" ${mistake}.`)
  return taken.has(id) ? refuse(`There is a ${kind} "${id}" already: ids are unique in the whole file.`) : undefined
}

/** The changes after which edges and expressions name other ids. They leave all paths as they are, but those of keys, which come last. */
export function rewordings(nodes: readonly DraftNode[], types: Types, ids: ReadonlyMap<string, string>): readonly Change[] {
  if (ids.size === 0) return []
  const all = nodes.flatMap((node) => [
    ...targetsReworded(node.definition.next, [...node.path, 'next'], ids),
    ...['with', 'fallback'].flatMap((part) => expressionsReworded(node, part, types, ids)),
  ])
  const depth = (change: Change) => ('path' in change ? change.path.length : 0)
  const values = all.filter(({ type }) => type === 'set')
  return [...values, ...all.filter(({ type }) => type === 'rename').toSorted((a, b) => depth(b) - depth(a))]
}

function targetsReworded(targets: Json | undefined, path: Path, ids: ReadonlyMap<string, string>): readonly Change[] {
  if (typeof targets === 'string') {
    const to = ids.get(targets)
    return to === undefined ? [] : [{ type: 'set', path, value: to }]
  }
  if (Array.isArray(targets)) return targets.flatMap((target, index) => targetsReworded(target as Json, [...path, index], ids))
  if (!isJsonObject(targets)) return []
  return Object.entries(targets).flatMap(([port, inner]) => targetsReworded(inner, [...path, port], ids))
}

function expressionsReworded(
  { definition, path }: DraftNode,
  part: string,
  types: Types,
  ids: ReadonlyMap<string, string>,
): readonly Change[] {
  const value = definition[part]
  // To read what cannot hold any of the ids would cost most of the time.
  if (value === undefined || !mentions(value, [...ids.keys()])) return []
  const literal = part === 'with' && typeof definition.type === 'string' ? types.nodes.get(definition.type)?.literalParams : undefined
  return renameNodes(value, ids, literal).map(({ at, isKey, text }) => {
    const place = [...path, part, ...at]
    return isKey ? { type: 'rename', path: place, to: text } : { type: 'set', path: place, value: text }
  })
}

function mentions(value: Json, ids: readonly string[]): boolean {
  if (typeof value === 'string') return ids.some((id) => value.includes(id))
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => mentions(key, ids) || mentions(inner as Json, ids))
}

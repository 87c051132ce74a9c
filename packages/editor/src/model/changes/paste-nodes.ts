import { type Change, idMistake, isJsonObject, type Json, type JsonObject, type Path } from '@millrace/engine'
import { applyChange } from '../apply-change.ts'
import { triggerKey } from '../canvas-node.ts'
import { type DraftNode, draftNode, draftNodes, isInside } from '../draft-nodes.ts'
import { reindent } from '../entry-lines.ts'
import { readText, type WorkflowText } from '../workflow-text.ts'
import { type Home, homePath } from './add-node.ts'
import { changeRoutes, keepTargets } from './change-routes.ts'
import { copyNodes } from './copy-nodes.ts'
import { freeId, nodeIds, triggerIds } from './free-id.ts'
import { putTexts, takeTexts } from './node-text.ts'
import { brokenText, type Draft, noSuchNode, type Plan, type Refused, refuse } from './plan.ts'
import { rewordings } from './rename-node.ts'
import { textChange } from './text-change.ts'

/**
 * Puts nodes from a YAML text into the workflow: what `copyNodes` gives, a map of nodes, or a whole workflow file. An id that is taken
 * becomes another one, in the edges and expressions of what is pasted too; edges to what was not copied are left out.
 */
export function pasteNodes(draft: Draft, yaml: string, home?: Home): Plan {
  const { text, types } = draft
  if (!text.isCurrent) return brokenText(text)
  const path = homePath(text.value, home)
  if (path === undefined) return noSuchNode(home?.scope ?? '')
  const clip = readClip(yaml)
  if ('ok' in clip) return clip
  const ids = newIds(
    draftNodes(clip.value).map(({ id }) => id),
    nodeIds(text.value),
    'node',
  )
  const starts = newIds(Object.keys(triggersOf(clip.value)), triggerIds(text.value), 'trigger')
  const renamed = applyChange(clip, { type: 'all', changes: [...adapt({ text: clip, types }, ids), ...renameTriggers(starts)] })
  if (!renamed.ok) return refuse(`What was pasted cannot be used: ${renamed.problem.message}`)
  const after = putAll(text, path, renamed.text)
  if (after === undefined) return refuse('What was pasted does not fit here: paste it into the text instead.')
  const selected = [...Object.keys(triggersOf(renamed.text.value)).map(triggerKey), ...Object.keys(nodesOf(renamed.text.value))]
  return { ok: true, change: textChange(text.source, after.source), selected }
}

/** A copy of nodes beside them. */
export function duplicateNodes(draft: Draft, keys: readonly string[]): Plan {
  const copied = copyNodes(draft, keys)
  if (!copied.ok) return copied
  const first = keys.map((key) => draftNode(draft.text.value, key)).find((node) => node !== undefined)
  const home = first?.owner && first.part !== 'root' ? { scope: first.owner.key, part: first.part } : undefined
  return pasteNodes(draft, copied.text, home)
}

function readClip(yaml: string): WorkflowText | Refused {
  const clip = readText(yaml)
  const [problem] = clip.problems
  if (problem?.code === 'NOT_A_WORKFLOW') return refuse(noNodes)
  if (!clip.isCurrent || problem !== undefined) {
    return refuse(
      `What was pasted is no YAML of nodes. ${problem === undefined ? '' : `Line ${problem.position.line}: ${problem.message}`}`.trim(),
    )
  }
  if (isJsonObject(clip.value.nodes) || isJsonObject(clip.value.triggers)) return clip
  const isMapOfNodes = Object.values(clip.value).every((node) => isJsonObject(node) && typeof node.type === 'string')
  if (isMapOfNodes && Object.keys(clip.value).length > 0) return readText(`nodes:\n${reindent(yaml, 0, 2)}`)
  return refuse(noNodes)
}

const noNodes = 'There are no nodes in what was pasted: copy nodes of a canvas, or a workflow file.'

/** Ids that are taken, or cannot be, with those that they get. */
function newIds(ids: readonly string[], taken: ReadonlySet<string>, kind: 'node' | 'trigger'): ReadonlyMap<string, string> {
  const used = new Set([...taken, ...ids])
  const found = new Map<string, string>()
  for (const id of ids) {
    if (found.has(id) || (!taken.has(id) && idMistake(id, kind) === undefined)) continue
    const fresh = freeId(id, used)
    used.add(fresh)
    found.set(id, fresh)
  }
  return found
}

/** The changes of what is pasted after which it fits: other ids, and no edges to what is not there. */
function adapt({ text, types }: Draft, ids: ReadonlyMap<string, string>): readonly Change[] {
  const nodes = draftNodes(text.value)
  const cut = nodes.flatMap((node) =>
    changeRoutes(node, types, (routes) => keepTargets(routes, (target) => isBesideIn(nodes, node, target))),
  )
  const uncut = new Set(cut.map((change) => pathText(change)))
  const reworded = rewordings(nodes, types, ids).filter((change) => !startsWithAny(change, uncut))
  // Where the routes are written anew, they are so with the new ids.
  const routed = cut.map((change): Change => (change.type === 'set' ? { ...change, value: renameTargets(change.value, ids) } : change))
  const renames = nodes
    .toReversed()
    .flatMap(({ id, path }): Change[] => (ids.has(id) ? [{ type: 'rename', path, to: ids.get(id) ?? id }] : []))
  return [...routed, ...reworded, ...renames]
}

function isBesideIn(nodes: readonly DraftNode[], node: DraftNode, target: string): boolean {
  return nodes.some((one) => one.id === target && one.owner === node.owner && one.part === node.part && !isInside(node, one))
}

function pathText(change: Change): string {
  return 'path' in change ? JSON.stringify(change.path).slice(0, -1) : ''
}

function startsWithAny(change: Change, places: ReadonlySet<string>): boolean {
  return [...places].some((place) => pathText(change).startsWith(place))
}

function renameTargets(next: Json, ids: ReadonlyMap<string, string>): Json {
  if (typeof next === 'string') return ids.get(next) ?? next
  if (Array.isArray(next)) return next.map((target) => renameTargets(target, ids))
  if (!isJsonObject(next)) return next
  return Object.fromEntries(Object.entries(next).map(([port, targets]) => [port, renameTargets(targets, ids)]))
}

function renameTriggers(ids: ReadonlyMap<string, string>): readonly Change[] {
  return [...ids].map(([id, to]) => ({ type: 'rename', path: ['triggers', id], to }))
}

function putAll(text: WorkflowText, home: Path, clip: WorkflowText): WorkflowText | undefined {
  const triggers = takeTexts(
    clip,
    Object.keys(triggersOf(clip.value)).map((id) => ['triggers', id]),
  )
  const nodes = takeTexts(
    clip,
    Object.keys(nodesOf(clip.value)).map((id) => ['nodes', id]),
  )
  const before = triggers.length > 0 && !isJsonObject(text.value.triggers) ? withTriggers(text) : text
  const started = before && putTexts(before, ['triggers'], triggers)
  return started && putTexts(started, home, nodes)
}

/** They come before the nodes, as in every example. */
function withTriggers(text: WorkflowText): WorkflowText | undefined {
  if ('triggers' in text.value || !('nodes' in text.value)) return text
  const made = applyChange(text, { type: 'insert', path: ['triggers'], value: {}, before: 'nodes' })
  return made.ok ? made.text : undefined
}

function nodesOf({ nodes }: JsonObject): JsonObject {
  return isJsonObject(nodes) ? nodes : {}
}

function triggersOf({ triggers }: JsonObject): JsonObject {
  return isJsonObject(triggers) ? triggers : {}
}

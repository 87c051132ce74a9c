import type { Path } from '@millrace/engine'
import { applyChange } from '../apply-change.ts'
import { triggerIdOf } from '../canvas-node.ts'
import { type DraftNode, draftNode, draftNodes, isInside } from '../draft-nodes.ts'
import { entryLines } from '../entry-lines.ts'
import { readText, type WorkflowText } from '../workflow-text.ts'
import { type Home, homePath } from './add-node.ts'
import { changeRoutes, keepTargets } from './change-routes.ts'
import { putTexts, takeTexts } from './node-text.ts'
import { brokenText, type Draft, noSuchNode, type Plan, type Refused, refuse } from './plan.ts'
import { textChange } from './text-change.ts'

/** Moves nodes into a part of a scope, or out of all of them. Edges between them stay; those that would cross the scope go. */
export function moveNodes(draft: Draft, keys: readonly string[], home: Home | undefined): Plan {
  const { text, types } = draft
  if (!text.isCurrent) return brokenText(text)
  const path = homePath(text.value, home)
  if (path === undefined) return noSuchNode(home?.scope ?? '')
  const moved = movable(text, keys, home, path)
  if ('ok' in moved) return moved
  const ids = new Set(moved.map(({ id }) => id))
  const isMoved = new Set(moved)
  const routes = draftNodes(text.value).flatMap((node) => {
    if (!moved.some((one) => one.owner === node.owner && one.part === node.part)) return []
    return changeRoutes(node, types, (all) => keepTargets(all, (target) => ids.has(target) === isMoved.has(node)))
  })
  const cut = applyChange(text, { type: 'all', changes: routes })
  if (!cut.ok) return refuse(cut.problem.message)
  const taken = takeTexts(
    cut.text,
    moved.map((node) => node.path),
  )
  const without = moved.reduce<WorkflowText | undefined>((before, node) => before && removeNode(before, node.path), cut.text)
  const after = without && putTexts(without, path, taken)
  if (after === undefined) return refuse('The nodes cannot be moved without changing what stands around them: move them in the text.')
  return { ok: true, change: textChange(text.source, after.source), selected: moved.map(({ key }) => key) }
}

function movable(text: WorkflowText, keys: readonly string[], home: Home | undefined, path: Path): readonly DraftNode[] | Refused {
  if (keys.some((key) => triggerIdOf(key) !== undefined))
    return refuse('A trigger starts the whole workflow: it stands outside all scopes.')
  const scope = home && draftNode(text.value, home.scope)
  const chosen = draftNodes(text.value).filter(({ key }) => keys.includes(key))
  const outermost = chosen.filter((node) => !chosen.some((other) => isInside(node, other)))
  const around = outermost.find((node) => scope !== undefined && (node === scope || isInside(scope, node)))
  if (around !== undefined) return refuse(`"${around.id}" cannot be moved into itself.`)
  const [kept, moved] = [outermost.filter((node) => isHome(node, path)), outermost.filter((node) => !isHome(node, path))]
  const [first] = kept
  if (moved.length === 0)
    return refuse(first === undefined ? 'Nothing is selected: choose the nodes to move.' : `"${first.id}" stands there already.`)
  return moved
}

function isHome({ home }: DraftNode, path: Path): boolean {
  return home.length === path.length && home.every((segment, index) => segment === path[index])
}

/** With the comments above it, which go along, where it has lines of its own and is not the last one there. */
function removeNode(text: WorkflowText, path: Path): WorkflowText | undefined {
  const lines = entryLines(text, path)
  const siblings = draftNodes(text.value).filter((node) => isHome(node, path.slice(0, -1)))
  if (lines !== undefined && siblings.length > 1) {
    const after = readText(text.source.slice(0, lines.start) + text.source.slice(lines.end), text)
    const isGone = after.isCurrent && draftNodes(after.value).length < draftNodes(text.value).length
    if (isGone) return after
  }
  const isOptional = siblings.length === 1 && siblings[0]?.part !== 'body' && siblings[0]?.part !== 'root'
  const removed = applyChange(text, { type: 'delete', path: isOptional ? path.slice(0, -1) : path })
  return removed.ok ? removed.text : undefined
}

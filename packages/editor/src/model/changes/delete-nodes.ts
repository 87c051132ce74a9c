import { type Change, isJsonObject, type Json } from '@millrace/engine'
import { triggerKey } from '../canvas-node.ts'
import { type DraftNode, draftNodes, isInside } from '../draft-nodes.ts'
import { changeRoutes, keepTargets } from './change-routes.ts'
import { brokenText, type Draft, type Plan, plan } from './plan.ts'

/** Takes nodes and triggers away, by their keys: with what is inside them and the edges that lead to them. Neighbours are not joined. */
export function deleteNodes({ text, types }: Draft, keys: readonly string[]): Plan {
  if (!text.isCurrent) return brokenText(text)
  const nodes = draftNodes(text.value)
  const chosen = nodes.filter(({ key }) => keys.includes(key))
  const outermost = chosen.filter((node) => !chosen.some((other) => isInside(node, other)))
  const gone = new Set(nodes.filter((node) => outermost.some((one) => one === node || isInside(node, one))))
  const goneIds = new Set([...gone].map(({ id }) => id))
  const routes = nodes
    .filter((node) => !gone.has(node))
    .flatMap((node) => changeRoutes(node, types, (all) => keepTargets(all, (target) => !goneIds.has(target))))
  return plan([...routes, ...removals(outermost, nodes), ...triggerRemovals(text.value.triggers, keys)])
}

/** A `catch` or `finally` that holds nothing any more goes with its last node; the body of a scope, and of the file, stays, empty. */
function removals(outermost: readonly DraftNode[], nodes: readonly DraftNode[]): readonly Change[] {
  const byHome = Map.groupBy(outermost, ({ home }) => JSON.stringify(home))
  return [...byHome].flatMap(([home, here]): Change[] => {
    const count = nodes.filter((node) => JSON.stringify(node.home) === home).length
    const [first] = here
    const isOptional = first?.part === 'catch' || first?.part === 'finally'
    if (first !== undefined && isOptional && count === here.length) return [{ type: 'delete', path: first.home }]
    return here.map(({ path }) => ({ type: 'delete', path }))
  })
}

function triggerRemovals(triggers: Json | undefined, keys: readonly string[]): readonly Change[] {
  if (!isJsonObject(triggers)) return []
  const all = Object.keys(triggers)
  const chosen = all.filter((id) => keys.includes(triggerKey(id)))
  if (chosen.length === 0) return []
  return chosen.length === all.length
    ? [{ type: 'delete', path: ['triggers'] }]
    : chosen.map((id) => ({ type: 'delete', path: ['triggers', id] }))
}

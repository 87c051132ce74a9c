import { isJsonObject } from '@millrace/engine'
import { triggerKey } from '../canvas-node.ts'
import { draftNodes, isInside } from '../draft-nodes.ts'
import { reindent } from '../entry-lines.ts'
import { takeTexts } from './node-text.ts'
import { brokenText, type Draft, type Refused, refuse } from './plan.ts'

export type Copied = { readonly ok: true; readonly text: string } | Refused

/** Nodes and triggers as YAML that can be pasted anywhere: here, into another workflow, into a mail. */
export function copyNodes({ text }: Draft, keys: readonly string[]): Copied {
  if (!text.isCurrent) return brokenText(text)
  const chosen = draftNodes(text.value).filter(({ key }) => keys.includes(key))
  const outermost = chosen.filter((node) => !chosen.some((other) => isInside(node, other)))
  const { triggers } = text.value
  const starts = isJsonObject(triggers) ? Object.keys(triggers).filter((id) => keys.includes(triggerKey(id))) : []
  if (outermost.length + starts.length === 0) return refuse('Nothing is selected: choose the nodes to copy.')
  const triggerPaths = starts.map((id) => ['triggers', id])
  const sections = [
    ['triggers', triggerPaths],
    ['nodes', outermost.map(({ path }) => path)],
  ] as const
  const parts = sections.flatMap(([name, paths]) => {
    const lines = takeTexts(text, paths).map((one) => reindent(one.lines, 0, 2))
    return lines.length === 0 ? [] : [`${name}:\n${lines.join('')}`]
  })
  return { ok: true, text: parts.join('') }
}

import type { LayoutChange } from './layout-change.ts'
import type { Layout } from './layout-file.ts'

/** The change of the layout after a node, and all that is inside it, has got another layout key. Undefined when there is nothing to change. */
export function relabelLayout({ nodes = {}, collapsed = {}, groups = {} }: Layout, from: string, to: string): LayoutChange | undefined {
  const relabel = (key: string) => (key === from || key.startsWith(`${from}.`) ? to + key.slice(from.length) : key)
  const moved = <Value>(entries: Readonly<Record<string, Value>>): Record<string, Value | null> =>
    Object.fromEntries(
      Object.entries(entries)
        .filter(([key]) => relabel(key) !== key)
        .flatMap(([key, value]): [string, Value | null][] => [
          [key, null],
          [relabel(key), value],
        ]),
    )
  const regrouped = Object.entries(groups).filter(([, group]) => group.nodes.some((key) => relabel(key) !== key))
  const change = {
    nodes: moved(nodes),
    collapsed: moved(collapsed),
    groups: Object.fromEntries(regrouped.map(([id, group]) => [id, { ...group, nodes: group.nodes.map(relabel) }])),
  }
  const parts = Object.entries(change).filter(([, part]) => Object.keys(part).length > 0)
  return parts.length === 0 ? undefined : Object.fromEntries(parts)
}

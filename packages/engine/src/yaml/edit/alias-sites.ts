import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { YamlDocument } from '../read-document.ts'
import type { Path } from './change.ts'

/** Beyond this many places, following a change to each of them would take longer than an edit may. */
const mostSites = 1000

/**
 * All paths at which the text at `path` shows: itself, and where an alias stands for it or something around it.
 * A change of the text changes the value at each of them. Undefined when there are too many.
 */
export function sitesOf(document: YamlDocument, path: Path): readonly Path[] | undefined {
  const uses = aliasUses(document)
  const sites: Path[] = [path]
  for (const site of sites) {
    if (sites.length > mostSites) return undefined
    for (const { at, target } of uses) {
      if (target.every((segment, index) => site[index] === segment)) sites.push([...at, ...site.slice(target.length)])
    }
  }
  return sites
}

/** Where each alias stands, and where its anchor does. */
function aliasUses({ contents }: YamlDocument): readonly { readonly at: Path; readonly target: Path }[] {
  const anchors = new Map<string, Path>()
  const uses: { at: Path; target: Path }[] = []

  function walk(node: unknown, path: Path): void {
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target !== undefined) uses.push({ at: path, target })
      return
    }
    const { anchor } = (node ?? {}) as Node & { anchor?: string }
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        // An alias may stand for a key: then nothing that could be edited lies under it.
        if (isScalar(key) && key.anchor !== undefined) anchors.delete(key.anchor)
        walk(value, [...path, isScalar(key) ? String(key.value) : ''])
      }
    }
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index])
    if (anchor !== undefined) anchors.set(anchor, path)
  }

  walk(contents, [])
  return uses
}

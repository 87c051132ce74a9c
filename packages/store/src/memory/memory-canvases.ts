import type { CanvasStore } from '../canvas-store.ts'
import { encodeJson } from '../encode-json.ts'

interface Kept {
  readonly part: string
  readonly key: string
  readonly text: string
}

export function createMemoryCanvases(): CanvasStore {
  /** By account and workflow, by part and key. */
  const canvases = new Map<string, Map<string, Kept>>()
  return {
    async read(account, workflowId, parts) {
      const kept = [...(canvases.get(JSON.stringify([account, workflowId]))?.values() ?? [])]
      return kept
        .filter(({ part }) => parts.includes(part))
        .sort((a, b) => compare(a.part, b.part) || compare(a.key, b.key))
        .map(({ text, ...entry }) => ({ ...entry, value: JSON.parse(text) }))
    },
    async write(account, workflowId, changes) {
      const name = JSON.stringify([account, workflowId])
      const canvas = canvases.get(name) ?? new Map<string, Kept>()
      const encoded = changes.map(({ part, key, value }) => ({ part, key, text: value === undefined ? undefined : encodeJson(value) }))
      for (const { part, key, text } of encoded) {
        const place = JSON.stringify([part, key])
        if (text === undefined) canvas.delete(place)
        else canvas.set(place, { part, key, text })
      }
      canvases.set(name, canvas)
    },
  }
}

/** As a database compares them. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

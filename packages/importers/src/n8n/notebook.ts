import type { ImportNote } from '../import-result.ts'

/** Collects what is to be told, and the comments that stand beside the nodes. */
export interface Notebook {
  add(note: ImportNote): void
  readonly notes: readonly ImportNote[]
}

const longest = 500

export function createNotebook(): Notebook {
  const notes: ImportNote[] = []
  const seen = new Set<string>()
  return {
    notes,
    add(note) {
      const cut = { ...note, message: clipped(note.message, longest), next: clipped(note.next, longest) }
      const key = JSON.stringify(cut)
      if (seen.has(key)) return
      seen.add(key)
      notes.push(cut)
    },
  }
}

/** A text that may be as long as the file. */
export function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

/** A place of a text that becomes another. */
export interface TextEdit {
  readonly offset: number
  readonly remove: string
  readonly insert: string
}

/** Edits of one text: in its order, their places apart, their offsets all those of the text before any of them. */
export type TextEdits = readonly TextEdit[]

/** Undefined when what is to go does not stand there. */
export function applyEdits(source: string, edits: TextEdits): string | undefined {
  const parts: string[] = []
  let at = 0
  for (const { offset, remove, insert } of edits) {
    if (offset < at || !source.startsWith(remove, offset)) return undefined
    parts.push(source.slice(at, offset), insert)
    at = offset + remove.length
  }
  return parts.join('') + source.slice(at)
}

/** The way back, from the text that the edits make. */
export function invertEdits(edits: TextEdits): TextEdits {
  let grown = 0
  return edits.map(({ offset, remove, insert }) => {
    const back = { offset: offset + grown, remove: insert, insert: remove }
    grown += insert.length - remove.length
    return back
  })
}

/** The same edits in a text in which others have been made before. Undefined when some of both are about the same place. */
export function carryOver(edits: TextEdits, others: TextEdits, order: 'before' | 'behind' = 'behind'): TextEdits | undefined {
  const carried: TextEdit[] = []
  for (const one of edits) {
    const end = one.offset + one.remove.length
    let grown = 0
    for (const other of others) {
      const otherEnd = other.offset + other.remove.length
      const isSamePoint = end === one.offset && otherEnd === other.offset && end === otherEnd
      const isBehind = isSamePoint ? order === 'behind' : one.offset >= otherEnd
      if (isBehind) grown += other.insert.length - other.remove.length
      else if (end > other.offset) return undefined
    }
    carried.push({ ...one, offset: one.offset + grown })
  }
  return carried
}

/** A stretch of a text that is marked throughout, or not at all. */
export interface TextRun {
  readonly at: number
  readonly text: string
  readonly isMarked: boolean
}

/** Cuts a text where marked signs begin and end. */
export function textRuns(text: string, places: readonly number[]): readonly TextRun[] {
  const marked = new Set(places)
  const runs: TextRun[] = []
  let at = 0
  for (let end = 1; end <= text.length; end++) {
    if (end < text.length && marked.has(end) === marked.has(at)) continue
    runs.push({ at, text: text.slice(at, end), isMarked: marked.has(at) })
    at = end
  }
  return runs
}

/** How well a text fits what was typed; the larger the better. */
export interface FuzzyMatch {
  readonly score: number
  /** Which signs of the text were typed. */
  readonly places: readonly number[]
}

/**
 * Finds the signs of `typed` in `text` in their order, anywhere. What stands together, begins a word, or comes early counts more.
 * Nothing typed fits everything; undefined where a sign is missing.
 */
export function fuzzyMatch(text: string, typed: string): FuzzyMatch | undefined {
  const wanted = typed.toLowerCase().replace(/\s+/g, '')
  const given = text.toLowerCase()
  const whole = given.indexOf(typed.trim().toLowerCase())
  if (wanted === '') return { score: 0, places: [] }
  if (whole >= 0) {
    const bonus = isWordStart(given, whole) ? 40 : 0
    return { score: 100 + bonus - Math.min(whole, 30), places: [...typed.trim()].map((_, index) => whole + index) }
  }
  return scattered(given, wanted, nextOrWordStart) ?? scattered(given, wanted, (text, sign, from) => text.indexOf(sign, from))
}

function scattered(given: string, wanted: string, placeOf: typeof nextOrWordStart): FuzzyMatch | undefined {
  const places: number[] = []
  let score = 0
  let from = 0
  for (const sign of wanted) {
    const at = placeOf(given, sign, from)
    if (at < 0) return undefined
    const previous = places.at(-1)
    score += at - 1 === previous ? 4 : isWordStart(given, at) ? 6 : 0
    score -= Math.min(at - from, 10) * 0.2
    places.push(at)
    from = at + 1
  }
  return { score, places }
}

/** The next one that begins a word, if there is one near by; else simply the next one. */
function nextOrWordStart(given: string, sign: string, from: number): number {
  const next = given.indexOf(sign, from)
  if (next < 0 || next === from || isWordStart(given, next)) return next
  for (let at = next; at >= 0 && at < from + 24; at = given.indexOf(sign, at + 1)) if (isWordStart(given, at)) return at
  return next
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')
}

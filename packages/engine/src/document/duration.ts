const unitMs: ReadonlyMap<string, number> = new Map([
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
])

/** Within what a JavaScript date can hold; about 100 years. */
const longestMs = 36_525 * 86_400_000
const longestText = 64

const amount = String.raw`\d{1,12}(?:\.\d{1,6})?`
const shortForm = new RegExp(`^${['w', 'd', 'h', 'm', 's', 'ms'].map((unit) => `(?:(${amount})${unit})?`).join(' ?')}$`)
const isoForm = new RegExp(`^P(?:(${amount})W)?(?:(${amount})D)?(?:T(?:(${amount})H)?(?:(${amount})M)?(?:(${amount})S)?)?$`)

/** For JSON Schema and messages; `parseDuration` is the judge. */
export const durationPattern = String.raw`^(P.*\d[WDHMS]|(\d+(\.\d+)?(ms|[wdhms]) ?)+)$`

/**
 * Milliseconds of `500ms`, `5s`, `1h30m`, `3d`, `2w`, or of an ISO 8601 duration such as `PT5M` or `P3D`.
 * Undefined for anything else: a bare number says no unit, and months and years have no fixed length.
 */
export function parseDuration(text: string): number | undefined {
  if (text.length > longestText) return undefined
  const amounts = (isoForm.exec(text) ?? shortForm.exec(text))?.slice(1)
  if (amounts === undefined || amounts.every((part) => part === undefined)) return undefined
  if (text.endsWith('T') || text.endsWith(' ') || text.startsWith(' ')) return undefined
  let totalMs = 0
  // Both forms list their amounts from weeks downwards, so the order of the units is the order of the groups.
  for (const [index, unit] of [...unitMs.values()].entries()) totalMs += Number(amounts[index] ?? 0) * unit
  const wholeMs = Math.round(totalMs)
  return wholeMs <= longestMs ? wholeMs : undefined
}

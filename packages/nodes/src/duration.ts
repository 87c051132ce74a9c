const units: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

export function parseDuration(text: string): number | undefined {
  if (!/^(\d{1,9}(w|d|h|ms|m|s))+$/.test(text)) return undefined
  return [...text.matchAll(/(\d+)(ms|[wdhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0)
}

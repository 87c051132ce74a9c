const units: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['tb', 1e12],
  ['kib', 1024],
  ['mib', 1024 ** 2],
  ['gib', 1024 ** 3],
  ['tib', 1024 ** 4],
])

const form = /^(\d{1,16}(?:\.\d{1,6})?) ?([a-z]{0,3})$/i

/** For JSON Schema and messages; `parseSize` is the judge. */
export const sizePattern = String.raw`^\d+(\.\d+)? ?([kKmMgGtT][iI]?[bB])?$`

/** Bytes of `500MB`, `2 GiB` or a bare number of bytes; undefined for anything else, and for less than one byte. */
export function parseSize(text: string): number | undefined {
  const [, count, unit = ''] = form.exec(text.trim()) ?? []
  const bytes = Math.floor(Number(count) * (units.get(unit.toLowerCase()) ?? Number.NaN))
  return bytes >= 1 && bytes <= Number.MAX_SAFE_INTEGER ? bytes : undefined
}

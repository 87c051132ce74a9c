import type { Cell } from './table-row.ts'

/** What is empty comes first; text goes by its characters' numbers, as the bytes of UTF-8 do in a database. */
export function compareCells(one: Cell | undefined, other: Cell | undefined): number {
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined)
  if (typeof one === 'string') return compareText(one, String(other))
  return Number(one) - Number(other)
}

/** JavaScript compares halves of characters, in which those beyond U+FFFF come before some that are smaller. */
export function compareText(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let index = 0; index < length; index++) {
    const a = one.charCodeAt(index)
    const b = other.charCodeAt(index)
    if (a !== b) return rank(a) - rank(b)
  }
  return one.length - other.length
}

/** Surrogates belong behind all else. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

/** A size of one unit, which a number and a choice can show. */
export interface SimpleSize {
  readonly count: number
  readonly unit: SizeUnit
}

export type SizeUnit = 'B' | 'kB' | 'KiB' | 'MB' | 'MiB' | 'GB' | 'GiB'

const factors: Readonly<Record<SizeUnit, number>> = {
  B: 1,
  kB: 1000,
  KiB: 2 ** 10,
  MB: 1000 ** 2,
  MiB: 2 ** 20,
  GB: 1000 ** 3,
  GiB: 2 ** 30,
}

/** Of `50MB`, or of a number of bytes in the greatest unit that it fills; undefined for whatever else is written. */
export function readSimpleSize(value: string | number): SimpleSize | undefined {
  if (typeof value === 'number') {
    const unit = (['GiB', 'MiB', 'KiB'] as const).find((one) => value >= factors[one] && value % factors[one] === 0) ?? 'B'
    return { count: value / factors[unit], unit }
  }
  const [, count, unit] = /^(\d{1,12}(?:\.\d{1,6})?)\s?(B|kB|KiB|MB|MiB|GB|GiB)$/.exec(value) ?? []
  return count === undefined ? undefined : { count: Number(count), unit: unit as SizeUnit } // One of those in the pattern.
}

export function bytesOf({ count, unit }: SimpleSize): number {
  return Math.round(count * factors[unit])
}

export function writeSimpleSize({ count, unit }: SimpleSize): string {
  return `${count}${unit}`
}

import type { Column, ColumnType } from '../model/tables/column.ts'

const usual: Readonly<Record<ColumnType, number>> = {
  ...{ string: 208, number: 120, boolean: 96, date: 176, json: 240, file: 176, pointer: 168, relation: 136, geoPoint: 168 },
}
const narrowest = 64
const widest = 800
const pickWidth = 64

export function widthOf({ name, type }: Column, widths: Readonly<Record<string, number>>): number {
  return Math.max(narrowest, Math.min(widest, widths[name] ?? usual[type]))
}

/** For the rows; what is left of the width belongs to nobody. */
export function columnTemplate(columns: readonly Column[], widths: Readonly<Record<string, number>>): string {
  return `${pickWidth}px ${columns.map((column) => `${widthOf(column, widths)}px`).join(' ')} minmax(0, 1fr)`
}

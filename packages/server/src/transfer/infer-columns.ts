import type { Json } from '@millrace/engine'
import { type Column, type ColumnType, inferColumn } from '@millrace/store'
import { readTextCell } from './read-text-cell.ts'

/** Watches the values of fields that are no column yet, and says in the end what each must be. */
export interface ColumnGuess {
  see(name: string, value: Exclude<Json, null>): void
  columns(): readonly Column[]
}

/** Of typed values: their type, and JSON where they are of several. */
export function guessFromValues(): ColumnGuess {
  const types = new Map<string, ColumnType>()
  return {
    see(name, value) {
      const { type } = inferColumn(name, value)
      const before = types.get(name)
      types.set(name, before === undefined || before === type ? type : wider(before, type))
    },
    columns: () => [...types].map(([name, type]) => ({ name, type })),
  }
}

/** A date may be a text that looks like one. */
function wider(one: ColumnType, other: ColumnType): ColumnType {
  const isText = (type: ColumnType) => type === 'string' || type === 'date'
  return isText(one) && isText(other) ? 'string' : 'json'
}

/** Of texts: a type that all of them can be without losing how they were written; or else text. */
export function guessFromTexts(): ColumnGuess {
  const candidates = new Map<string, readonly ColumnType[]>()
  return {
    see(name, value) {
      const left = candidates.get(name) ?? ['number', 'boolean', 'date']
      const text = String(value)
      if (left.length > 0 || !candidates.has(name))
        candidates.set(
          name,
          left.filter((type) => keeps(type, text)),
        )
    },
    columns: () => [...candidates].map(([name, [type = 'string']]) => ({ name, type })),
  }
}

/** 007 and 1.50 would come back as other texts. */
function keeps(type: ColumnType, text: string): boolean {
  if (type === 'number') return readTextCell('number', text) === Number(text) && String(Number(text)) === text
  if (type === 'boolean') return text === 'true' || text === 'false'
  return inferColumn('', text).type === 'date'
}

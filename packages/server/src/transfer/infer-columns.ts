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
  const candidates = new Map<string, TextTypes>()
  return {
    see(name, value) {
      const before = candidates.get(name)
      if (before === undefined || before.types.length > 0) candidates.set(name, narrowed(before ?? allTypes, String(value)))
    },
    columns: () => [...candidates].map(([name, found]) => ({ name, type: typeOf(found) })),
  }
}

interface TextTypes {
  readonly types: readonly ColumnType[]
  /** Of numbers with a point, how many digits they have behind it. */
  readonly fewest: number
  readonly most: number
  /** Whether one of these digits is a last 0, as in 1.50. */
  readonly hasLastZero: boolean
}

const allTypes: TextTypes = { types: ['number', 'boolean', 'date'], fewest: Number.POSITIVE_INFINITY, most: 0, hasLastZero: false }

function narrowed({ types, fewest, most, hasLastZero }: TextTypes, text: string): TextTypes {
  const digits = text.includes('.') ? text.length - text.indexOf('.') - 1 : undefined
  return {
    types: types.filter((type) => keeps(type, text)),
    fewest: digits === undefined ? fewest : Math.min(fewest, digits),
    most: Math.max(most, digits ?? 0),
    hasLastZero: hasLastZero || (digits !== undefined && text.endsWith('0')),
  }
}

/** Prices are numbers, 1.50 among them, for all have as many digits behind the point. Of versions, 1.1 and 1.10 would be the same. */
function typeOf({ types: [type = 'string'], fewest, most, hasLastZero }: TextTypes): ColumnType {
  return type === 'number' && hasLastZero && fewest !== most ? 'string' : type
}

/** 007 and 1e3 would come back as other texts. Spreadsheets write TRUE and FALSE. */
function keeps(type: ColumnType, text: string): boolean {
  if (type === 'number') return readTextCell('number', text) === Number(text) && String(Number(text)) === withoutLastZeros(text)
  if (type === 'boolean') return text === text.toUpperCase() || text === text.toLowerCase() ? /^(true|false)$/i.test(text) : false
  return inferColumn('', text).type === 'date'
}

/** Only the first of some zeros may begin a match: a text of nothing else is still read once. */
function withoutLastZeros(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?(?<!0)0+$/, '') : text
}

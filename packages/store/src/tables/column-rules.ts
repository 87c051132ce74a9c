import type { ColumnType } from '../table-store.ts'
import type { Field } from './condition.ts'
import type { Operator } from './operators.ts'

const equality = ['equalTo', 'notEqualTo', 'containedIn', 'notContainedIn', 'exists'] as const
const order = ['greaterThan', 'greaterThanOrEqualTo', 'lessThan', 'lessThanOrEqualTo'] as const
const text = ['contains', 'startsWith', 'endsWith', 'matchesRegex'] as const

/** What may be asked of each type. */
const operators: Readonly<Record<ColumnType, readonly Operator[]>> = {
  string: [...equality, ...order, ...text, 'search'],
  number: [...equality, ...order],
  boolean: equality,
  date: [...equality, ...order],
  json: [...equality, 'contains'],
  file: ['exists', 'equalTo', 'notEqualTo'],
  pointer: [...equality, 'pointsTo', 'matchesQuery'],
  relation: ['exists', 'contains', 'containedIn', 'pointsTo', 'matchesQuery'],
  geoPoint: ['exists', 'equalTo', 'notEqualTo', 'nearSphere', 'withinBox'],
}

const withinJson: readonly Operator[] = [...equality, ...order, ...text]

export function canBeIn({ column, path }: Field, operator: Operator): boolean {
  return (path.length > 0 ? withinJson : operators[column.type]).includes(operator)
}

/** Of which one is more and another less, so that records can be sorted by them. */
export function isOrdered(type: ColumnType): boolean {
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'date' || type === 'pointer'
}

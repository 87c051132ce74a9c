import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'

// What conditions, orders and pages mean, said a second time and as plainly as can be: over records as they are shown, without types,
// indexes or pages. Only for columns of one value: the tests hand over no others.

export function oracleHolds(record: JsonObject, where: JsonObject): boolean {
  return Object.entries(where).every(([name, asked]) => {
    if (name === 'and') return list(asked).every((one) => oracleHolds(record, one))
    if (name === 'or') return list(asked).some((one) => oracleHolds(record, one))
    if (name === 'nor') return !list(asked).some((one) => oracleHolds(record, one))
    if (name === 'not') return !oracleHolds(record, asked as JsonObject)
    return fits(record[name] ?? null, asked)
  })
}

function list(asked: Json): readonly JsonObject[] {
  return asked as readonly JsonObject[]
}

function fits(value: Json, asked: Json): boolean {
  if (!isJsonObject(asked)) return value === asked
  return Object.entries(asked).every(([operator, operand]) => says(value, operator, operand, asked))
}

function says(value: Json, operator: string, operand: Json, asked: JsonObject): boolean {
  const text = typeof value === 'string' ? value : undefined
  switch (operator) {
    case 'equalTo':
      return value === operand
    case '$ne':
      return value !== operand
    case '$gt':
      return value !== null && order(value, operand) > 0
    case 'greaterThanOrEqualTo':
      return value !== null && order(value, operand) >= 0
    case '$lt':
      return value !== null && order(value, operand) < 0
    case 'lessThanOrEqualTo':
      return value !== null && order(value, operand) <= 0
    case '$in':
      return (operand as readonly Json[]).includes(value)
    case 'notContainedIn':
      return !(operand as readonly Json[]).includes(value)
    case '$exists':
      return (value !== null) === operand
    case 'contains':
      return text?.includes(String(operand)) === true
    case 'startsWith':
      return text?.startsWith(String(operand)) === true
    case 'endsWith':
      return text?.endsWith(String(operand)) === true
    case '$regex':
      return text !== undefined && new RegExp(String(operand), String(asked.$options ?? '')).test(text)
    case '$options':
      return true
    case 'not':
      return !fits(value, operand)
    default:
      throw new Error(`The oracle does not know ${operator}`)
  }
}

/** Text by its characters, not by their halves. */
function order(one: Json, other: Json): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null)
  if (typeof one !== 'string') return Number(one) - Number(other)
  const [a, b] = [[...one], [...String(other)]]
  const at = a.findIndex((character, index) => character !== b[index])
  if (at === -1) return a.length - b.length
  return (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? -1)
}

export function oracleSorted(records: readonly JsonObject[], sort: readonly string[]): readonly JsonObject[] {
  return records.toSorted((one, other) => {
    for (const key of [...sort, 'id']) {
      const name = key.replace('-', '')
      const way = order(one[name] ?? null, other[name] ?? null) * (key.startsWith('-') ? -1 : 1)
      if (way !== 0) return way
    }
    return 0
  })
}

import type { AnyNode, CallExpression, ObjectExpression } from 'acorn'
import { CannotConvert } from './expression-scope.ts'
import { isName } from './item-reading.ts'
import { memberName } from './rewrite.ts'

const msOf: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/**
 * `$now`, and what is commonly asked of it: n8n gives a date object of Luxon, ours is ISO 8601 text in UTC.
 * Returns undefined when the node is no such thing; throws when it is one that cannot be converted.
 */
export function dateSource(node: AnyNode): string | undefined {
  const chain = chainOf(node)
  if (chain === undefined) return undefined
  let shiftMs = 0
  const { calls } = chain
  while (calls[0]?.name === 'plus' || calls[0]?.name === 'minus') {
    const { name, call } = calls.shift() ?? {}
    if (call !== undefined) shiftMs += (name === 'plus' ? 1 : -1) * shiftOf(call)
  }
  const moment = shiftMs === 0 ? 'now' : `new Date(Date.parse(now) ${shiftMs < 0 ? '-' : '+'} ${Math.abs(shiftMs)}).toISOString()`
  const start = chain.isToday ? `${moment}.slice(0, 10)` : moment
  const [last, ...more] = calls
  if (more.length > 0) throw new CannotConvert(`.${last?.name}() is not known of a date here`)
  return last === undefined ? (chain.isToday ? `${start} + "T00:00:00.000Z"` : start) : formatted(last, chain.isToday, start)
}

interface Link {
  readonly name: string
  readonly call: CallExpression
}

interface Chain {
  readonly isToday: boolean
  /** In the order of the text. */
  readonly calls: Link[]
}

function chainOf(node: AnyNode): Chain | undefined {
  const calls: Link[] = []
  let here = node
  while (here.type === 'CallExpression' && here.callee.type === 'MemberExpression') {
    if (isName(here.callee.object, 'DateTime') && /^(now|local|utc)$/.test(memberName(here.callee) ?? '') && here.arguments.length === 0) {
      return { isToday: false, calls }
    }
    const name = memberName(here.callee)
    if (name === undefined) return undefined
    calls.unshift({ name, call: here })
    here = here.callee.object
  }
  if (isName(here, '$now')) return { isToday: false, calls }
  return isName(here, '$today') ? { isToday: true, calls } : undefined
}

function formatted({ name, call }: Link, isToday: boolean, start: string): string {
  const midnight = isToday ? `${start} + "T00:00:00.000Z"` : start
  switch (name) {
    case 'toISO':
    case 'toString':
    case 'toJSON':
    case 'toUTC':
      return midnight
    case 'toISODate':
      return isToday ? start : `${start}.slice(0, 10)`
    case 'toMillis':
    case 'valueOf':
      return `Date.parse(${midnight})`
    case 'toSeconds':
      return `Date.parse(${midnight}) / 1000`
    case 'format':
    case 'toFormat':
      return inFormat(call, midnight)
    default:
      throw new CannotConvert(`.${name}() is not known of a date here`)
  }
}

const partsOfIso: Readonly<Record<string, readonly [number, number]>> = {
  yyyy: [0, 4],
  MM: [5, 7],
  dd: [8, 10],
  HH: [11, 13],
  mm: [14, 16],
  ss: [17, 19],
  SSS: [20, 23],
}

/** Of the format's letters, those that are cut out of ISO 8601 as they stand. */
function inFormat({ arguments: [first] }: CallExpression, moment: string): string {
  if (first?.type !== 'Literal' || typeof first.value !== 'string') throw new CannotConvert('the format of a date is computed')
  const iso = moment === 'now' ? moment : `(${moment})`
  const pieces = (first.value.match(/[A-Za-z]+|[^A-Za-z]+/g) ?? []).map((piece) => {
    if (/^[^A-Za-z']+$/.test(piece)) return JSON.stringify(piece)
    const part = Object.hasOwn(partsOfIso, piece) ? partsOfIso[piece] : undefined
    if (part === undefined) throw new CannotConvert(`the date format "${piece}" is not known here`)
    return `${iso}.slice(${part[0]}, ${part[1]})`
  })
  return first.value === 'yyyy-MM-dd' ? `${iso}.slice(0, 10)` : `(${pieces.join(' + ') || '""'})`
}

/** `plus({ days: 1 })`, `plus(1, 'day')`. Months and years have no fixed length. */
function shiftOf({ arguments: args }: CallExpression): number {
  const [first, second] = args
  if (first?.type === 'ObjectExpression' && args.length === 1) return shiftOfMap(first)
  if (second?.type === 'Literal' && typeof second.value === 'string') return numberIn(first) * unitMs(second.value)
  throw new CannotConvert('a date is moved by something that is computed')
}

function shiftOfMap({ properties }: ObjectExpression): number {
  return properties.reduce((sum, property) => {
    if (property.type !== 'Property' || property.key.type !== 'Identifier' || property.computed) {
      throw new CannotConvert('a date is moved by something that is computed')
    }
    return sum + numberIn(property.value) * unitMs(property.key.name)
  }, 0)
}

function numberIn(node: AnyNode | undefined): number {
  if (node?.type === 'Literal' && typeof node.value === 'number') return node.value
  if (node?.type === 'UnaryExpression' && node.operator === '-') return -numberIn(node.argument)
  throw new CannotConvert('a date is moved by something that is computed')
}

function unitMs(unit: string): number {
  const name = unit.toLowerCase().replace(/s$/, '')
  const ms = Object.hasOwn(msOf, name) ? msOf[name] : undefined
  if (ms === undefined) throw new CannotConvert(`a date is moved by ${unit}, whose length depends on the calendar`)
  return ms
}

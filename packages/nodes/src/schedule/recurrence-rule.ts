/** A recurrence rule as RFC 5545 §3.3.10 has it, as far as it chooses days, and the times of these days. What it does not say is undefined. */
export interface RecurrenceRule extends DayLists {
  readonly frequency: Frequency
  readonly interval: number
  /** The weekday that weeks begin with, 0 for Monday. */
  readonly weekStart: number
  readonly weekdays: readonly RuleWeekday[] | undefined
  readonly hours: readonly number[] | undefined
  readonly minutes: readonly number[] | undefined
}

/** Negative numbers count from the end: -1 is the last. */
interface DayLists {
  readonly months: readonly number[] | undefined
  readonly monthDays: readonly number[] | undefined
  readonly yearDays: readonly number[] | undefined
  readonly weeks: readonly number[] | undefined
  /** Of the days of a period that all else has chosen, those at these places. */
  readonly positions: readonly number[] | undefined
}

export interface RuleWeekday {
  /** 0 for Monday. */
  readonly day: number
  /** The first of the month or year is 1, the last -1; undefined for each. */
  readonly nth: number | undefined
}

export type Frequency = (typeof frequencies)[number]

/** Where a rule begins: what its intervals are counted from, and what it leaves open is taken from. */
export interface RuleStart {
  readonly timezone: string
  /** Milliseconds since 1970; undefined for a rule that has always been. */
  readonly from: number | undefined
}

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const weekdayItem = /^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/
const mostIntervals = 1000

const listed: Readonly<Record<string, (item: string) => boolean>> = {
  BYDAY: (item) => within(1, 53, true)(weekdayItem.exec(item)?.[1] ?? '1') && weekdayItem.test(item),
  BYMONTHDAY: within(1, 31, true),
  BYYEARDAY: within(1, 366, true),
  BYWEEKNO: within(1, 53, true),
  BYMONTH: within(1, 12),
  BYSETPOS: within(1, 366, true),
  BYHOUR: within(0, 23),
  BYMINUTE: within(0, 59),
}
const known = ['FREQ', 'INTERVAL', 'WKST', ...Object.keys(listed)]

/** Parts that the RFC forbids beside a frequency, for they would mean nothing there. */
const senseless: readonly { readonly part: string; readonly beside: readonly Frequency[] }[] = [
  { part: 'BYMONTHDAY', beside: ['WEEKLY'] },
  { part: 'BYYEARDAY', beside: ['DAILY', 'WEEKLY', 'MONTHLY'] },
  { part: 'BYWEEKNO', beside: ['DAILY', 'WEEKLY', 'MONTHLY'] },
]

/** Throws what is wrong with the text, in words that follow its name. */
export function readRule(text: string): RecurrenceRule {
  const parts = splitParts(text)
  for (const [name, value] of parts) checkPart(name, value)
  const frequency = frequencies.find((one) => one === parts.get('FREQ'))
  if (frequency === undefined) throw new Error(`needs FREQ, one of ${frequencies.join(', ')}`)
  checkTogether(frequency, parts)
  return {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    weekStart: weekdayNames.indexOf(parts.get('WKST') ?? 'MO'),
    weekdays: parts.get('BYDAY')?.split(',').map(readWeekday),
    months: numbers(parts.get('BYMONTH')),
    monthDays: numbers(parts.get('BYMONTHDAY')),
    yearDays: numbers(parts.get('BYYEARDAY')),
    weeks: numbers(parts.get('BYWEEKNO')),
    positions: numbers(parts.get('BYSETPOS')),
    hours: numbers(parts.get('BYHOUR')),
    minutes: numbers(parts.get('BYMINUTE')),
  }
}

function splitParts(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>()
  const rule = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
  for (const part of rule.split(';').filter(Boolean)) {
    const [name = '', ...value] = part.split('=')
    if (parts.has(name)) throw new Error(`has ${name} twice`)
    parts.set(name, value.join('='))
  }
  return parts
}

function checkPart(name: string, value: string): void {
  if (name === 'COUNT' || name === 'UNTIL') throw new Error(`has ${name}: say with the field "until" when it ends`)
  if (name === 'BYSECOND') throw new Error('has BYSECOND: the smallest unit here is the minute')
  if (!known.includes(name)) throw new Error(`has ${JSON.stringify(name)}, which is none of ${known.join(', ')}`)
  if (name === 'FREQ' && !frequencies.some((one) => one === value))
    throw new Error(`has FREQ=${value}, which is none of ${frequencies.join(', ')}; use "every" for less than a day`)
  if (name === 'INTERVAL' && !within(1, mostIntervals)(value))
    throw new Error(`has an INTERVAL that is no number from 1 to ${mostIntervals}`)
  if (name === 'WKST' && !weekdayNames.includes(value)) throw new Error(`has a WKST that is none of ${weekdayNames.join(', ')}`)
  const items = value.split(',')
  const wrong = listed[name] && items.find((item) => !listed[name]?.(item))
  if (wrong !== undefined) throw new Error(`has ${name}=${wrong}, which is out of its range`)
}

function checkTogether(frequency: Frequency, parts: ReadonlyMap<string, string>): void {
  for (const { part, beside } of senseless)
    if (parts.has(part) && beside.includes(frequency)) throw new Error(`has ${part}, which means nothing with FREQ=${frequency}`)
  const isNumbered = /\d/.test(parts.get('BYDAY') ?? '')
  if (isNumbered && (frequency === 'DAILY' || frequency === 'WEEKLY'))
    throw new Error('has a number in BYDAY, which means something with FREQ=MONTHLY and FREQ=YEARLY alone')
  if (isNumbered && parts.has('BYWEEKNO')) throw new Error('has a number in BYDAY, which means nothing beside BYWEEKNO')
  if (!parts.has('BYSETPOS')) return
  if (![...parts.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS'))
    throw new Error('has BYSETPOS, which chooses among the days that another BY… names: name them')
  if ([parts.get('BYHOUR'), parts.get('BYMINUTE')].some((list) => (numbers(list)?.length ?? 1) > 1))
    throw new Error('has BYSETPOS, which chooses among days: give one time of day')
}

function within(least: number, most: number, isSigned = false): (item: string) => boolean {
  return (item) => {
    const digits = isSigned ? item.replace(/^[+-]/, '') : item
    return /^\d{1,4}$/.test(digits) && Number(digits) >= least && Number(digits) <= most
  }
}

function numbers(list: string | undefined): readonly number[] | undefined {
  return list === undefined ? undefined : [...new Set(list.split(',').map(Number))].sort((a, b) => a - b)
}

function readWeekday(item: string): RuleWeekday {
  const [, nth, name = ''] = weekdayItem.exec(item) ?? []
  return { day: weekdayNames.indexOf(name), nth: nth === undefined ? undefined : Number(nth) }
}

import type { Frequency, RecurrenceRule, RuleStart, RuleWeekday } from './recurrence-rule.ts'
import { completeRule } from './rule-days.ts'
import { timesOfDay } from './rule-times.ts'

/** So many of a list are told. */
const mostTold = 6

const units: Readonly<Record<Frequency, string>> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' }
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const monthNames = 'January February March April May June July August September October November December'.split(' ')

/** In words: "Every 2 weeks on Monday at 09:00 (Europe/Berlin)". What the rule leaves open is told too. */
export function ruleSentence(rule: RecurrenceRule, start: RuleStart): string {
  const complete = completeRule(rule, start)
  const { frequency, interval, months, weeks, positions } = complete
  const words = [interval === 1 ? `Every ${units[frequency]}` : `Every ${interval} ${units[frequency]}s`]
  if (months !== undefined) words.push(` in ${listed(months.map((month) => monthNames[month - 1] ?? ''))}`)
  if (weeks !== undefined)
    words.push(` in ${listed(inOrder(weeks).map((week) => (week > 0 ? `week ${week}` : `the ${ordinal(week)} week`)))}`)
  const [days, ...limits] = dayWords(complete)
  if (days !== undefined) words.push(` on ${days}`)
  words.push(...limits.map((limit) => `, if that is ${limit.replace(/^each /, 'a ')},`))
  if (positions !== undefined) words.push(`, of these only the ${listed(inOrder(positions).map(ordinal))},`)
  return `${words.join('')} at ${timeWords(complete, start)} (${start.timezone})`
}

/** All of them must hold. */
function dayWords(rule: RecurrenceRule): readonly string[] {
  const { frequency, weekdays, monthDays, yearDays, months } = rule
  const ofMonth = frequency === 'YEARLY' && months === undefined ? ' of each month' : ''
  return [
    ...(yearDays === undefined ? [] : [`the ${listed(inOrder(yearDays).map(ordinal))} day of the year`]),
    ...(monthDays === undefined ? [] : [`the ${listed(inOrder(monthDays).map(ordinal))} day${ofMonth}`]),
    ...(weekdays === undefined ? [] : [weekdayWords(rule, weekdays)]),
  ]
}

function weekdayWords({ frequency, months, weeks }: RecurrenceRule, weekdays: readonly RuleWeekday[]): string {
  const each = frequency === 'WEEKLY' || frequency === 'DAILY' || weeks !== undefined ? '' : 'each '
  const plain = [...new Set(weekdays.filter(({ nth }) => nth === undefined).map(({ day }) => day))].sort((a, b) => a - b)
  const [first = 0, last = 0] = [plain[0], plain.at(-1)]
  const isRange = plain.length > 2 && last - first === plain.length - 1
  const names = plain.map((day) => `${each}${weekdayNames[day]}`)
  const ofYear = frequency === 'YEARLY' && months === undefined ? ' of the year' : ''
  const numbered = weekdays.flatMap(({ day, nth }) => (nth === undefined ? [] : `the ${ordinal(nth)} ${weekdayNames[day]}${ofYear}`))
  return listed([...(isRange ? [`${each}${each && 'day from '}${weekdayNames[first]} to ${weekdayNames[last]}`] : names), ...numbered])
}

function timeWords(rule: RecurrenceRule, start: RuleStart): string {
  const { hours, minutes, second } = timesOfDay(rule, start)
  const times = hours.flatMap((hour) => minutes.map((minute) => [hour, minute, ...(second === 0 ? [] : [second])].map(padded).join(':')))
  const more = times.length > mostTold ? ` and ${times.length - mostTold} more times` : ''
  return `${times.slice(0, mostTold).join(', ')}${more}`
}

/** Those from the beginning first: 1, 15, -1. */
function inOrder(numbers: readonly number[]): readonly number[] {
  return [...numbers.filter((one) => one > 0), ...numbers.filter((one) => one < 0)]
}

/** "2nd", "last", "3rd to last". */
function ordinal(number: number): string {
  if (number === -1) return 'last'
  if (number < 0) return `${ordinal(-number)} to last`
  const isTeen = Math.floor((number % 100) / 10) === 1
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${ending}`
}

/** "a, b and c" */
function listed(items: readonly string[]): string {
  const told = items.length > mostTold ? [...items.slice(0, mostTold), `${items.length - mostTold} more`] : items
  return told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`
}

function padded(number: number): string {
  return String(number).padStart(2, '0')
}

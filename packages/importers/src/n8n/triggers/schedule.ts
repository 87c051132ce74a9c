import type { N8nNode } from '../n8n-workflow.ts'
import { at, type Fields, listOf, mapsAt, numberAt, textAt } from '../read-value.ts'

/** What a rule is here: the times of a cron expression or of a recurrence rule, or an interval such as `90s`. */
export type Times = { readonly cron: string } | { readonly rrule: string } | { readonly every: string }

export interface Schedules {
  readonly times: readonly Times[]
  /** Rules that nothing here says. */
  readonly unclear: readonly string[]
}

/** The rules of a schedule trigger, of its forerunner `cron`, and of `interval`. */
export function schedulesOf({ type, parameters }: N8nNode): Schedules {
  const rules = rulesOf(type, parameters)
  return { times: rules.flatMap((rule) => rule.times ?? []), unclear: rules.flatMap((rule) => (rule.times === undefined ? rule.text : [])) }
}

interface Rule {
  readonly times: Times | undefined
  readonly text: string
}

function rulesOf(type: string, parameters: Fields): readonly Rule[] {
  if (type === 'interval')
    return [named(everyUnit(numberAt(parameters, 'interval') ?? 1, textAt(parameters, 'unit') ?? 'seconds'), parameters)]
  if (type === 'cron') return mapsAt(parameters, 'triggerTimes', 'item').map((one) => named(oldRule(one), one))
  const rules = mapsAt(parameters, 'rule', 'interval')
  return (rules.length === 0 ? [{}] : rules).map((one) => named(newRule(one), one))
}

function named(times: Times | string | undefined, rule: Fields): Rule {
  return { times: typeof times === 'string' ? { cron: times } : times, text: JSON.stringify(rule).slice(0, 200) }
}

function newRule(rule: Fields): Times | string | undefined {
  const minute = numberAt(rule, 'triggerAtMinute') ?? 0
  const hour = numberAt(rule, 'triggerAtHour') ?? 0
  const time = `${minute} ${hour}`
  const day = numberAt(rule, 'triggerAtDayOfMonth') ?? 1
  switch (textAt(rule, 'field') ?? 'days') {
    case 'cronExpression':
      return cronFields(textAt(rule, 'expression'))
    case 'seconds':
      return everyUnit(numberAt(rule, 'secondsInterval') ?? 30, 'seconds')
    case 'minutes':
      return everyUnit(numberAt(rule, 'minutesInterval') ?? 5, 'minutes')
    case 'hours': {
      const every = numberAt(rule, 'hoursInterval') ?? 1
      return every === 1 ? `${minute} * * * *` : 24 % every === 0 ? `${minute} */${every} * * *` : everyUnit(every, 'hours')
    }
    case 'days':
      return spaced(rule, 'daysInterval', `${time} * * *`, 'DAILY')
    case 'weeks': {
      const listed = listOf(at(rule, 'triggerAtDay')).filter((one) => typeof one === 'number')
      const days = listed.length === 0 ? [0] : listed
      return spaced(
        rule,
        'weeksInterval',
        `${time} * * ${days.join(',')}`,
        `WEEKLY;BYDAY=${days.map((day) => weekdays[day % 7]).join(',')}`,
      )
    }
    case 'months':
      return spaced(rule, 'monthsInterval', `${time} ${day} * *`, `MONTHLY;BYMONTHDAY=${day}`)
    default:
      return undefined
  }
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** Cron for each day, week or month; a recurrence rule for every so many of them. */
function spaced(rule: Fields, field: string, cron: string, frequency: string): Times | undefined {
  const interval = numberAt(rule, field) ?? 1
  if (interval === 1) return { cron }
  if (!Number.isInteger(interval) || interval < 1 || interval > 1000) return undefined
  const hour = numberAt(rule, 'triggerAtHour') ?? 0
  return {
    rrule: `FREQ=${frequency.replace(/(?=;|$)/, `;INTERVAL=${interval}`)};BYHOUR=${hour};BYMINUTE=${numberAt(rule, 'triggerAtMinute') ?? 0}`,
  }
}

function oldRule(rule: Fields): Times | string | undefined {
  const time = `${numberAt(rule, 'minute') ?? 0} ${numberAt(rule, 'hour') ?? 14}`
  switch (textAt(rule, 'mode') ?? 'everyDay') {
    case 'everyMinute':
      return '* * * * *'
    case 'everyHour':
      return `${numberAt(rule, 'minute') ?? 0} * * * *`
    case 'everyDay':
      return `${time} * * *`
    case 'everyWeek':
      return `${time} * * ${textAt(rule, 'weekday') ?? numberAt(rule, 'weekday') ?? 1}`
    case 'everyMonth':
      return `${time} ${numberAt(rule, 'dayOfMonth') ?? 1} * *`
    case 'everyX':
      return everyUnit(numberAt(rule, 'value') ?? 2, textAt(rule, 'unit') ?? 'hours')
    case 'custom':
      return cronFields(textAt(rule, 'cronExpression'))
    default:
      return undefined
  }
}

/** A cron expression where it divides the hour or the day, as in n8n; else an interval, which goes on over the full hour. */
function everyUnit(every: number, unit: string): Times | undefined {
  if (!Number.isInteger(every) || every < 1 || every > 100_000) return undefined
  if (unit === 'seconds') return { every: `${every}s` }
  if (unit === 'minutes') return 60 % every === 0 ? { cron: every === 1 ? '* * * * *' : `*/${every} * * * *` } : { every: `${every}m` }
  if (unit === 'hours') return 24 % every === 0 ? { cron: every === 1 ? '0 * * * *' : `0 */${every} * * *` } : { every: `${every}h` }
  return undefined
}

/** n8n takes a field for seconds in front. Zero seconds can be left out. */
function cronFields(expression: string | undefined): string | undefined {
  const fields = (expression ?? '').replace(/^=/, '').trim().split(/\s+/)
  const kept = fields.length === 6 && fields[0] === '0' ? fields.slice(1) : fields
  return (kept.length === 5 || kept.length === 6) && kept.every((one) => /^[\w*/,?#-]+$/.test(one)) ? kept.join(' ') : undefined
}

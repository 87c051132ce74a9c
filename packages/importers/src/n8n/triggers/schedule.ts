import type { N8nNode } from '../n8n-workflow.ts'
import { at, type Fields, listOf, mapsAt, numberAt, textAt } from '../read-value.ts'

export interface Crons {
  readonly crons: readonly string[]
  /** Rules that no cron expression says. */
  readonly unclear: readonly string[]
}

/** The rules of a schedule trigger, of its forerunner `cron`, and of `interval`, as cron expressions with five fields. */
export function cronsOf({ type, parameters }: N8nNode): Crons {
  const rules = rulesOf(type, parameters)
  return { crons: rules.flatMap((rule) => rule.cron ?? []), unclear: rules.flatMap((rule) => (rule.cron === undefined ? rule.text : [])) }
}

interface Rule {
  readonly cron: string | undefined
  readonly text: string
}

function rulesOf(type: string, parameters: Fields): readonly Rule[] {
  if (type === 'interval')
    return [named(everyUnit(numberAt(parameters, 'interval') ?? 1, textAt(parameters, 'unit') ?? 'seconds'), parameters)]
  if (type === 'cron') return mapsAt(parameters, 'triggerTimes', 'item').map((one) => named(oldRule(one), one))
  const rules = mapsAt(parameters, 'rule', 'interval')
  return (rules.length === 0 ? [{}] : rules).map((one) => named(newRule(one), one))
}

function named(cron: string | undefined, rule: Fields): Rule {
  return { cron, text: JSON.stringify(rule).slice(0, 200) }
}

function newRule(rule: Fields): string | undefined {
  const minute = numberAt(rule, 'triggerAtMinute') ?? 0
  const hour = numberAt(rule, 'triggerAtHour') ?? 0
  const time = `${minute} ${hour}`
  switch (textAt(rule, 'field') ?? 'days') {
    case 'cronExpression':
      return fiveFields(textAt(rule, 'expression'))
    case 'minutes':
      return everyUnit(numberAt(rule, 'minutesInterval') ?? 5, 'minutes')
    case 'hours': {
      const every = numberAt(rule, 'hoursInterval') ?? 1
      return every === 1 ? `${minute} * * * *` : 24 % every === 0 ? `${minute} */${every} * * *` : undefined
    }
    case 'days':
      return (numberAt(rule, 'daysInterval') ?? 1) === 1 ? `${time} * * *` : undefined
    case 'weeks': {
      const days = listOf(at(rule, 'triggerAtDay')).filter((one) => typeof one === 'number')
      return (numberAt(rule, 'weeksInterval') ?? 1) === 1 ? `${time} * * ${(days.length === 0 ? [0] : days).join(',')}` : undefined
    }
    case 'months':
      return (numberAt(rule, 'monthsInterval') ?? 1) === 1 ? `${time} ${numberAt(rule, 'triggerAtDayOfMonth') ?? 1} * *` : undefined
    default:
      return undefined
  }
}

function oldRule(rule: Fields): string | undefined {
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
      return fiveFields(textAt(rule, 'cronExpression'))
    default:
      return undefined
  }
}

function everyUnit(every: number, unit: string): string | undefined {
  if (!Number.isInteger(every) || every < 1) return undefined
  if (unit === 'minutes') return every === 1 ? '* * * * *' : 60 % every === 0 ? `*/${every} * * * *` : undefined
  if (unit === 'hours') return every === 1 ? '0 * * * *' : 24 % every === 0 ? `0 */${every} * * *` : undefined
  return undefined
}

/** n8n takes a field for seconds in front. Zero seconds can be left out. */
function fiveFields(expression: string | undefined): string | undefined {
  const fields = (expression ?? '').replace(/^=/, '').trim().split(/\s+/)
  const kept = fields.length === 6 && fields[0] === '0' ? fields.slice(1) : fields
  return kept.length === 5 && kept.every((one) => /^[\w*/,?#-]+$/.test(one)) ? kept.join(' ') : undefined
}

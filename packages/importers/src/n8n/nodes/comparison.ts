import { isExpressionText } from '../expression/convert-text.ts'
import { CannotConvert } from '../expression/expression-scope.ts'
import { withOptionalMembers } from '../expression/optional-members.ts'
import type { NodeContext } from '../node-context.ts'

/** How a comparison is meant, over both forms that n8n has. */
export interface Comparison {
  readonly type: string
  readonly operation: string
  readonly left: unknown
  readonly right: unknown
}

/** How texts are compared, and how much of types is overlooked. */
export interface Comparing {
  readonly ignoreCase: boolean
  readonly loose: boolean
}

export function combined(sources: readonly string[], combinator: 'and' | 'or'): string {
  if (sources.length === 0) return 'true'
  const [only] = sources
  if (sources.length === 1 && only !== undefined) return only
  return sources.map((source) => (/ (?:\|\||&&|\?) /.test(source) ? `(${source})` : source)).join(combinator === 'and' ? ' && ' : ' || ')
}

/** Throws `CannotConvert`. */
export function comparisonSource(context: NodeContext, comparison: Comparison, comparing: Comparing): string {
  const { type, operation } = comparison
  const left = grouped(operand(context, comparison.left, type))
  const right = () => grouped(operand(context, comparison.right, rightType(type, operation)))
  const common = existence(type, operation, left)
  if (common !== undefined) return common
  switch (type) {
    case 'string':
      return textComparison(operation, left, right, comparing)
    case 'number':
      return numberComparison(operation, left, right)
    case 'boolean':
      return booleanComparison(operation, left, right, comparing)
    case 'dateTime':
      return dateComparison(operation, left, right)
    case 'array':
      return listComparison(operation, left, right)
    default:
      throw new CannotConvert(`the comparison ${type} ${operation} has no counterpart`)
  }
}

function rightType(type: string, operation: string): string {
  if (type !== 'array') return type
  return operation.startsWith('length') ? 'number' : 'any'
}

/** A side of a comparison; what is missing on the way to it is no error. */
function operand({ source }: NodeContext, value: unknown, type: string): string {
  if (isExpressionText(value)) return withOptionalMembers(source(value, 'condition'))
  if (typeof value === 'number' || typeof value === 'boolean') return type === 'string' ? JSON.stringify(String(value)) : String(value)
  const text = typeof value === 'string' ? value : ''
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return String(Number(text))
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase()
  return JSON.stringify(text)
}

/** In brackets, when an operator stands in it. */
function grouped(source: string): string {
  return /^([\w$.?[\]]|"(?:[^"\\]|\\.)*"|\([^()]*\))+$/.test(source) ? source : `(${source})`
}

function existence(type: string, operation: string, left: string): string | undefined {
  switch (operation) {
    case 'exists':
      return `${left} != null`
    case 'notExists':
      return `${left} == null`
    case 'empty':
      return emptiness(type, left)
    case 'notEmpty':
      return `!(${emptiness(type, left)})`
    default:
      return undefined
  }
}

function emptiness(type: string, left: string): string {
  if (type === 'array') return `(${left} ?? []).length == 0`
  if (type === 'object') return `Object.keys(${left} ?? {}).length == 0`
  return `(${left} ?? "") === ""`
}

function textComparison(operation: string, left: string, right: () => string, { ignoreCase, loose }: Comparing): string {
  const text = (source: string) => {
    const plain = /^"/.test(source) ? source : loose || ignoreCase ? `String(${source} ?? "")` : `(${source} ?? "")`
    return ignoreCase ? `${plain}.toLowerCase()` : plain
  }
  const compared = (source: string) => (ignoreCase || loose ? text(source) : source)
  switch (operation) {
    case 'equals':
      return `${compared(left)} == ${compared(right())}`
    case 'notEquals':
      return `${compared(left)} != ${compared(right())}`
    case 'contains':
      return `${text(left)}.includes(${compared(right())})`
    case 'notContains':
      return `!${text(left)}.includes(${compared(right())})`
    case 'startsWith':
    case 'endsWith':
      return `${text(left)}.${operation}(${compared(right())})`
    case 'notStartsWith':
      return `!${text(left)}.startsWith(${compared(right())})`
    case 'notEndsWith':
      return `!${text(left)}.endsWith(${compared(right())})`
    case 'regex':
      return `${pattern(right(), ignoreCase)}.test(${left} ?? "")`
    case 'notRegex':
      return `!${pattern(right(), ignoreCase)}.test(${left} ?? "")`
    default:
      throw new CannotConvert(`the comparison string ${operation} has no counterpart`)
  }
}

/** `/a/i` or `a`, written out. */
function pattern(source: string, ignoreCase: boolean): string {
  if (!source.startsWith('"')) throw new CannotConvert('the pattern is computed')
  const text: string = JSON.parse(source)
  const [, inside, flags] = /^\/([\s\S]*)\/([gimsuy]*)$/.exec(text) ?? [undefined, text, '']
  const kept = new Set([...(flags ?? '').replace(/[gy]/g, ''), ...(ignoreCase ? ['i'] : [])])
  const body = (inside ?? '').replace(/\\.|\//g, (match) => (match === '/' ? '\\/' : match)).replace(/\n/g, '\\n')
  return `/${body === '' ? '(?:)' : body}/${[...kept].join('')}`
}

const numberSigns: Readonly<Record<string, string>> = { equals: '==', notEquals: '!=', gt: '>', lt: '<', gte: '>=', lte: '<=' }

function numberComparison(operation: string, left: string, right: () => string): string {
  const sign = Object.hasOwn(numberSigns, operation) ? numberSigns[operation] : undefined
  if (sign === undefined) throw new CannotConvert(`the comparison number ${operation} has no counterpart`)
  // These convert a text that is a number; strict n8n stops with an error there, which nobody relies on.
  return `${left} ${sign} ${right()}`
}

function booleanComparison(operation: string, left: string, right: () => string, { loose }: Comparing): string {
  const isTrue = loose ? `[true, "true", "1", 1].includes(${left})` : `${left} === true`
  switch (operation) {
    case 'true':
      return isTrue
    case 'false':
      return loose ? `!${isTrue}` : `${left} === false`
    case 'equals':
      return `${left} == ${right()}`
    case 'notEquals':
      return `${left} != ${right()}`
    default:
      throw new CannotConvert(`the comparison boolean ${operation} has no counterpart`)
  }
}

const dateSigns: Readonly<Record<string, string>> = { after: '>', before: '<', afterOrEquals: '>=', beforeOrEquals: '<=' }

function dateComparison(operation: string, left: string, right: () => string): string {
  const ms = (source: string) => (source === 'now' ? 'Date.parse(now)' : `Date.parse(${source} ?? "")`)
  if (operation === 'equals') return `${ms(left)} == ${ms(right())}`
  if (operation === 'notEquals') return `${ms(left)} != ${ms(right())}`
  const sign = Object.hasOwn(dateSigns, operation) ? dateSigns[operation] : undefined
  if (sign === undefined) throw new CannotConvert(`the comparison dateTime ${operation} has no counterpart`)
  return `${ms(left)} ${sign} ${ms(right())}`
}

const lengthSigns: Readonly<Record<string, string>> = {
  lengthEquals: '==',
  lengthNotEquals: '!=',
  lengthGt: '>',
  lengthLt: '<',
  lengthGte: '>=',
  lengthLte: '<=',
}

function listComparison(operation: string, left: string, right: () => string): string {
  const list = `(${left} ?? [])`
  if (operation === 'contains') return `${list}.includes(${right()})`
  if (operation === 'notContains') return `!${list}.includes(${right()})`
  const sign = Object.hasOwn(lengthSigns, operation) ? lengthSigns[operation] : undefined
  if (sign === undefined) throw new CannotConvert(`the comparison array ${operation} has no counterpart`)
  return `${list}.length ${sign} ${right()}`
}

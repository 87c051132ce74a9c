import { type Json, type JsonObject, nearestWord } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { fieldPath } from '../transform/field-path.ts'
import { type DeclaredType, type DeclaredTypes, typeOf } from './attribute-value.ts'
import type { Bindings } from './bindings.ts'

/** Owns: structured conditions as DynamoDB's expressions, in the words that `if` and `filter` use, as far as DynamoDB has the operator. */
interface Operator {
  /** What `value` must be; left out, it takes none. */
  readonly value?: { readonly fits: (value: Json) => boolean; readonly is: string }
  expression(field: string, value: Json, bind: (value: Json) => string): string
  /** A set's member is compared, not the set. */
  readonly onMember?: boolean
}

const anything = { fits: () => true, is: 'given' }
const list = { fits: (value: Json) => Array.isArray(value) && value.length > 0 && value.length <= 100, is: 'a list of 1 to 100 values' }
const pair = { fits: (value: Json) => Array.isArray(value) && value.length === 2, is: 'a list of two values' }
const kinds: Readonly<Record<string, string>> = {
  string: 'S',
  number: 'N',
  boolean: 'BOOL',
  null: 'NULL',
  array: 'L',
  object: 'M',
  binary: 'B',
  'string-set': 'SS',
  'number-set': 'NS',
  'binary-set': 'BS',
}
const kind = {
  fits: (value: Json) => typeof value === 'string' && Object.hasOwn(kinds, value),
  is: `one of ${Object.keys(kinds).join(', ')}`,
}

export const operators = {
  equals: compared('='),
  'not-equals': compared('<>'),
  'greater-than': compared('>'),
  'at-least': compared('>='),
  'less-than': compared('<'),
  'at-most': compared('<='),
  between: { value: pair, expression: (field, value, bind) => `${field} BETWEEN ${(value as Json[]).map(bind).join(' AND ')}` },
  in: { value: list, expression: (field, value, bind) => `${field} IN (${(value as Json[]).map(bind).join(', ')})` },
  'starts-with': { value: anything, expression: (field, value, bind) => `begins_with(${field}, ${bind(value)})` },
  contains: { value: anything, onMember: true, expression: (field, value, bind) => `contains(${field}, ${bind(value)})` },
  'not-contains': { value: anything, onMember: true, expression: (field, value, bind) => `NOT contains(${field}, ${bind(value)})` },
  exists: { expression: (field) => `attribute_exists(${field})` },
  'not-exists': { expression: (field) => `attribute_not_exists(${field})` },
  'is-type': { value: kind, expression: (field, value, bind) => `attribute_type(${field}, ${bind(kinds[String(value)] ?? null)})` },
} satisfies Record<string, Operator>

export type OperatorName = keyof typeof operators
export const operatorNames = Object.keys(operators) as [OperatorName, ...OperatorName[]]

interface Part {
  readonly path?: string | undefined
  readonly is?: OperatorName | undefined
  readonly value?: Json | undefined
  readonly all?: readonly Where[] | undefined
  readonly any?: readonly Where[] | undefined
  readonly not?: Where | undefined
}

/** A comparison, a group, or a list of them that must all hold. */
export type Where = Part | readonly Where[]

const inner: z.ZodType<Where> = z.lazy(() => whereSchema)

const part = z
  .strictObject({
    path: fieldPath.optional().meta({ title: 'Field', description: 'Of the item, e.g. `customer.age` or `lines.0.sku`' }),
    is: z
      .enum(operatorNames, { error: unknownOperator })
      .optional()
      .meta({ title: 'Operator', description: 'How the two are compared', 'x-operators': operatorFacts() }),
    value: jsonValue().optional().meta({ title: 'Value', description: 'What it is compared with' }),
    all: z.array(inner).min(1).optional().meta({ title: 'All of', description: 'Holds when each of these does' }),
    any: z.array(inner).min(1).optional().meta({ title: 'Any of', description: 'Holds when one of these does' }),
    not: inner.optional().meta({ title: 'Not', description: 'Holds when this does not' }),
  })
  .superRefine((written, context) => {
    const mistake = mistakeIn(written)
    if (mistake !== undefined) context.addIssue({ code: 'custom', path: [mistake.key], message: mistake.message })
  })

/** Each operator with the JSON Schema of its value, for editors that build a condition. */
function operatorFacts(): JsonObject {
  const lists: JsonObject = { type: 'array', items: {} }
  return Object.fromEntries(
    Object.entries<Operator>(operators).map(([name, { value }]) => {
      const takes = value === kind ? { enum: Object.keys(kinds) } : value === anything ? {} : lists
      return [name, value === undefined ? {} : { value: takes }]
    }),
  )
}

export const whereSchema: z.ZodType<Where> = z.union([part, z.array(inner).min(1)]).meta({ id: 'dynamodb-condition' })

export function whereExpression(where: Where, bindings: Bindings, types: DeclaredTypes): string {
  const joined = (parts: readonly Where[], word: string) =>
    `(${parts.map((one) => whereExpression(one, bindings, types)).join(` ${word} `)})`
  // Narrowing a readonly list takes the long way round.
  if (isList(where)) return joined(where, 'AND')
  if (where.all !== undefined) return joined(where.all, 'AND')
  if (where.any !== undefined) return joined(where.any, 'OR')
  if (where.not !== undefined) return `(NOT ${whereExpression(where.not, bindings, types)})`
  return comparison({ path: '', is: 'exists', ...where }, bindings, types)
}

function comparison({ path = '', is = 'exists', value = null }: Part, bindings: Bindings, types: DeclaredTypes): string {
  return operatorExpression(bindings.path(path), { is, value }, bindings, typeOf(types, path))
}

/** `field` is what stands for it; `type` is the declared type of the whole attribute. */
export function operatorExpression(
  field: string,
  { is, value }: { readonly is: OperatorName; readonly value: Json },
  bindings: Bindings,
  type: DeclaredType | undefined,
): string {
  const operator: Operator = operators[is]
  const valueType = operator.onMember ? memberType(type) : type
  return operator.expression(field, value, (one) => bindings.value(one, is === 'is-type' ? undefined : valueType))
}

function isList(where: Where): where is readonly Where[] {
  return Array.isArray(where)
}

function memberType(type: DeclaredType | undefined): DeclaredType | undefined {
  if (type === 'number-set') return 'number'
  if (type === 'binary-set') return 'binary'
  return type === 'string-set' ? undefined : type
}

function compared(sign: string): Operator {
  return { value: anything, expression: (field, value, bind) => `${field} ${sign} ${bind(value)}` }
}

function mistakeIn({ path, is, value, all, any, not }: Part): { readonly key: string; readonly message: string } | undefined {
  const groups = Object.entries({ all, any, not }).filter(([, group]) => group !== undefined)
  const isComparison = path !== undefined || is !== undefined || value !== undefined
  if (groups.length > 1 || (groups.length === 1 && isComparison)) {
    return { key: groups[0]?.[0] ?? 'all', message: 'stands alone: put the rest into a group of its own' }
  }
  if (groups.length === 1) return undefined
  if (path === undefined) return { key: 'path', message: 'is required, or a group: all, any or not' }
  if (is === undefined) return { key: 'is', message: `is required: one of ${operatorNames.join(', ')}` }
  const wanted = (operators[is] as Operator).value
  if (wanted === undefined) return value === undefined ? undefined : { key: 'value', message: `is nothing that "${is}" takes` }
  return value !== undefined && wanted.fits(value) ? undefined : { key: 'value', message: `must be ${wanted.is}` }
}

function unknownOperator({ input }: { readonly input: unknown }): string {
  const near = typeof input === 'string' ? nearestWord(input, operatorNames) : undefined
  return near === undefined ? `must be one of ${operatorNames.join(', ')}` : `is not an operator: perhaps "${near}" is meant`
}

import { type Json, type JsonObject, nearestWord } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { fieldPath } from '../transform/field-path.ts'
import { asKind, type Kind } from './kinds.ts'
import { type Operator, type OperatorName, operatorNames, operators } from './operators.ts'

export interface Part {
  readonly path?: string | undefined
  readonly left?: Json | undefined
  readonly is?: OperatorName | undefined
  readonly value?: Json | undefined
  readonly ignoreCase?: boolean | undefined
  readonly loose?: boolean | undefined
  readonly all?: readonly Condition[] | undefined
  readonly any?: readonly Condition[] | undefined
  readonly not?: Condition | undefined
}

/** A comparison, a group of conditions, a list of them that must all hold, or what an expression in their place has said. */
export type Condition = Part | readonly Condition[] | boolean

const inner: z.ZodType<Condition> = z.lazy(() => conditionSchema)

const part = z
  .strictObject({
    path: fieldPath.optional().meta({
      title: 'Field',
      description: 'Of the value that is judged, e.g. `customer.age` or `lines.0.sku`; left out, the value itself',
    }),
    left: jsonValue().optional().meta({ title: 'Left', description: 'Instead of a field: any value, e.g. `{{ trigger.body.total }}`' }),
    is: z
      .enum(operatorNames, { error: unknownOperator })
      .optional()
      .meta({ title: 'Operator', description: 'How the two are compared', 'x-operators': operatorFacts() }),
    value: jsonValue().optional().meta({ title: 'Value', description: 'What it is compared with' }),
    ignoreCase: z.boolean().optional().meta({ title: 'Ignore case', description: 'Whether `A` and `a` are alike' }),
    loose: z.boolean().optional().meta({ title: 'Loose', description: 'Whether `1` and `"1"` are alike' }),
    all: z.array(inner).min(1).optional().meta({ title: 'All of', description: 'Holds when each of these does' }),
    any: z.array(inner).min(1).optional().meta({ title: 'Any of', description: 'Holds when one of these does' }),
    not: inner.optional().meta({ title: 'Not', description: 'Holds when this does not' }),
  })
  .superRefine((written, context) => {
    const mistake = mistakeIn(written)
    if (mistake !== undefined) context.addIssue({ code: 'custom', path: [mistake.key], message: mistake.message })
  })

export const conditionSchema: z.ZodType<Condition> = z.union([part, z.array(inner).min(1), z.boolean()]).meta({ id: 'condition' }) // By this name editors know it, and the docs.

/** Each operator with the kinds it judges and the JSON Schema of its value, for editors that build a condition. */
function operatorFacts(): JsonObject {
  const facts = Object.entries<Operator>(operators).map(([name, { kinds, value }]) => {
    const { $schema, ...takes } = value === undefined ? {} : z.toJSONSchema(value, { io: 'input' })
    return [name, { ...(kinds && { kinds }), ...(value && { value: takes }) }]
  })
  return Object.fromEntries(facts) // A schema document is JSON by nature.
}

function unknownOperator({ input }: { readonly input: unknown }): string {
  const near = typeof input === 'string' ? (signs[input] ?? nearestWord(input, operatorNames)) : undefined
  return near === undefined ? `must be one of ${operatorNames.join(', ')}` : `is not an operator: perhaps "${near}" is meant`
}

/** How code writes what is a word here. */
const signs: Readonly<Record<string, OperatorName>> = {
  '=': 'equals',
  '==': 'equals',
  '===': 'equals',
  '!=': 'not-equals',
  '!==': 'not-equals',
  '>': 'greater-than',
  '>=': 'at-least',
  '<': 'less-than',
  '<=': 'at-most',
}

/** Told of a place that is plain or missing: a mistake at one with an expression inside would wait until that is evaluated. */
interface Mistake {
  readonly key: string
  readonly message: string
}

function mistakeIn(written: z.output<typeof part>): Mistake | undefined {
  const [form, other] = (['is', 'not', 'all', 'any'] as const).filter((key) => written[key] !== undefined)
  if (form === undefined) return { key: 'is', message: 'is required: an operator, or "all", "any" or "not" for a group' }
  if (other !== undefined) return { key: form, message: `cannot stand beside "${other}": give one of them` }
  if (form !== 'is') {
    const stray = (['path', 'value', 'ignoreCase', 'loose', 'left'] as const).find((key) => written[key] !== undefined)
    return stray && { key: stray, message: 'belongs to a comparison, beside "is", not to a group' }
  }
  if (written.path !== undefined && written.left !== undefined)
    return { key: 'path', message: 'cannot stand beside "left": give one of them' }
  return written.is && mistakeInValue(written.is, written.value, written.loose ?? false)
}

function mistakeInValue(name: OperatorName, value: Json | undefined, loose: boolean): Mistake | undefined {
  const { value: schema }: Operator = operators[name]
  if (schema === undefined) return value === undefined ? undefined : { key: 'value', message: `is not for "${name}", which takes none` }
  if (value === undefined) return { key: 'value', message: `is required by "${name}": ${schema.description}` }
  const readings = loose ? [value, readAs(value, 'number'), readAs(value, 'text')] : [value]
  if (readings.some((reading) => schema.safeParse(reading).success)) return undefined
  return { key: 'value', message: `does not fit "${name}", which takes ${schema.description}` }
}

/** The value, or in a list each of its items, read as that kind where it can be. */
function readAs(value: Json, kind: Kind): Json {
  return Array.isArray(value) ? value.map((one: Json) => readAs(one, kind)) : (asKind(value, [kind], true) ?? value)
}

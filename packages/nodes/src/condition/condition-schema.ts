import type { Json } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { fieldPath } from '../transform/field-path.ts'
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

/** A comparison, a group of conditions, or a list of them that must all hold. */
export type Condition = Part | readonly Condition[]

const inner: z.ZodType<Condition> = z.lazy(() => conditionSchema)

const part = z
  .strictObject({
    path: fieldPath
      .optional()
      .meta({ title: 'Field', description: 'Of the value that is judged, e.g. `customer.age`; left out, the value itself' }),
    left: jsonValue().optional().meta({ title: 'Left', description: 'Instead of a field: any value, e.g. `{{ trigger.body.total }}`' }),
    is: z.enum(operatorNames).optional().meta({ title: 'Operator' }),
    value: jsonValue().optional().meta({ title: 'Value', description: 'What it is compared with' }),
    ignoreCase: z.boolean().optional().meta({ title: 'Ignore case' }),
    loose: z.boolean().optional().meta({ title: 'Loose', description: 'Whether `1` and `"1"` are alike' }),
    all: z.array(inner).min(1).optional().meta({ title: 'All of', description: 'Holds when each of these does' }),
    any: z.array(inner).min(1).optional().meta({ title: 'Any of', description: 'Holds when one of these does' }),
    not: inner.optional().meta({ title: 'Not', description: 'Holds when this does not' }),
  })
  .superRefine((written, context) => {
    const mistake = mistakeIn(written)
    if (mistake !== undefined) context.addIssue({ code: 'custom', path: mistake.path, message: mistake.message })
  })

export const conditionSchema: z.ZodType<Condition> = z.union([part, z.array(inner).min(1)])

interface Mistake {
  readonly path: string[]
  readonly message: string
}

function mistakeIn(written: z.output<typeof part>): Mistake | undefined {
  const forms = (['is', 'all', 'any', 'not'] as const).filter((form) => written[form] !== undefined)
  if (forms.length !== 1) return { path: [], message: 'needs exactly one of "is", "all", "any" and "not"' }
  if (written.is === undefined) {
    const stray = (['path', 'left', 'value', 'ignoreCase', 'loose'] as const).find((key) => written[key] !== undefined)
    return stray && { path: [stray], message: `belongs to a comparison, beside "is", not to a group` }
  }
  if (written.path !== undefined && written.left !== undefined)
    return { path: ['left'], message: 'cannot stand beside "path": give one of them' }
  return mistakeInValue(written.is, written.value)
}

function mistakeInValue(name: OperatorName, value: Json | undefined): Mistake | undefined {
  const { value: schema }: Operator = operators[name]
  if (schema === undefined) return value === undefined ? undefined : { path: ['value'], message: `is not for "${name}", which takes none` }
  if (value === undefined) return { path: ['value'], message: `is required by "${name}"` }
  if (holdsTemplate(value)) return undefined
  const parsed = schema.safeParse(value)
  return parsed.success
    ? undefined
    : { path: ['value'], message: `does not fit "${name}": ${parsed.error.issues[0]?.message ?? 'wrong kind'}` }
}

/** An expression that is not yet evaluated stands for any value. */
function holdsTemplate(value: Json): boolean {
  return typeof value === 'string' ? value.includes('{{') : Array.isArray(value) && value.some(holdsTemplate)
}

import { isJsonObject, type Json, type JsonObject, type ParamMistake } from '@millrace/engine'
import { defineNode, done, FatalError, holdsExpression, isWholeExpression, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { type Condition, conditionSchema } from './condition/condition-schema.ts'
import { conditionType, decide } from './condition/decide.ts'
import { operators } from './condition/operators.ts'

const reserved: readonly string[] = ['default', 'error', 'timeout']

const plainValue = z.union([z.string(), z.number(), z.boolean(), z.null()])

// A name that begins with a letter also keeps its place: JavaScript would move a key such as 404 to the front.
const caseName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*$/, { error: 'cannot name a port: begin with a letter, then lower-case letters, digits, "_" and "-"' })
  .refine((name) => !reserved.includes(name), { error: `is taken: ${reserved.join(', ')} are ports already` })

export const switchNode = defineNode({
  type: 'switch',
  title: 'Switch',
  icon: 'signpost',
  group: 'logic',
  summary: 'Goes one of several ways, by a value or by conditions.',
  docs: `Each case is a port of that name. The first case that fits is taken, and no other; when none does, \`default\` is.

With \`value\`, a case fits when it equals the value, or holds it in its list. Equal means the same value of the same kind: the text \`'1'\` is not the number \`1\`, unless \`loose\` is set. Maps and lists equal nothing.

Without \`value\`, each case is a condition: one whole expression, or a structured condition on the input, as \`if\` takes it in \`where\`.

What came in goes out unchanged.`,
  params: z.strictObject({
    value: jsonValue().optional().meta({ title: 'Value', description: 'What is compared; left out, the cases are conditions' }),
    cases: z
      .record(caseName, z.union([plainValue, z.array(plainValue).min(1), conditionSchema]))
      .meta({ title: 'Cases', description: 'Port names, each with the value that takes it, a list of them, or a condition' }),
    loose: z.boolean().default(false).meta({ title: 'Loose', description: "Whether `1` and `'1'` are alike" }),
  }),
  ports: ({ cases }) => [...Object.keys(isJsonObject(cases) ? cases : {}), 'default'],
  effects: 'pure',
  errors: [conditionType],
  examples: [
    {
      name: 'by status',
      with: { value: '{{ input.status }}', cases: { paid: 'paid', late: ['late', 'overdue'] } },
      input: { status: 'overdue' },
      port: 'late',
      output: { status: 'overdue' },
    },
    {
      name: 'by conditions',
      with: { cases: { large: '{{ input.total >= 1000 }}', small: { path: 'total', is: 'less-than', value: 10 } } },
      input: { total: 5 },
      port: 'small',
      output: { total: 5 },
    },
  ],
  check: (written) => [...mistakesInForm(written)],
  run: ({ params, input, now }) => done(input, portFor(params, input, now())),
})

function* mistakesInForm({ value, cases }: JsonObject): Iterable<ParamMistake> {
  if (!isWrittenOut(cases)) {
    yield { path: ['cases'], message: 'must be written out, not computed: its keys are the ports.' }
    return
  }
  for (const [name, wanted] of Object.entries(cases as JsonObject)) {
    const isCondition = isStructured(wanted)
    if (value !== undefined && isCondition) {
      yield { path: ['cases', name], message: 'is a condition, and the switch has a value to compare: leave one of them out.' }
    }
    if (value === undefined && !isCondition && !isWholeExpression(wanted)) {
      yield {
        path: ['cases', name],
        message: 'must be a condition, one whole expression {{ … }} or a map, since there is no value to compare.',
      }
    }
  }
}

/** Which edges there may be must be known before anything runs. */
function isWrittenOut(cases: Json | undefined): boolean {
  return isJsonObject(cases) && !Object.keys(cases).some(holdsExpression)
}

interface Choice {
  readonly value?: Json | undefined
  readonly cases: Readonly<Record<string, Json | Condition>>
  readonly loose: boolean
}

function portFor({ value, cases, loose }: Choice, input: Json, now: number): string {
  const fits = ([name, wanted]: readonly [string, Json | Condition]) =>
    value === undefined ? isMet(wanted, input, now, name) : isAmong(value, wanted as Json, loose)
  return Object.entries(cases).find(fits)?.[0] ?? 'default'
}

function isMet(wanted: Json | Condition, input: Json, now: number, name: string): boolean {
  // The schema has let nothing else through that is a map or a list of maps.
  if (isStructured(wanted as Json)) return decide(wanted as Condition, input, now, `The case "${name}"`)
  if (typeof wanted === 'string' && wanted.trim().toLowerCase() === 'false') {
    throw new FatalError(`The case "${name}" is the text 'false', which would count as true: compare it, e.g. {{ value == 'true' }}.`, {
      code: 'CONDITION_TYPE',
    })
  }
  return Boolean(wanted)
}

function isStructured(wanted: Json | undefined): boolean {
  return isJsonObject(wanted) || (Array.isArray(wanted) && wanted.length > 0 && wanted.every(isStructured))
}

function isAmong(value: Json, wanted: Json, loose: boolean): boolean {
  if (typeof value === 'object' && value !== null) return false
  const question = { patterns: new Map(), now: 0, ignoreCase: false, loose, wanted: [wanted].flat() as Json }
  return operators.in.test(value, question)
}

import { isJsonObject, type Json, type JsonObject, type ParamMistake } from '@millrace/engine'
import { control, defineNode, done, folded, holdsExpression, inputGoesOn, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { type Condition, conditionSchema } from './condition/condition-schema.ts'
import { conditionType, decide } from './condition/decide.ts'
import { operators } from './condition/operators.ts'
import type { Patterns } from './condition/patterns.ts'

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

By a value: give \`value\` and \`cases\`. A case fits when it equals the value, or holds it in its list. Equal means the same value of the same kind: the text \`'1'\` is not the number \`1\`, unless \`loose\` is set. Maps and lists equal nothing.

By conditions: give \`where\`, a map from port to condition. A condition is one whole expression that gives true or false, or a structured condition on the input as [\`if\`](if.md) takes it.

What came in goes out unchanged. To go several ways at once, name several targets in \`next\`, each an \`if\` of its own.`,
  params: z.strictObject({
    value: jsonValue()
      .optional()
      .meta({ title: 'Value', description: 'What the cases are compared with', ...control('expression') }),
    cases: z
      .record(caseName, z.union([plainValue, z.array(plainValue).min(1)]))
      .optional()
      .meta({ title: 'Cases', description: 'Port names, each with the value that takes it, or a list of them' }),
    where: z
      .record(caseName, conditionSchema)
      .optional()
      .meta({ title: 'Where', description: 'In place of value and cases: port names, each with its condition' }),
    loose: z
      .boolean()
      .default(false)
      .meta({ title: 'Loose', description: "Whether the value `1` and the case `'1'` are alike", ...folded }),
  }),
  ports: { from: ['cases', 'where'], always: ['default'] },
  output: inputGoesOn,
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
      with: { where: { high: '{{ input.score > 90 }}', fair: { path: 'score', is: 'greater-than', value: 50 } } },
      input: { score: 60 },
      port: 'fair',
      output: { score: 60 },
    },
  ],
  check: (written) => [...mistakesInForm(written)],
  run: ({ params, input, now }) => done(input, params.where ? portWhere(params.where, input, now()) : (portOf(params) ?? 'default')),
})

function* mistakesInForm({ value, cases, where, loose }: JsonObject): Iterable<ParamMistake> {
  const ports = where === undefined ? 'cases' : 'where'
  if (!isWrittenOut(where ?? cases)) yield { path: [ports], message: 'must be written out, not computed: its keys are the ports.' }
  if (where === undefined) {
    if (value === undefined)
      yield { path: ['value'], message: 'is required, to be compared with the cases; conditions are written as "where".' }
    return
  }
  for (const [key, given] of Object.entries({ value, cases, loose })) {
    if (given !== undefined) yield { path: [key], message: 'cannot stand beside "where": compare a value or ask conditions.' }
  }
}

/** Which edges there may be must be known before anything runs. */
function isWrittenOut(ports: Json | undefined): boolean {
  return isJsonObject(ports) && !Object.keys(ports).some(holdsExpression)
}

function portWhere(where: Readonly<Record<string, Condition>>, input: Json, now: number): string {
  const patterns: Patterns = new Map()
  const taken = Object.entries(where).find(([name, condition]) => decide(condition, input, now, `The case "${name}"`, patterns))
  return taken?.[0] ?? 'default'
}

interface Choice {
  readonly value?: Json | undefined
  readonly cases?: Readonly<Record<string, Json>> | undefined
  readonly loose: boolean
}

function portOf({ value = null, cases = {}, loose }: Choice): string | undefined {
  return Object.entries(cases).find(([, wanted]) => isAmong(value, wanted, loose))?.[0]
}

function isAmong(value: Json, wanted: Json, loose: boolean): boolean {
  if (typeof value === 'object' && value !== null) return false
  return operators.in.test(value, { patterns: new Map(), now: 0, ignoreCase: false, loose, wanted: [wanted].flat() })
}

import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { defineNode, done, holdsExpression, jsonValue } from '@millrace/kit'
import { z } from 'zod'

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
  summary: 'Goes one of several ways, by a value.',
  docs: `Each case is a port of that name. The first case that equals the value, or holds it in its list, is taken; when none does, \`default\` is.

Equal means the same value of the same kind: the text \`'1'\` is not the number \`1\`. Maps and lists equal nothing.

To branch by conditions, switch on \`true\` and make each case an expression. What came in goes out unchanged.`,
  params: z.strictObject({
    value: jsonValue().meta({ title: 'Value', description: 'What is compared' }),
    cases: z
      .record(caseName, z.union([plainValue, z.array(plainValue).min(1)]))
      .meta({ title: 'Cases', description: 'Port names, each with the value that takes it or a list of them' }),
  }),
  ports: ({ cases }) => [...Object.keys(isJsonObject(cases) ? cases : {}), 'default'],
  effects: 'pure',
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
      with: { value: true, cases: { large: '{{ input.total >= 1000 }}', small: '{{ input.total < 10 }}' } },
      input: { total: 50 },
      port: 'default',
      output: { total: 50 },
    },
  ],
  check: ({ cases }) =>
    isWrittenOut(cases) ? [] : [{ path: ['cases'], message: 'must be written out, not computed: its keys are the ports.' }],
  run: ({ params, input }) => done(input, portFor(params)),
})

/** Which edges there may be must be known before anything runs. */
function isWrittenOut(cases: Json | undefined): boolean {
  return isJsonObject(cases) && !Object.keys(cases).some(holdsExpression)
}

function portFor({ value, cases }: { readonly value: Json; readonly cases: JsonObject }): string {
  const taken = Object.entries(cases).find(([, wanted]) => (Array.isArray(wanted) ? wanted.includes(value) : wanted === value))
  return taken?.[0] ?? 'default'
}

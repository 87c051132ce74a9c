import type { Json, JsonObject, ParamMistake } from '@millrace/engine'
import { control, defineNode, done, holdsExpression, inputGoesOn, isWholeExpression, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { type Condition, conditionSchema } from './condition/condition-schema.ts'
import { conditionDocs, conditionType, decide } from './condition/decide.ts'

export const ifNode = defineNode({
  type: 'if',
  title: 'If',
  icon: 'split',
  group: 'logic',
  summary: 'Goes one of two ways, by a condition.',
  docs: `Give the condition as one expression, or as \`where\`, a structured condition that needs no code.

An expression counts as JavaScript counts it: \`false\`, \`0\`, \`''\` and \`null\` take the port \`false\`, everything else takes \`true\`, an empty list or map too. The text \`'false'\`, as it comes out of a query string or a form, would count as true. It is refused instead: compare it, \`{{ trigger.query.urgent == 'true' }}\`.

Fields in \`where\` are those of the input. ${conditionDocs}

What came in goes out unchanged.`,
  params: z.strictObject({
    condition: jsonValue()
      .refine((value) => typeof value !== 'string' || value.trim().toLowerCase() !== 'false', {
        error: `is the text 'false', which would count as true: compare it, e.g. {{ value == 'true' }}`,
      })
      .optional()
      .meta({ title: 'Condition', description: 'One whole expression, e.g. `{{ input.total > 100 }}`', ...control('expression') }),
    where: conditionSchema.optional().meta({ title: 'Where', description: 'A structured condition on the input' }),
  }),
  ports: ['true', 'false'],
  output: inputGoesOn,
  effects: 'pure',
  errors: [conditionType],
  examples: [
    { name: 'large orders', with: { condition: '{{ input.total > 100 }}' }, input: { total: 250 }, port: 'true', output: { total: 250 } },
    {
      name: 'an empty text is false',
      with: { condition: '{{ input.comment }}' },
      input: { comment: '' },
      port: 'false',
      output: { comment: '' },
    },
    {
      name: 'adults, without code',
      with: { where: { path: 'age', is: 'at-least', value: 18 } },
      input: { age: 18 },
      port: 'true',
      output: { age: 18 },
    },
  ],
  check: (written) => [...mistakesIn(written)],
  run: ({ params, input, now }) => done(input, isTrue(params, input, now()) ? 'true' : 'false'),
})

function isTrue({ condition, where }: { condition?: Json | undefined; where?: Condition | undefined }, input: Json, now: number): boolean {
  return where === undefined ? Boolean(condition) : decide(where, input, now)
}

function* mistakesIn({ condition, where }: JsonObject): Iterable<ParamMistake> {
  if (condition === undefined && where === undefined) yield { path: ['condition'], message: 'is required, or "where" in its place.' }
  if (condition !== undefined && where !== undefined)
    yield { path: ['where'], message: 'cannot stand beside "condition": give one of them.' }
  if (typeof condition === 'string' && !isWholeExpression(condition)) {
    yield { path: ['condition'], message: textInsteadOfCondition(condition) }
  }
  if (typeof condition === 'object' && condition !== null) {
    yield { path: ['condition'], message: 'is a map or a list, so it would always be true: write a structured condition as "where".' }
  }
}

/** Around an expression, text makes the whole a text, and a text is nearly always true: the branch would be a lie. */
function textInsteadOfCondition(condition: string): string {
  return holdsExpression(condition)
    ? 'has something beside its expression, if only a space, so it would always be true: put all of it inside {{ }}.'
    : 'is plain text, so it would always be true: write it as {{ … }}.'
}

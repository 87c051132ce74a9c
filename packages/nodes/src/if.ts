import { defineNode, done, holdsExpression, isWholeExpression, jsonValue } from '@millrace/kit'
import { z } from 'zod'

export const ifNode = defineNode({
  type: 'if',
  title: 'If',
  icon: 'split',
  group: 'logic',
  summary: 'Goes one of two ways, by a condition.',
  docs: `The condition counts as JavaScript counts it: \`false\`, \`0\`, \`''\` and \`null\` take the port \`false\`, everything else takes \`true\`, an empty list or map too.

The text \`'false'\`, as it comes out of a query string or a form, would count as true. It is refused instead: compare it, \`{{ trigger.query.urgent == 'true' }}\`.

What came in goes out unchanged.`,
  params: z.strictObject({
    condition: jsonValue()
      .refine((value) => typeof value !== 'string' || value.trim().toLowerCase() !== 'false', {
        error: `is the text 'false', which would count as true: compare it, e.g. {{ value == 'true' }}`,
      })
      .meta({ title: 'Condition', description: 'One whole expression, e.g. `{{ input.total > 100 }}`' }),
  }),
  ports: ['true', 'false'],
  effects: 'pure',
  examples: [
    { name: 'large orders', with: { condition: '{{ input.total > 100 }}' }, input: { total: 250 }, port: 'true', output: { total: 250 } },
    {
      name: 'an empty text is false',
      with: { condition: '{{ input.comment }}' },
      input: { comment: '' },
      port: 'false',
      output: { comment: '' },
    },
  ],
  check: ({ condition }) =>
    typeof condition === 'string' && !isWholeExpression(condition)
      ? [{ path: ['condition'], message: textInsteadOfCondition(condition) }]
      : [],
  run: ({ params, input }) => done(input, params.condition ? 'true' : 'false'),
})

/** Around an expression, text makes the whole a text, and a text is nearly always true: the branch would be a lie. */
function textInsteadOfCondition(condition: string): string {
  return holdsExpression(condition)
    ? 'has something beside its expression, if only a space, so it would always be true: put all of it inside {{ }}.'
    : 'is plain text, so it would always be true: write it as {{ … }}.'
}

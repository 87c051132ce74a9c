import { defineNode, done, inputGoesOn, jsonValue } from '@millrace/kit'
import { z } from 'zod'

export const logNode = defineNode({
  type: 'log',
  title: 'Log',
  icon: 'scroll',
  group: 'data',
  summary: 'Writes a line into the log of its step.',
  docs: 'The line stands in the history of the execution. What came in goes out unchanged.',
  params: z.strictObject({
    message: z
      .union([z.string(), z.number(), z.boolean()])
      .transform((message) => `${message}`)
      .meta({ title: 'Message', description: 'The line' }),
    level: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ title: 'Level', description: 'How serious it is' }),
    data: jsonValue().optional().meta({ title: 'Data', description: 'Any value to show beside the line' }),
  }),
  output: inputGoesOn,
  effects: 'pure',
  examples: [
    {
      name: 'a warning with data',
      with: { level: 'warn', message: 'Stock of {{ input.sku }} is low', data: { left: '{{ input.left }}' } },
      input: { sku: 'A-1', left: 2 },
      output: { sku: 'A-1', left: 2 },
    },
  ],
  run({ params: { level, message, data }, input, log }) {
    log(level, message, data)
    return done(input)
  },
})

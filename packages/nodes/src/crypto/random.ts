import { randomBytes, randomInt } from 'node:crypto'
import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'

const widest = 2 ** 48 - 1

export const cryptoRandom = defineNode({
  type: 'crypto.random',
  title: 'Make a random value',
  icon: 'dices',
  group: 'data',
  summary: 'Draws random bytes, or a whole number.',
  docs: `Without \`min\` and \`max\`: as many bytes as \`bytes\` says, good for tokens and keys. With them: a whole number from \`min\` to \`max\`, both included, each as likely.

A replay keeps what was drawn; a step that is tried again draws anew. What is drawn stands in the history of the execution.`,
  params: z
    .strictObject({
      bytes: z.int().min(1).max(1_024).default(32).meta({ title: 'Bytes', description: 'How many' }),
      encoding: z.enum(['hex', 'base64', 'base64url']).default('hex').meta({ title: 'Encoding', description: 'How the bytes are written' }),
      min: z.int().optional().meta({ title: 'Least', description: 'The least number' }),
      max: z.int().optional().meta({ title: 'Most', description: 'The greatest number' }),
    })
    .refine(({ min, max }) => (min === undefined) === (max === undefined), { path: ['max'], error: 'goes together with min: name both' })
    .refine(({ min, max }) => min === undefined || max === undefined || (min <= max && max - min < widest), {
      path: ['max'],
      error: `must be min or more, and not more than ${widest} above it`,
    }),
  output: z.union([z.string(), z.int()]),
  // Not repeatable: it reads the machine's source of chance.
  effects: 'read',
  examples: [
    { name: 'a token', with: { encoding: 'base64url' } },
    { name: 'a die', with: { min: 1, max: 6 } },
  ],
  run({ params: { bytes, encoding, min, max } }) {
    if (min !== undefined && max !== undefined) return done(randomInt(min, max + 1))
    return done(randomBytes(bytes).toString(encoding))
  },
})

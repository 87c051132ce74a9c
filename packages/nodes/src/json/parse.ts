import type { Json } from '@millrace/engine'
import { control, defineNode, done, FatalError, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { textErrors, textInput } from '../text/text-input.ts'
import { isDeeperThan } from './depth.ts'
import { jsonMistake } from './json-mistake.ts'

const deepest = 500

export const jsonParse = defineNode({
  type: 'json.parse',
  title: 'Parse JSON',
  icon: 'braces',
  group: 'data',
  summary: 'Reads a JSON text and gives out the value.',
  docs: `A text that is not JSON fails with the line and column of the mistake, in \`error.details.line\` and \`.column\`, counted from 1. A byte order mark is passed over.

When a key stands twice in one map, the last one counts. Whole numbers beyond 2^53 lose digits, as everywhere in JSON: have them sent as text.`,
  params: z.strictObject({
    text: z
      .string()
      .optional()
      .meta({ title: 'Text', description: 'JSON; what came in, when left out', ...control('long-text') }),
  }),
  output: jsonValue(),
  effects: 'pure',
  errors: [
    ...textErrors,
    {
      code: 'BAD_JSON',
      when: 'The text is not JSON, or is nested more than 500 levels deep. `error.details` has line and column. A retry does not help.',
    },
  ],
  examples: [
    {
      name: 'the body of a message',
      with: { text: '{{ input.body }}' },
      input: { body: '{"id": 7, "tags": ["new"]}' },
      output: { id: 7, tags: ['new'] },
    },
  ],
  run({ params, input }) {
    return done(parseJson(textInput(params.text, input, 'text').replace(/^\ufeff/, '')))
  },
})

function parseJson(text: string): Json {
  let value: Json
  try {
    value = JSON.parse(text)
  } catch {
    // The cause is left out: its message quotes the text.
    const place = jsonMistake(text) ?? { line: 1, column: 1 }
    throw new FatalError(`The text is not JSON: see line ${place.line}, column ${place.column}. Correct it, or have it sent as JSON.`, {
      code: 'BAD_JSON',
      details: { ...place },
    })
  }
  if (isDeeperThan(value, deepest)) throw new FatalError(`The JSON is nested more than ${deepest} levels deep.`, { code: 'BAD_JSON' })
  return value
}

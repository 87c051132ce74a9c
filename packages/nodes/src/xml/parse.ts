import { control, defineNode, done, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { textErrors, textInput } from '../text/text-input.ts'
import { readXml } from './read-xml.ts'

const maxLength = 5_000_000

export const xmlParse = defineNode({
  type: 'xml.parse',
  title: 'Parse XML',
  icon: 'code',
  group: 'data',
  summary: 'Reads XML text and gives out its elements as data.',
  docs: `An element with nothing but text becomes that text. Any other becomes a map: attributes under \`@name\`, elements under their names, text beside elements under \`#text\`. An element that comes again becomes a list; name under \`lists\` those that shall be lists even when they come once.

Everything is text: use the step \`convert\` of \`transform\` for numbers. Prefixes of namespaces stay part of the names. Comments and instructions are dropped, and so is the order of text between elements.

A document type (\`<!DOCTYPE …>\`) is refused, so there are no entities but the five of XML itself, and nothing outside is ever read. The text may have five million characters.`,
  params: z.strictObject({
    text: z
      .string()
      .optional()
      .meta({ title: 'Text', description: 'XML; what came in, when left out', ...control('long-text') }),
    lists: z
      .array(z.string())
      .default([])
      .meta({ title: 'Lists', description: 'Names of elements that always become lists', ...folded }),
  }),
  output: jsonValue(),
  effects: 'pure',
  errors: [
    ...textErrors,
    {
      code: 'BAD_XML',
      when: 'The text is not well-formed XML, has a document type, or is nested more than 200 levels deep. `error.details` has line and column. A retry does not help.',
    },
  ],
  examples: [
    {
      name: 'an order',
      with: { lists: ['line'] },
      input: '<order id="7"><customer>Ada</customer><line sku="pen">2</line></order>',
      output: { order: { '@id': '7', customer: 'Ada', line: [{ '@sku': 'pen', '#text': '2' }] } },
    },
  ],
  run({ params, input }) {
    return done(readXml(textInput(params.text, input, 'text', maxLength), { lists: new Set(params.lists) }))
  },
})

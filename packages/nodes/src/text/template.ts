import type { Json, JsonObject, ParamMistake } from '@millrace/engine'
import { defineNode, done, FatalError, holdsExpression } from '@millrace/kit'
import { z } from 'zod'
import { jsonMap } from '../json-map.ts'
import { fillTemplate } from './fill-template.ts'
import { readTemplate, TemplateMistake } from './read-template.ts'

export const textTemplate = defineNode({
  type: 'text.template',
  title: 'Text template',
  icon: 'text-quote',
  group: 'data',
  summary: 'Fills a text with named values, repeating parts for lists.',
  docs: `For what expressions do badly: a text with parts that repeat, or one that comes from data and must not be able to compute.

| in the template | stands for |
|---|---|
| \`[[ name ]]\`, \`[[ customer.city ]]\` | a value, escaped; maps and lists are JSON, null is empty |
| \`[[ # lines ]] … [[ / lines ]]\` | the part once for each item of a list, or once when the value is a map or true; inside, names are looked for in the item first, and \`[[ . ]]\` is the item |
| \`[[ ^ lines ]] … [[ / lines ]]\` | the part when the list is empty, or the value is missing, null, false or an empty text |
| \`\\[[\` | two brackets |

\`escape: html\` writes values so that they stay text in HTML, between tags and in quoted attributes. \`escape: url\` is for parts of addresses. Only values are read; nothing in template or values is computed.`,
  params: z.strictObject({
    template: z.string().max(1_000_000).meta({ title: 'Template', description: 'The text, with `[[ name ]]`' }),
    values: jsonMap().optional().meta({ title: 'Values', description: 'A map; what came in, when left out' }),
    escape: z.enum(['none', 'html', 'url']).default('none').meta({ title: 'Escape', description: 'How values are written' }),
    missing: z.enum(['error', 'empty']).default('error').meta({ title: 'Missing', description: 'What a name without a value is' }),
  }),
  output: z.string(),
  effects: 'pure',
  errors: [
    { code: 'BAD_TEMPLATE', when: 'The template cannot be read, or names what is missing. A retry does not help.' },
    { code: 'TOO_LARGE', when: 'The text would have more than ten million characters. A retry does not help.' },
  ],
  examples: [
    {
      name: 'a mail with lines',
      with: {
        template: '<p>Dear [[ name ]]</p>[[# lines ]]<li>[[ quantity ]] × [[ sku ]]</li>[[/ lines ]][[^ lines ]]nothing[[/ lines ]]',
        escape: 'html',
      },
      input: {
        name: 'Ada <3',
        lines: [
          { sku: 'pen', quantity: 2 },
          { sku: 'ink', quantity: 1 },
        ],
      },
      output: '<p>Dear Ada &lt;3</p><li>2 × pen</li><li>1 × ink</li>',
    },
  ],
  check: templateMistakes,
  run({ params, input }) {
    const values: Json = params.values ?? input
    try {
      return done(fillTemplate(readTemplate(params.template), values, params))
    } catch (error) {
      if (!(error instanceof TemplateMistake)) throw error
      throw new FatalError(`The template cannot be filled: ${error.message}.`, { code: 'BAD_TEMPLATE' })
    }
  },
})

function templateMistakes({ template }: JsonObject): readonly ParamMistake[] {
  if (typeof template !== 'string' || holdsExpression(template)) return []
  try {
    readTemplate(template)
    return []
  } catch (error) {
    if (!(error instanceof TemplateMistake)) throw error
    return [{ path: ['template'], message: `cannot be read: ${error.message}.` }]
  }
}

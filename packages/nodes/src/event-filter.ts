import type { JsonObject, ParamMistake } from '@millrace/engine'
import { control, isWholeExpression, jsonValue } from '@millrace/kit'

/** The parameter `filter` of triggers that hear events. */
export function filterField(example: string) {
  return jsonValue()
    .optional()
    .meta({
      title: 'Filter',
      description: `One whole expression over \`trigger\`, e.g. \`{{ ${example} }}\`: only where it is true`,
      ...control('expression'),
    })
}

/** Around an expression, text makes the whole a text, and a text is nearly always true. */
export function filterMistakes({ filter }: JsonObject): readonly ParamMistake[] {
  if (filter === undefined || isWholeExpression(filter)) return []
  return [{ path: ['filter'], message: 'must be one whole expression and nothing beside it, {{ … }}.' }]
}

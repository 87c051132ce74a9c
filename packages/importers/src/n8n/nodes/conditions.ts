import { checkConverted } from '../expression/convert-expression.ts'
import type { NodeContext } from '../node-context.ts'
import { at, type Fields, mapsAt, textAt } from '../read-value.ts'
import { type Comparing, combined, comparisonSource } from './comparison.ts'
import { oldConditions } from './old-conditions.ts'

/** The conditions of a node, in the form of any version, as one expression. */
export function conditionSource(context: NodeContext, parameters: Fields, label: string): string {
  return context.attempt(label, at(parameters, 'conditions') ?? parameters, () => {
    const conditions = at(parameters, 'conditions')
    const source = Array.isArray(at(conditions, 'conditions'))
      ? newConditions(context, conditions, parameters)
      : oldConditions(context, parameters)
    checkConverted(source)
    return source
  })
}

function newConditions(context: NodeContext, conditions: unknown, parameters: Fields): string {
  const comparing: Comparing = {
    ignoreCase: at(conditions, 'options', 'caseSensitive') === false || at(parameters, 'options', 'ignoreCase') === true,
    loose:
      at(conditions, 'options', 'typeValidation') === 'loose' ||
      at(parameters, 'looseTypeValidation') === true ||
      at(parameters, 'options', 'looseTypeValidation') === true,
  }
  const sources = mapsAt(conditions, 'conditions').map((one) =>
    comparisonSource(
      context,
      {
        type: textAt(one, 'operator', 'type') ?? 'string',
        operation: textAt(one, 'operator', 'operation') ?? 'equals',
        left: at(one, 'leftValue'),
        right: at(one, 'rightValue'),
      },
      comparing,
    ),
  )
  return combined(sources, at(conditions, 'combinator') === 'or' ? 'or' : 'and')
}

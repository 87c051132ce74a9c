import type { NodeContext } from '../node-context.ts'
import { at, type Fields, mapsAt, textAt } from '../read-value.ts'
import { combined, comparisonSource } from './comparison.ts'

/** What the first version called its operations; each kind of value has a default of its own. */
const operations: Readonly<Record<string, string>> = {
  equal: 'equals',
  notEqual: 'notEquals',
  larger: 'gt',
  largerEqual: 'gte',
  smaller: 'lt',
  smallerEqual: 'lte',
  isEmpty: 'empty',
  isNotEmpty: 'notEmpty',
}

const defaults: Readonly<Record<string, string>> = { string: 'equal', number: 'smaller', boolean: 'equal', dateTime: 'after' }

/** `{ string: [{ value1, operation, value2 }], number: […] }`, joined by `combineOperation`. */
export function oldConditions(context: NodeContext, parameters: Fields): string {
  const conditions = at(parameters, 'conditions')
  const sources = Object.keys(defaults).flatMap((kind) =>
    mapsAt(conditions, kind).map((one) =>
      oldComparison(context, kind, { operation: textAt(one, 'operation'), left: at(one, 'value1'), right: at(one, 'value2') }),
    ),
  )
  return combined(sources, at(parameters, 'combineOperation') === 'any' ? 'or' : 'and')
}

export interface OldComparison {
  readonly operation: string | undefined
  readonly left: unknown
  readonly right: unknown
}

export function oldComparison(context: NodeContext, kind: string, { operation, left, right }: OldComparison): string {
  const written = operation ?? defaults[kind] ?? 'equal'
  const named = Object.hasOwn(operations, written) ? operations[written] : undefined
  // A boolean that is not given is false.
  const side = (value: unknown) => (kind === 'boolean' && value === undefined ? false : value)
  return comparisonSource(
    context,
    { type: kind, operation: named ?? written, left: side(left), right: side(right) },
    { ignoreCase: false, loose: false },
  )
}

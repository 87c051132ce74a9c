import type { Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import { ConditionFault } from './condition-fault.ts'
import type { Condition } from './condition-schema.ts'
import { holds } from './holds.ts'
import { type Operator, operators } from './operators.ts'
import type { Patterns } from './patterns.ts'

/** As `holds`, for a step: what cannot be decided fails it as fatal `CONDITION_TYPE`. */
export function decide(condition: Condition, value: Json, now: number, where = 'The condition', patterns?: Patterns): boolean {
  try {
    return holds(condition, value, now, patterns)
  } catch (error) {
    if (!(error instanceof ConditionFault)) throw error
    throw new FatalError(`${where} cannot be decided: ${error.message}.`, { code: 'CONDITION_TYPE', cause: error })
  }
}

export const conditionType = { code: 'CONDITION_TYPE', when: 'a value is of a kind that the operator cannot judge, and `loose` is not set' }

/** For the pages of the nodes that take a condition as `where`. */
export const conditionDocs = `A condition is a comparison, a group (\`all\`, \`any\`, \`not\`) or a list of which all must hold. Groups stand in groups, so this is *(large and gold) or (urgent and not heavy)*:

\`\`\`yaml
where:
  any:
    - all: [{ path: total, is: at-least, value: 100 }, { path: customer.tier, is: equals, value: gold }]
    - all: [{ path: tags, is: contains, value: urgent }, { not: { path: weight, is: greater-than, value: 30 } }]
\`\`\`

\`path\` is a field of what is judged, \`lines.0.sku\` going into lists; without it the whole is judged. In its place \`left\` takes any value: \`{ left: "{{ vars.limit }}", is: less-than, value: 5 }\`. An expression that gives true or false may stand for a whole condition.

${operatorTable()}

- A field that is missing counts as null: it equals null, is empty and does not exist. All other comparisons with it are false, and true those that begin with \`not-\`.
- Kinds are strict: the number \`1\` is not the text \`'1'\`, and \`greater-than\` on a text is an error, \`CONDITION_TYPE\`. With \`loose: true\` a number may be written as text, on either side, and so may true and false.
- \`ignoreCase: true\` makes texts alike whatever their case.
- A date is ISO 8601, the form of mail and HTTP headers, or milliseconds since 1970; without an offset it is in UTC.`

/** A row per kind, and in it the operators that take the same together. */
function operatorTable(): string {
  const judged = Map.groupBy(Object.entries<Operator>(operators), ([, { kinds }]) => kinds?.join(' or ') ?? 'anything')
  const rows = [...judged].map(([kinds, entries]) => `| ${kinds} | ${operatorsText(entries)} |`)
  return ['| what is judged | operators, and what each takes as `value` |', '| --- | --- |', ...rows].join('\n')
}

function operatorsText(entries: readonly (readonly [string, Operator])[]): string {
  const alike = Map.groupBy(entries, ([, { value }]) => value?.description ?? 'no value')
  return [...alike].map(([takes, group]) => `${group.map(([name]) => `\`${name}\``).join(', ')} (${takes})`).join('; ')
}

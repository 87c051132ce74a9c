import type { Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import { ConditionFault } from './condition-fault.ts'
import type { Condition } from './condition-schema.ts'
import { holds } from './holds.ts'
import type { Patterns } from './operators.ts'

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

export const conditionDocs = `A structured condition is a comparison, a group, or a list of which all must hold:

\`\`\`yaml
condition:
  any:
    - all: [{ path: total, is: at-least, value: 100 }, { path: customer.tier, is: equals, value: gold }]
    - not: { path: tags, is: contains, value: slow }
\`\`\`

\`path\` is a field of what is judged; instead of it, \`left\` takes any value or expression. A field that is missing or null makes a comparison false and its opposite true. Kinds are strict: the number \`1\` is not the text \`'1'\`, and \`greater-than\` on a text is an error; \`loose: true\` reads one as the other where it can. Patterns of \`matches\` run in linear time.`

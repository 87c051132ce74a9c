import type { Json } from '@millrace/engine'
import { ConditionFault } from '../condition/condition-fault.ts'
import type { Condition } from '../condition/condition-schema.ts'
import { holds } from '../condition/holds.ts'
import type { Patterns } from '../condition/patterns.ts'
import { badItem } from './step-fault.ts'

/** The items for which the condition holds, its paths being fields of the item. */
export function kept(items: readonly Json[], condition: Condition, now: number): readonly Json[] {
  const patterns: Patterns = new Map()
  return items.filter((item, index) => {
    try {
      return holds(condition, item, now, patterns)
    } catch (error) {
      if (!(error instanceof ConditionFault)) throw error
      throw badItem(index, `cannot be judged: ${error.message}`)
    }
  })
}

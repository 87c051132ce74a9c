import type { Change } from '@millrace/engine'
import type { Types } from '../type-facts.ts'
import type { WorkflowText } from '../workflow-text.ts'

/** What actions on the canvas work on. */
export interface Draft {
  readonly text: WorkflowText
  readonly types: Types
}

/** The change of the text that an action makes, or a sentence that says why it cannot be. */
export type Plan =
  | {
      readonly ok: true
      readonly change: Change
      /** Keys of the nodes that are new, or under another name: what the canvas selects then. */
      readonly selected: readonly string[]
    }
  | { readonly ok: false; readonly reason: string }

export type Refused = Extract<Plan, { ok: false }>

export function refuse(reason: string): Refused {
  return { ok: false, reason }
}

export function plan(changes: readonly Change[], selected: readonly string[] = []): Plan {
  const [only, ...others] = changes
  return { ok: true, change: only !== undefined && others.length === 0 ? only : { type: 'all', changes }, selected }
}

/** Why no action can change a text that cannot be read. */
export function brokenText({ problems }: WorkflowText): Refused {
  const [problem] = problems
  const where = problem === undefined ? '' : ` Line ${problem.position.line}: ${problem.message}`
  return refuse(`The text has a mistake, so the canvas shows how it was before. Mend that first.${where}`)
}

export function noSuchNode(key: string): Refused {
  return refuse(`There is no node "${key}" any more.`)
}

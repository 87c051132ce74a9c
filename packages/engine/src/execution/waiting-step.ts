import type { Plan } from '../graph/plan.ts'
import type { SectionRun, StepRun } from './state.ts'

/**
 * The path of the step at whose address `waiting.<node>` points from `step`: that node in the step's own section run, or in one around
 * it. Known before that step begins. Undefined for a node that is not there, which a sound workflow does not name.
 */
export function waitingStep(plan: Plan, step: StepRun, node: string): string | undefined {
  const section = plan.nodes.get(node)?.section
  for (let run: SectionRun | undefined = step.run; run !== undefined; run = run.owner?.run) {
    if (run.section === section) return run.prefix + node
  }
  return undefined
}

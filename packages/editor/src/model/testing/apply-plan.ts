import { applyChange } from '../apply-change.ts'
import type { Draft, Plan } from '../changes/plan.ts'
import { readText } from '../workflow-text.ts'
import { testTypes } from './test-types.ts'

export function draftOf(source: string): Draft {
  return { text: readText(source), types: testTypes }
}

/** The text that a plan makes. Throws for a refusal, so that a test sees its sentence. */
export function applyPlan(draft: Draft, plan: Plan): string {
  if (!plan.ok) throw new Error(plan.reason)
  const applied = applyChange(draft.text, plan.change)
  if (!applied.ok) throw new Error(applied.problem.message)
  return applied.text.source
}

/** The lines that a plan takes away (`-`) and adds (`+`). */
export function linesChanged(source: string, after: string): readonly string[] {
  const [old, fresh] = [source.split('\n'), after.split('\n')]
  const [gone, come] = [notIn(old, fresh), notIn(fresh, old)]
  return [...gone.map((line) => `- ${line.trim()}`), ...come.map((line) => `+ ${line.trim()}`)]
}

function notIn(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return lines.filter((line) => {
    const index = left.indexOf(line)
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
}

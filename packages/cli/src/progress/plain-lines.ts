import type { StepChange } from '@millrace/engine'
import { durationText } from '../output/duration-text.ts'
import type { Paint } from '../output/paint.ts'
import { statusCell } from '../output/status-mark.ts'
import { stepDurationMs, stepNote } from './step-note.ts'
import { createStepTree, isSettled, type StepView } from './step-tree.ts'

/** Makes a line of each change that is news: a start is none when its end comes with it. */
export function plainLines(paint: Paint): (changes: readonly StepChange[]) => readonly string[] {
  const tree = createStepTree()
  return (changes) => {
    const last = new Map(changes.map((change) => [change.step, change]))
    const lines: string[] = []
    for (const change of changes) {
      const step = tree.apply(change)
      if (change.status !== 'running' || last.get(change.step) === change) lines.push(lineOf(step, change.at, paint))
    }
    return lines
  }
}

function lineOf(step: StepView, at: number, paint: Paint): string {
  const ms = isSettled(step.status) ? stepDurationMs(step, at) : undefined
  const parts = [statusCell(paint, step.status), step.path]
  if (ms !== undefined) parts.push(paint('dim', durationText(ms)))
  const note = stepNote(step, at)
  if (note !== '') parts.push(paint('dim', note))
  return parts.join('  ')
}

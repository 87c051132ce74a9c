import type { ExecutionEvent, ExecutionState } from '@millrace/engine'
import { failPoint } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'

interface Timed {
  readonly state: Pick<ExecutionState, 'timers'>
  readonly ports: Pick<RuntimePorts, 'clock' | 'random'>
  tell(event: ExecutionEvent): unknown
}

/** In the order in which they were due: late, a wait that ended in time still comes before the timeout after it. */
export function tellDueTimers(execution: Timed): void {
  const { state, ports } = execution
  const now = ports.clock.now()
  const due = [...state.timers].filter(([, dueAt]) => dueAt <= now).sort(([, one], [, other]) => one - other)
  if (due.length > 0) failPoint('timer-due')
  for (const [timer] of due) execution.tell({ type: 'timer-fired', at: now, timer, random: ports.random() })
  if (due.length > 0) failPoint('timer-told')
}

import type { ExecutionEvent } from '@millrace/engine'
import type { History } from './read-histories.ts'

/** What must hold of any log by itself: each outcome once, nothing after a success, no timer twice. */
export function checkLog({ summary: { id }, events }: History): readonly string[] {
  const violations: string[] = []
  const outcomes = new Set<string>()
  const successes = new Set<string>()
  const lastAttempt = new Map<string, number>()
  const fired = new Set<string>()
  const complain = (event: ExecutionEvent, what: string) =>
    violations.push(`Execution ${id}: ${what} (${JSON.stringify(event).slice(0, 300)})`)

  for (const [index, event] of events.entries()) {
    if ((event.type === 'execution-started') !== (index === 0)) complain(event, `event ${index} is out of place`)
    if (event.type === 'timer-fired') {
      if (fired.has(event.timer)) complain(event, `the timer ${event.timer} fired twice`)
      fired.add(event.timer)
    }
    // A retry and a round of a loop set a timer of the same name again: their step has moved since.
    if ('step' in event) for (const timer of fired) if (isOf(timer, event.step)) fired.delete(timer)
    if (event.type === 'signal-received') note(event, `${event.step} signal`)
    if (event.type === 'step-waiting' && event.wait.type !== 'again') note(event, `${event.step} ${event.attempt} waits`)
    if (event.type !== 'step-succeeded' && event.type !== 'step-failed') continue
    note(event, `${event.step} ${event.attempt}`)
    const before = lastAttempt.get(event.step) ?? 0
    if (event.attempt !== before + 1) complain(event, `attempt ${event.attempt} of ${event.step} follows attempt ${before}`)
    lastAttempt.set(event.step, event.attempt)
    if (successes.has(event.step)) complain(event, `${event.step} had succeeded already`)
    if (event.type === 'step-succeeded') successes.add(event.step)
  }
  return violations

  function note(event: ExecutionEvent, what: string): void {
    if (outcomes.has(what)) complain(event, `recorded twice: ${what}`)
    outcomes.add(what)
  }
}

/** Whether the timer, `retry:charge` say, belongs to the step or to a scope around it. */
function isOf(timer: string, step: string): boolean {
  const owner = timer.slice(timer.indexOf(':') + 1)
  return step === owner || step.startsWith(`${owner}[`)
}

import type { Command } from './command.ts'
import type { Wait } from './event.ts'
import type { ExecutionState } from './state.ts'

/**
 * The commands that stand after the log was folded: what was in flight is asked for again, with the same attempt
 * number and so the same idempotency key; timers and calls are taken up where they were.
 */
export function standingCommands(state: ExecutionState): readonly Command[] {
  const commands: Command[] = []
  for (const [timer, dueAt] of state.timers) commands.push({ type: 'start-timer', timer, dueAt })
  for (const step of state.live.values()) {
    if (step.scope !== undefined) continue
    // Without a place nothing runs: the admission asks for it.
    if (step.status === 'running' && state.queue === undefined)
      commands.push({ type: 'run-step', step: step.path, node: step.node.id, attempt: step.attempt })
    if (step.status === 'waiting' && step.wait?.type === 'call')
      commands.push({ type: 'await-execution', step: step.path, attempt: step.attempt, call: step.wait })
  }
  return commands
}

/** A step that waits for a signal, and what would reach it. */
export type AwaitedSignal = Omit<Extract<Wait, { type: 'signal' }>, 'type'> & { readonly step: string; readonly attempt: number }

/** Every signal that is awaited at this moment. */
export function awaitedSignals(state: ExecutionState): readonly AwaitedSignal[] {
  return [...state.live.values()].flatMap(({ path, attempt, status, wait }) => {
    if (status !== 'waiting' || wait?.type !== 'signal') return []
    const { type: _, ...signal } = wait
    return [{ step: path, attempt, ...signal }]
  })
}

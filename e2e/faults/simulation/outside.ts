import type { Chance } from './chance.ts'
import type { EventLoop } from './event-loop.ts'
import type { Reach } from './simulated-nodes.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { Witness } from './witness.ts'

/**
 * What the steps reach: keeps a ledger of every call. Invariants it looks after: one key for a step, whatever dies; a process does an
 * attempt once; the owner does nothing before it is on disk that it shall, nor after it is on disk that it was done.
 */
export interface Outside {
  reachFrom(process: SimulatedProcess): Reach
  /** The names of what was done for an execution, once for each key, in order of the alphabet. */
  effectsOf(executionId: string): readonly string[]
  readonly counts: { calls: number; repeated: number }
}

export interface OutsideOptions {
  readonly loop: EventLoop
  readonly chance: Chance
  readonly witness: Witness
  /** Whether no later process has begun. */
  isNewest(process: SimulatedProcess): boolean
  fault(text: string): void
  trace(text: () => string): void
}

export function createOutside({ loop, chance, witness, isNewest, fault, trace }: OutsideOptions): Outside {
  const keys = new Map<string, { readonly step: string; readonly name: string; readonly executionId: string }>()
  const keyOf = new Map<string, string>()
  const attempts = new Set<string>()
  const counts = { calls: 0, repeated: 0 }

  function note(process: SimulatedProcess, context: Parameters<Reach>[0], name: string): void {
    const { idempotencyKey: key, attempt, execution } = context
    const step = `${execution.id} ${execution.step}`
    trace(() => `${process.name} does ${step} #${attempt}`)
    counts.calls++
    const done = `${step} ${attempt} ${witness.seen(execution.id)?.life}`
    if (attempts.has(`any ${done}`)) counts.repeated++
    attempts.add(`any ${done}`)
    if (attempts.has(`${process.name} ${done}`)) fault(`${process.name} has done ${step} #${attempt} twice.`)
    attempts.add(`${process.name} ${done}`)
    noteKey(key, step, name, execution.id)
    if (isNewest(process)) assertStands(step, execution, attempt)
  }

  function noteKey(key: string, step: string, name: string, executionId: string): void {
    if ((keyOf.get(step) ?? key) !== key) fault(`${step} has the keys ${keyOf.get(step)} and ${key}.`)
    if ((keys.get(key)?.step ?? step) !== step) fault(`${step} and ${keys.get(key)?.step} have the same key ${key}.`)
    keyOf.set(step, key)
    keys.set(key, { step, name, executionId })
  }

  function assertStands(step: string, { id, step: path }: { readonly id: string; readonly step: string }, attempt: number): void {
    const live = witness.seen(id)?.state.live.get(path)
    if (live === undefined) return fault(`${step} #${attempt} was done, but by the disk that step does not run.`)
    if (live.attempt !== attempt || live.status !== 'running')
      fault(`${step} #${attempt} was done, but by the disk that step is ${live.status} #${live.attempt}.`)
  }

  return {
    counts,
    reachFrom: (process) => (context, name) => {
      note(process, context, name)
      if (chance.happens(0.3)) return
      const ms = chance.happens(0.1) ? chance.next() * 20_000 : chance.next() * 300
      return new Promise((resolve) => loop.after(ms, process, resolve))
    },
    effectsOf: (executionId) =>
      [...keys.values()]
        .filter((one) => one.executionId === executionId)
        .map(({ name }) => name)
        .sort(),
  }
}

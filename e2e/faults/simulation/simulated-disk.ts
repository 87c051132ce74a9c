import { type ExecutionWrite, type NewEvent, type Removed, type Store, StoreError, type WriteOutcome } from '@millrace/store'
import type { Chance } from './chance.ts'
import type { EventLoop, Owner } from './event-loop.ts'
import type { Witness } from './witness.ts'

/** What is wrong with the disk at the moment. */
export interface DiskTrouble {
  isFull: boolean
  /** Another program holds it. */
  isBusy: boolean
  /** How likely any operation is to find that so, reading too. */
  flakyRate: number
  /** How likely a write is to fail so that nobody knows what of it is there. */
  failureRate: number
  /** How long an operation may take, in milliseconds. */
  slowestMs: number
}

export const noTrouble: DiskTrouble = { isFull: false, isBusy: false, flakyRate: 0, failureRate: 0, slowestMs: 50 }

export interface SimulatedDiskOptions {
  readonly store: Store
  readonly loop: EventLoop
  readonly chance: Chance
  readonly witness: Witness
  readonly trouble: DiskTrouble
  /** How many operations have been refused. */
  readonly refused: { count: number }
}

/** What a process was writing when it died is there or not by the time the next one can have begun. */
const stillWrittenMs = 8

type Operation = (...args: unknown[]) => Promise<unknown>

const writing: ReadonlySet<string> = new Set(['commit', 'claim', 'nextFence', 'put', 'remove', 'dropLogs', 'append', 'delivered'])

/**
 * The store as one process sees it: each operation takes its time before it happens and before the process hears of it, so that others
 * overtake it and a crash may come before, between or after. What the process asked for before it died may still happen.
 */
export function connectToDisk(
  { store, loop, chance, witness, trouble, refused }: SimulatedDiskOptions,
  owner: Owner,
  onFatal: (error: StoreError) => void,
): Store {
  let failure: StoreError | undefined
  const latency = () => (chance.happens(0.02) ? chance.next() * trouble.slowestMs : chance.next() * 4)

  function operate(part: object, method: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const answer = (tell: () => void) => loop.after(latency(), owner, tell)
      const begin = () => {
        if (owner.presence === 'frozen') return void loop.after(0, owner, begin)
        if (owner.presence === 'dead' && (loop.now() - owner.diedAt > stillWrittenMs || chance.happens(0.5))) return
        const refusal = refuse(writing.has(method))
        if (refusal !== undefined) refused.count++
        if (refusal !== undefined && !refusal.isUncertain) return void answer(() => reject(refusal.error))
        void apply(part, method, args).then(
          (result) => answer(() => (refusal === undefined ? resolve(result) : reject(refusal.error))),
          (error) => answer(() => reject(error)),
        )
      }
      loop.after(latency(), undefined, begin)
    })
  }

  /** Of the write that breaks the disk nobody knows whether it is there; after it nothing is written. */
  function refuse(isWrite: boolean): { readonly error: StoreError; readonly isUncertain: boolean } | undefined {
    if (chance.happens(trouble.flakyRate)) return { error: busy(), isUncertain: false }
    if (!isWrite) return undefined
    if (failure !== undefined) return { error: failure, isUncertain: false }
    if (trouble.isBusy) return { error: busy(), isUncertain: false }
    if (trouble.isFull) return { error: new StoreError('STORE_FULL', 'The simulated disk is full.'), isUncertain: false }
    if (!chance.happens(trouble.failureRate)) return undefined
    const error = new StoreError('STORE_FAILED', 'The simulated disk failed.')
    failure = error
    // Whoever asked may take it for trouble of its own; the store tells the process.
    loop.after(4, owner, () => onFatal(error))
    return { error, isUncertain: chance.happens(0.5) }
  }

  async function apply(part: object, method: string, args: readonly unknown[]): Promise<unknown> {
    const result = await Reflect.apply(Reflect.get(part, method) as Operation, part, args)
    // The port's own types: the arguments are those the method was called with.
    if (method === 'commit') witness.wrote(args[0] as readonly ExecutionWrite[], result as readonly WriteOutcome[])
    if (method === 'append') witness.told(args[0] as readonly NewEvent[])
    if (method === 'remove') witness.removed((result as Removed).removed)
    if (method === 'claim' && result === true) witness.claimed(args[1] as string, args[2] as number)
    return result
  }

  /** All methods of a port are asynchronous. */
  function guard<Part extends object>(part: Part): Part {
    const operations = Object.keys(part).map((method) => [method, (...args: unknown[]) => operate(part, method, args)])
    return Object.fromEntries(operations) as Part
  }

  const { executions, lanes, schedules, retention, events, polls } = store
  return {
    ...store,
    executions: guard(executions),
    lanes: guard(lanes),
    schedules: guard(schedules),
    retention: guard(retention),
    events: guard(events),
    polls: guard(polls),
  }
}

function busy(): StoreError {
  return new StoreError('STORE_IN_USE', 'Another program holds the simulated disk.')
}

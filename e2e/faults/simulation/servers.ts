import type { RuntimePorts } from '@millrace/runtime'
import type { Store, StoreError } from '@millrace/store'
import type { Chance } from './chance.ts'
import type { EventLoop, Owner } from './event-loop.ts'
import type { Reach } from './simulated-nodes.ts'
import { type SimulatedProcess, startProcess } from './simulated-process.ts'

/** The processes that serve, one after the other, and what is done to them; it also starts the next when one has died. */
export interface Servers {
  boot(): void
  /** SIGKILL, and another one soon. */
  kill(): void
  /** SIGSTOP for so long that another one is started; then the old one goes on as if nothing had been. */
  freeze(): void
  /** SIGTERM, and another one when it has closed. */
  restart(): void
  /** One process serves, and nothing is done to it any more. */
  heal(): void
  /** The one that was started last, if it lives. */
  newest(): SimulatedProcess | undefined
  readonly counts: { processes: number; crashes: number; stopped: number }
}

export interface ServersOptions {
  readonly loop: EventLoop
  readonly chance: Chance
  readonly workflows: RuntimePorts['workflows']
  connect(owner: Owner, onFatal: (error: StoreError) => void): Store
  readonly reach: (process: SimulatedProcess) => Reach
  wall(): number
  isFiring(): boolean
  shelf(): readonly number[]
  fault(text: string): void
  trace(text: () => string): void
}

export function createServers(options: ServersOptions): Servers {
  const { loop, chance, fault, trace } = options
  const counts = { processes: 0, crashes: 0, stopped: 0 }
  const old: SimulatedProcess[] = []
  let newest: SimulatedProcess | undefined
  /** Some time after the last trouble nothing that it left can end a process any more. */
  let mayEnd = true
  let ids = 0

  function boot(): void {
    if (newest?.presence === 'alive') return
    const name = `p${++counts.processes}`
    trace(() => `${name} starts`)
    const newId = () => `i${++ids}`
    newest = startProcess({ ...options, name, newId, onEnd: ended })
  }

  function ended(process: SimulatedProcess, why: unknown): void {
    trace(() => `${process.name} ends: ${why}`)
    if (!mayEnd && process === newest) fault(`${process.name} ended although nothing was wrong: ${why}`)
    die(process)
  }

  function die(process: SimulatedProcess): void {
    if (process.presence === 'dead') return
    process.presence = 'dead'
    process.diedAt = loop.now()
    process.held = []
    counts.crashes++
    if (process === newest) loop.after(chance.integer(10, 3_000), undefined, boot)
  }

  function kill(): void {
    if (newest?.presence !== 'alive') return
    trace(() => `${newest?.name} is killed`)
    die(newest)
  }

  function freeze(): void {
    const process = newest
    if (process?.presence !== 'alive') return
    trace(() => `${process.name} is stopped`)
    process.presence = 'frozen'
    counts.stopped++
    old.push(process)
    const booting = chance.integer(10, 5_000)
    loop.after(booting, undefined, boot)
    // Perhaps in the very moment in which the other takes over.
    loop.after(booting + chance.oneOf([-5, 5, 20, 50, 60_000]) + chance.integer(0, 20), undefined, () => {
      trace(() => `${process.name} goes on`)
      loop.thaw(process)
    })
    loop.after(chance.integer(60_000, 200_000), undefined, () => die(process))
  }

  function restart(): void {
    const process = newest
    const end = process?.close
    if (process?.presence !== 'alive' || end === undefined) return
    trace(() => `${process.name} is told to end`)
    const close = () =>
      end().then(
        () => ended(process, 'closed'),
        (error) => fault(`${process.name} did not close: ${error}`),
      )
    loop.after(0, process, () => void close())
  }

  return {
    counts,
    boot,
    kill,
    freeze,
    restart,
    newest: () => (newest?.presence === 'alive' ? newest : undefined),
    heal() {
      // What an old one has started since it came back is left behind when it dies: only another start finds it.
      for (const process of old) die(process)
      if (old.length > 0) kill()
      loop.after(3_000, undefined, boot)
      loop.after(30_000, undefined, () => {
        mayEnd = false
      })
    },
  }
}

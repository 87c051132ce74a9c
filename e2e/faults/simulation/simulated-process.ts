import type { Registry } from '@millrace/kit'
import { createMemoryHost } from '@millrace/kit/testing'
import {
  type Clock,
  createClock,
  createEmbeddedDriver,
  createSchedules,
  createWaitingAddresses,
  type Driver,
  type RuntimePorts,
} from '@millrace/runtime'
import type { Store } from '@millrace/store'
import type { Chance } from './chance.ts'
import { createOwner, type EventLoop, type Owner } from './event-loop.ts'
import { createSimulatedNodes, type Reach } from './simulated-nodes.ts'

/** One life of the server, from its start to its end, on a disk that outlives it. */
export interface SimulatedProcess extends Owner {
  /** There is one from when it has taken a fence. */
  driver: Driver | undefined
  /** As this process sees it. */
  readonly store: Store
  readonly clock: Clock
  /** Ends it, as SIGTERM does. */
  close: (() => Promise<void>) | undefined
  readonly trouble: unknown[]
}

export interface ProcessOptions {
  readonly name: string
  readonly loop: EventLoop
  readonly chance: Chance
  readonly workflows: RuntimePorts['workflows']
  connect(owner: Owner): Store
  readonly reach: (process: SimulatedProcess) => Reach
  wall(): number
  /** Whether schedules fire. */
  isFiring(): boolean
  newId(): string
  /** It says itself that it must end, or could not begin. */
  onEnd(process: SimulatedProcess, why: unknown): void
}

export function startProcess(options: ProcessOptions): SimulatedProcess {
  const { name, loop, chance, workflows, connect, reach, wall, isFiring, newId, onEnd } = options
  const owner = createOwner(name)
  const process: SimulatedProcess = Object.assign(owner, {
    driver: undefined,
    close: undefined,
    store: connect(owner),
    clock: createClock(
      { wall, steady: loop.now, slept: () => 0, sleep: (ms, callback) => loop.after(ms, owner, callback) },
      // Rarely: to look every few seconds makes days of sleep long.
      { lookEveryMs: 1_800_000, longestSleepMs: 36_000_000 },
    ),
    trouble: [],
  })
  const nodes = createSimulatedNodes(reach(process), isFiring)
  const ports: RuntimePorts = {
    store: process.store,
    workflows,
    nodeType: nodes.nodeType,
    secrets: { get: async () => undefined },
    fetch: () => Promise.reject(new Error('The simulation has no network.')),
    host: () => createMemoryHost(wall),
    addresses,
    environment: { vars: {}, env: {} },
    clock: process.clock,
    random: chance.next,
    newId,
    onTrouble: (error) => process.trouble.push(error),
    onFatal: (error) => onEnd(process, error),
  }
  loop.after(0, process, () => void begin(process, ports, nodes).catch((error) => onEnd(process, error)))
  return process
}

const addresses = createWaitingAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' })

async function begin(process: SimulatedProcess, ports: RuntimePorts, { triggerType }: Registry): Promise<void> {
  const driver = await createEmbeddedDriver(ports)
  process.driver = driver
  process.close = () => driver.close()
  await driver.resume()
  const schedules = createSchedules({ ...ports, driver, triggerType, accounts: ['default'] })
  process.close = () => schedules.close().then(() => driver.close())
  await schedules.open()
}

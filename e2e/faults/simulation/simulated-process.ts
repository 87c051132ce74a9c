import { createMemoryHost } from '@millrace/kit/testing'
import { createClock, createEmbeddedDriver, createWaitingAddresses, type Driver, type RuntimePorts } from '@millrace/runtime'
import type { Store } from '@millrace/store'
import type { Chance } from './chance.ts'
import { createOwner, type EventLoop, type Owner } from './event-loop.ts'
import { createSimulatedNodes, type Reach } from './simulated-nodes.ts'

/** One life of the server, from its start to its end, on a disk that outlives it. */
export interface SimulatedProcess extends Owner {
  /** There is one from when it has taken a fence. */
  driver: Driver | undefined
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
  newId(): string
  /** It says itself that it must end, or could not begin. */
  onEnd(process: SimulatedProcess, why: unknown): void
}

export function startProcess(options: ProcessOptions): SimulatedProcess {
  const { name, loop, chance, workflows, connect, reach, wall, newId, onEnd } = options
  const process: SimulatedProcess = { ...createOwner(name), driver: undefined, trouble: [] }
  const nodes = createSimulatedNodes(reach(process))
  const ports: RuntimePorts = {
    store: connect(process),
    workflows,
    nodeType: nodes.nodeType,
    secrets: { get: async () => undefined },
    fetch: () => Promise.reject(new Error('The simulation has no network.')),
    host: () => createMemoryHost(wall),
    addresses,
    environment: { vars: {}, env: {} },
    clock: createClock(
      { wall, steady: loop.now, slept: () => 0, sleep: (ms, callback) => loop.after(ms, process, callback) },
      // Rarely: to look every few seconds makes days of sleep long.
      { lookEveryMs: 1_800_000, longestSleepMs: 36_000_000 },
    ),
    random: chance.next,
    newId,
    onTrouble: (error) => process.trouble.push(error),
    onFatal: (error) => onEnd(process, error),
  }
  loop.after(0, process, () => void begin(process, ports).catch((error) => onEnd(process, error)))
  return process
}

const addresses = createWaitingAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' })

async function begin(process: SimulatedProcess, ports: RuntimePorts): Promise<void> {
  process.driver = await createEmbeddedDriver(ports)
  await process.driver.resume()
}

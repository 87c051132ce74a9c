import { type Registry, RetryableError } from '@millrace/kit'
import { createMemoryHost } from '@millrace/kit/testing'
import {
  type Clock,
  createClock,
  createDispatcher,
  createEmbeddedDriver,
  createEventBus,
  createHostEvents,
  createListeners,
  createPatience,
  createPolls,
  createSchedules,
  createWaitingAddresses,
  type Driver,
  defaultMaxDepth,
  type EventBus,
  type FileVault,
  type Listeners,
  type RuntimePorts,
} from '@millrace/runtime'
import type { Store, StoreError } from '@millrace/store'
import type { Chance } from './chance.ts'
import { createOwner, type EventLoop, type Owner } from './event-loop.ts'
import { createSimulatedNodes, type Reach } from './simulated-nodes.ts'

/** One life of the server, from its start to its end, on a disk that outlives it. */
export interface SimulatedProcess extends Owner {
  /** There is one from when it has taken a fence. */
  driver: Driver | undefined
  readonly bus: EventBus
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
  connect(owner: Owner, onFatal: (error: StoreError) => void): Store
  readonly reach: (process: SimulatedProcess) => Reach
  wall(): number
  /** Whether schedules fire and polls look. */
  isFiring(): boolean
  shelf(): readonly number[]
  newId(): string
  /** It says itself that it must end, or could not begin. */
  onEnd(process: SimulatedProcess, why: unknown): void
}

export function startProcess(options: ProcessOptions): SimulatedProcess {
  const { name, loop, chance, workflows, connect, reach, wall, isFiring, newId, onEnd } = options
  const owner = createOwner(name)
  const store = connect(owner, (error) => onEnd(process, error))
  const clock = createClock(
    { wall, steady: loop.now, slept: () => 0, sleep: (ms, callback) => loop.after(ms, owner, callback) },
    // Rarely: to look every few seconds makes days of sleep long.
    { lookEveryMs: 1_800_000, longestSleepMs: 36_000_000 },
  )
  const bus = createEventBus({ store, clock, maxDepth: defaultMaxDepth })
  const process: SimulatedProcess = Object.assign(owner, { driver: undefined, close: undefined, store, clock, bus, trouble: [] })
  const nodes = createSimulatedNodes(reach(process), { isFiring, glance: () => glance(process, options) })
  const onTrouble = (error: unknown) => void process.trouble.push(error)
  const listeners = createListeners({ workflows, triggerType: nodes.triggerType, environment: { vars: {}, env: {} }, onTrouble })
  const ports: RuntimePorts = {
    store,
    workflows,
    nodeType: nodes.nodeType,
    secrets: { get: async () => undefined },
    fetch: () => Promise.reject(new Error('The simulation has no network.')),
    host: (place) => createMemoryHost(wall, { events: createHostEvents(bus, place, createPatience(clock, place)) }),
    events: { hears: listeners.hears, nudge: bus.nudge },
    addresses,
    environment: { vars: {}, env: {} },
    clock,
    random: chance.next,
    newId,
    onTrouble,
    onFatal: (error) => onEnd(process, error),
  }
  loop.after(0, process, () => void begin(process, ports, nodes, listeners).catch((error) => onEnd(process, error)))
  return process
}

const addresses = createWaitingAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' })

/** What polls find here are numbers. */
const noFiles: FileVault = {
  write: () => Promise.reject(new Error('The simulation has no files.')),
  read: async () => undefined,
  delete: async () => false,
  forget: async () => undefined,
  sweep: async () => 0,
}

/** In the order of the program. */
async function begin(process: SimulatedProcess, ports: RuntimePorts, registry: Registry, listeners: Listeners): Promise<void> {
  const accounts = ['default']
  const { triggerType } = registry
  const { store, clock, onTrouble } = ports
  const driver = await createEmbeddedDriver(ports)
  await listeners.open(accounts)
  const schedules = createSchedules({ ...ports, driver, triggerType, accounts })
  const polls = createPolls({
    runtime: ports,
    store,
    files: noFiles,
    driver,
    types: { catalog: registry, triggerType },
    accounts,
    onTrouble,
  })
  const dispatcher = createDispatcher({ store, bus: process.bus, listeners, driver, clock, maxDepth: defaultMaxDepth, onTrouble })
  process.driver = driver
  process.close = async () => {
    await schedules.close()
    await polls.close()
    await dispatcher.close()
    await driver.close()
  }
  await driver.resume()
  await schedules.open()
  await polls.open()
  await dispatcher.open()
}

/** What lies on the shelf, after a while; sometimes nobody can look. */
async function glance(process: SimulatedProcess, { loop, chance, shelf }: ProcessOptions): Promise<readonly number[]> {
  await new Promise<void>((resolve) => loop.after(chance.next() * 300, process, resolve))
  if (chance.happens(0.1)) throw new RetryableError('failed as told')
  return shelf()
}

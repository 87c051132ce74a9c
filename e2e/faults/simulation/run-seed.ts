import { compilePlan, isFinal, type Plan, parseWorkflow } from '@millrace/engine'
import type { PublishedWorkflow, RuntimePorts } from '@millrace/runtime'
import { createMemoryStore, type Store } from '@millrace/store'
import { type Chance, createChance } from './chance.ts'
import { type Clients, createClients } from './clients.ts'
import { disturb } from './disturb.ts'
import { createEventLoop, type EventLoop } from './event-loop.ts'
import { createEventWatch, type EventWatch, heardName, heardWorkflow } from './event-watch.ts'
import { faultsAtTheEnd } from './faults-at-the-end.ts'
import { createOutside, type Outside } from './outside.ts'
import { firedWorkflow, type RandomWorkflow, randomWorkflow, sourceOf } from './random-workflow.ts'
import { createServers, type Servers } from './servers.ts'
import { connectToDisk, type DiskTrouble, noTrouble } from './simulated-disk.ts'
import { createSimulatedNodes } from './simulated-nodes.ts'
import { createWallClock, epoch, type WallClock } from './wall-clock.ts'
import { faultsOfPolls, watchPolls } from './watch-polls.ts'
import { watchSchedules } from './watch-schedules.ts'
import { createWitness, type Witness } from './witness.ts'

/** What came of one seed. */
export interface Verdict {
  readonly seed: number
  /** What went wrong; nothing, if the rules held. */
  readonly faults: readonly string[]
  readonly trace: readonly string[]
  readonly counts: Counts
}

export interface Counts {
  readonly executions: number
  readonly processes: number
  readonly crashes: number
  readonly effects: number
  readonly repeatedEffects: number
  readonly replays: number
  readonly deleted: number
  readonly fired: number
  readonly heard: number
  readonly found: number
  readonly simulatedMs: number
}

export interface RunOptions {
  readonly store?: Store
  readonly isTraced?: boolean
}

/** Everything that one run is made of. */
export interface World {
  readonly chance: Chance
  readonly loop: EventLoop
  readonly workflows: readonly RandomWorkflow[]
  readonly witness: Witness
  readonly outside: Outside
  readonly clients: Clients
  readonly servers: Servers
  readonly trouble: DiskTrouble
  readonly wallClock: WallClock
  /** Where schedules stand; what they fire ends with the trouble, and with this. */
  readonly store: Store
  readonly schedules: { isFiring: boolean }
  readonly events: EventWatch
  /** What lies there to be found by polls. */
  shelf(): readonly number[]
  fault(text: string): void
}

/** Some call what rests for days again and again, one at a time. */
const longest = 3600_000 * 24 * 365

/** Lets a server live through what the seed has in store for it, then leaves it alone until all is done, and says what was wrong. */
export async function runSeed(seed: number, { store = createMemoryStore(), isTraced = false }: RunOptions = {}): Promise<Verdict> {
  const faults: string[] = []
  const trace: string[] = []
  const loop = createEventLoop()
  const note = (text: () => string) => void (isTraced && trace.push(`${(loop.now() / 1000).toFixed(3)} ${text()}`))
  const fault = (text: string) => {
    note(() => `FAULT: ${text}`)
    faults.push(text)
  }
  const world = createWorld({ chance: createChance(seed), loop, store, fault, note })
  const unheard = (error: unknown) => fault(`Nobody heard of a failure: ${error instanceof Error ? error.stack : error}`)
  process.on('unhandledRejection', unheard)
  const end = await live(world).finally(() => process.off('unhandledRejection', unheard))
  faultsAtTheEnd(world, end, fault)
  faultsOfPolls(world)
  const { witness, servers, outside, clients } = world
  const counts = {
    executions: [...witness.all()].length,
    processes: servers.counts.processes,
    crashes: servers.counts.crashes,
    effects: outside.counts.calls,
    repeatedEffects: outside.counts.repeated,
    ...clients.counts,
    fired: startedBy(world, 'tick'),
    heard: startedBy(world, 'hear'),
    found: startedBy(world, 'glance'),
    simulatedMs: loop.now(),
  }
  return { seed, faults, trace, counts }
}

function startedBy({ witness }: World, triggerType: string): number {
  return [...witness.all()].filter(({ summary }) => summary.triggerType === triggerType).length
}

/** A pause that came so late that nobody has ended it must not be taken for a stall. */
function unpauseFrom(world: World, ms: number): void {
  world.loop.after(ms, undefined, () => {
    world.clients.unpauseAll()
    unpauseFrom(world, ms * 2)
  })
}

interface Making {
  readonly chance: Chance
  readonly loop: EventLoop
  readonly store: Store
  fault(text: string): void
  note(text: () => string): void
}

function createWorld({ chance, loop, store, fault, note }: Making): World {
  const workflows = randomWorkflows(chance)
  const published = new Map(workflows.map((workflow) => [workflow.id, publishedAs(workflow)]))
  const limits = new Map(workflows.map((workflow) => [workflow.id, workflow.limits?.concurrency?.limit]))
  const refused = { count: 0 }
  const wallClock = createWallClock(loop.now)
  const events = createEventWatch({ isListening: published.has('hear'), fault })
  const witness = createWitness({
    planOf: ({ workflowId }) => planIn(published, workflowId),
    now: loop.now,
    // An old process that comes back has rooms of its own to give away.
    limitOf: (id) => (servers.counts.stopped > 0 ? Number.POSITIVE_INFINITY : (limits.get(id) ?? Number.POSITIVE_INFINITY)),
    mayHaveFailed: () => refused.count > 0,
    // What its execution does not tell, a schedule knows of an hour.
    mayBeginAgain: ({ triggerType }, createdAt) => triggerType === 'tick' && wallClock.wasFarBackSince(createdAt),
    onWaiting: (...wait) => clients.answer(...wait),
    events,
    fault,
  })
  const trouble: DiskTrouble = { ...noTrouble }
  const disk = { store, loop, chance: chance.fork(), witness, trouble, refused }
  const schedules = { isFiring: true }
  const shelf = createShelf(loop, schedules)
  const outside = createOutside({
    loop,
    chance: chance.fork(),
    witness,
    isNewest: (process) => servers.newest() === process,
    fault,
    trace: note,
  })
  const servers = createServers({
    loop,
    chance: chance.fork(),
    workflows: workflowsPort(published),
    connect: (owner, onFatal) => connectToDisk(disk, owner, onFatal),
    reach: outside.reachFrom,
    wall: wallClock.now,
    isFiring: () => schedules.isFiring,
    shelf,
    fault,
    trace: note,
  })
  const clients = createClients({ loop, chance: chance.fork(), witness, events, serving: servers.newest, fault, trace: note })
  return { chance, loop, workflows, witness, outside, clients, servers, trouble, wallClock, store, schedules, events, shelf, fault }
}

/** The trouble, and then the peace in which all that was acknowledged must come to its end. */
async function live(world: World): Promise<'done' | 'idle' | 'late'> {
  const { chance, loop, clients, servers, witness, trouble, events } = world
  const until = chance.oneOf([5_000, 60_000, 60_000, 3600_000])
  servers.boot()
  disturb(world, until)
  await loop.runUntil(() => false, until)
  Object.assign(trouble, noTrouble)
  servers.heal()
  unpauseFrom(world, 30_000)
  await watchSchedules(world)
  await watchPolls(world)
  world.schedules.isFiring = false
  const isOver = () =>
    !clients.isWaiting() && events.unheard().size === 0 && [...witness.all()].every(({ summary }) => isFinal(summary.status))
  return loop.runUntil(isOver, loop.now() + longest)
}

function randomWorkflows(chance: Chance): readonly RandomWorkflow[] {
  const callee = randomWorkflow(chance, 'callee', [])
  const roots = Array.from({ length: chance.integer(1, 2) }, (_, index) => randomWorkflow(chance, `root${index}`, [callee]))
  const scheduled = chance.happens(0.2)
    ? [firedWorkflow(chance, 'tick', { type: 'tick', everyMs: chance.oneOf([10_000, 45_000, 600_000]) })]
    : []
  const names = [heardName, `workflow.${heardWorkflow}.*`]
  const hearing = chance.happens(0.3) ? [firedWorkflow(chance, 'hear', { type: 'hear', names })] : []
  const polling = chance.happens(0.1) ? [firedWorkflow(chance, 'glance', { type: 'glance', everyMs: chance.oneOf([20_000, 90_000]) })] : []
  return [callee, ...roots, ...scheduled, ...hearing, ...polling]
}

const itemEveryMs = 120_000

/** Another thing lies there every so often, as long as that is wanted. */
function createShelf({ now }: EventLoop, schedules: World['schedules']): () => readonly number[] {
  let count = 1
  return () => {
    if (schedules.isFiring) count = 1 + Math.floor(now() / itemEveryMs)
    return Array.from({ length: count }, (_, item) => item)
  }
}

const catalog = createSimulatedNodes(() => undefined)

function publishedAs(workflow: RandomWorkflow): PublishedWorkflow {
  const source = sourceOf(workflow)
  const parsed = parseWorkflow(source, catalog)
  if (!parsed.ok) throw new Error(`${parsed.problems.map(({ message }) => message).join('\n')}\n${source}`)
  const plan = compilePlan(parsed.workflow, catalog)
  return { account: 'default', id: workflow.id, version: 1, source, hash: '', publishedAt: epoch, workflow: parsed.workflow, plan }
}

function planIn(published: ReadonlyMap<string, PublishedWorkflow>, id: string): Plan {
  const found = published.get(id)
  if (found === undefined) throw new Error(`There is no workflow ${id}.`)
  return found.plan
}

function nothingNew(): Promise<never> {
  return Promise.reject(new Error('The simulation publishes nothing.'))
}

/** Parsed once for all processes of the seed: the registry is not what is looked at here. */
function workflowsPort(published: ReadonlyMap<string, PublishedWorkflow>): RuntimePorts['workflows'] {
  return {
    get: async (_account, id) => published.get(id),
    read: async (_account, id) => published.get(id),
    list: async () => [...published.values()],
    publish: nothingNew,
    unpublish: nothingNew,
    keepDraft: nothingNew,
    onPublished: () => () => undefined,
  }
}

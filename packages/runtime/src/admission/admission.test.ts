import { isFinal } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld, type World } from '../testing/world.ts'

const runs = Math.max(1, Math.ceil(500 * Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)))

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      key: fc.nat(2),
      priority: fc.constantFrom(50, 50, 50, 80),
      burst: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 500, 5_000, 30_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('die' as const), afterCommits: fc.integer({ min: 1, max: 6 }) }) },
)

const settings = fc.record({
  limit: fc.integer({ min: 1, max: 3 }),
  isKeyed: fc.boolean(),
  whileWaiting: fc.constantFrom('hold' as const, 'release' as const),
  onLimit: fc.constantFrom('queue' as const, 'queue' as const, 'cancel-running' as const),
  gate: fc.constantFrom('', '', ', rateLimit: { limit: 2, per: 3s, onLimit: queue }', ', debounce: { delay: 2s, key: "{{ trigger.k }}" }'),
  maxRunning: fc.constantFrom(undefined, undefined, 2),
  /** How long each execution rests between its two steps. */
  napMs: fc.constantFrom(0, 200, 20_000),
})

type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never

function source({ limit, isKeyed, whileWaiting, onLimit, gate, napMs }: Settings): string {
  const key = isKeyed ? ', key: "{{ trigger.k }}"' : ''
  return `id: limited
settings: { concurrency: { limit: ${limit}, whileWaiting: ${whileWaiting}, onLimit: ${onLimit}${key} }${gate} }
nodes:
  first: { type: effect, with: { name: "{{ trigger.n }}" }, next: nap }
  nap: { type: sleep, with: { ms: ${napMs} }, next: last }
  last: { type: effect, with: { name: "{{ trigger.n }} again" } }`
}

async function rowsOf(world: World): Promise<readonly ExecutionSummary[]> {
  const rows: ExecutionSummary[] = []
  let cursor: string | undefined
  do {
    const page = await world.disk.executions.list(account, {}, { limit: 500, ...(cursor !== undefined && { cursor }) })
    rows.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return rows
}

/** No more hold a place, or run, than may. */
async function expectLimit(world: World, { limit }: Settings): Promise<void> {
  const lanes = new Map<string, number>()
  for (const { status, admission } of await rowsOf(world)) {
    if (admission === undefined || isFinal(status)) continue
    if (admission.place === 'held') lanes.set(admission.lane, (lanes.get(admission.lane) ?? 0) + 1)
    else expect(status).not.toBe('running')
  }
  for (const held of lanes.values()) expect(held).toBeLessThanOrEqual(limit)
}

/** Nobody is queued where there is room, now that all has come to rest. */
async function expectNobodyForgotten(world: World, { limit, maxRunning }: Settings): Promise<void> {
  const rows = (await rowsOf(world)).filter(({ status }) => !isFinal(status))
  if (maxRunning !== undefined && rows.filter(({ status }) => status === 'running').length >= maxRunning) return
  for (const lane of new Set(rows.map(({ admission }) => admission?.lane))) {
    const its = rows.filter(({ admission }) => admission?.lane === lane)
    const held = its.filter(({ admission }) => admission?.place === 'held').length
    if (held < limit) expect(its.filter(({ admission }) => admission?.place === 'queued').map(({ id }) => id)).toEqual([])
  }
}

test('whatever is started, canceled and killed, a limit is not exceeded, nobody is forgotten, and the order is kept', async () => {
  await fc.assert(
    fc.asyncProperty(settings, fc.array(action, { minLength: 1, maxLength: 14 }), async (given, actions) => {
      let world = await openWorld(createEmbeddedDriver, { ports: { maxRunning: given.maxRunning } })
      await world.publish(source(given))
      const acknowledged: string[] = []
      let count = 0
      for (const one of actions) {
        if (one.do === 'die') world.store.severAfter(one.afterCommits)
        if (one.do === 'start') {
          const { key, priority } = one
          await world.clock.advance(1)
          for (let n = 0; n < one.burst; n++) {
            const executionId = `e${String(count++).padStart(3, '0')}`
            const start = world.start('limited', { executionId, priority, data: { n: executionId, k: key } })
            void start.then(() => acknowledged.push(executionId))
          }
        }
        if (one.do === 'cancel') void world.driver.cancel(account, `e${String(one.which).padStart(3, '0')}`)
        if (one.do === 'pass') await world.clock.advance(one.ms)
        await settle()
        await expectLimit(world, given)
        if (world.store.isSevered()) world = await revived(world, given)
      }
      world = await revived(world, given)
      for (let round = 0; round < 60; round++) {
        await world.clock.advance(30_000)
        await expectLimit(world, given)
        await expectNobodyForgotten(world, given)
      }
      const rows = await rowsOf(world)
      expect(rows.filter(({ status }) => !isFinal(status)).map(({ id, status }) => `${id} ${status}`)).toEqual([])
      expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged))
      expect(rows.filter(({ status }) => status !== 'success' && status !== 'canceled')).toEqual([])
      expect(world.trouble).toEqual([])
      expectOrder(world, given, rows)
    }),
    { numRuns: runs },
  )
}, 600_000)

async function revived(world: World, { maxRunning }: Settings): Promise<World> {
  world.store.sever()
  const next = await openWorld(createEmbeddedDriver, { disk: world.disk, clock: world.clock, nodes: world.nodes, ports: { maxRunning } })
  await next.driver.resume()
  await settle()
  return next
}

/** Of one lane and one priority, whoever came first has begun first. */
function expectOrder({ nodes }: World, { gate, limit }: Settings, rows: readonly ExecutionSummary[]): void {
  // With a gate others begin in the order of their times, and with several places two begin at once.
  if (gate !== '' || limit > 1) return
  const begun = [...new Set(nodes.effects.map(({ name }) => name))]
  for (const lane of new Set(rows.map(({ admission }) => `${admission?.lane} ${admission?.priority}`))) {
    const its = rows.filter(({ id, admission }) => `${admission?.lane} ${admission?.priority}` === lane && begun.includes(id))
    const queuedAt = new Map(its.map(({ id, admission }) => [id, admission?.queuedAt ?? 0]))
    const order = begun.filter((id) => queuedAt.has(id))
    expect(order).toEqual([...order].sort((a, b) => (queuedAt.get(a) ?? 0) - (queuedAt.get(b) ?? 0)))
  }
}

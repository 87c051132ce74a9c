import { createMemoryStore, StoreError } from '@millrace/store'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account, names, openWorld, type World } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const seeds = Math.max(10, Math.round(200 * Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)))
const hour = 3_600_000
const day = 24 * hour
const lookEveryMs = 10_000
/** Days of looking every few seconds are long. */
const lookRarelyMs = 600_000

function open(parts: Parameters<typeof openWorld>[1] = {}): Promise<World> {
  return openWorld(createEmbeddedDriver, { clock: createSimulatedClock(Date.UTC(2026, 0, 1), lookEveryMs), ...parts })
}

const sleeping = (ms: number) =>
  `id: nap\nnodes:\n  s: { type: sleep, with: { ms: ${ms} }, next: t }\n  t: { type: effect, with: { name: t } }`

describe('when somebody sets the clock', () => {
  test.each([hour, -hour, day, -day])('by %d ms, an execution that sleeps on disk goes on when its time has passed', async (byMs) => {
    const world = await open()
    await world.publish(sleeping(2 * hour))
    const { executionId } = await world.start('nap')
    await world.clock.advance(hour)
    world.clock.set(byMs)
    await world.clock.advance(hour - 10_000)
    expect(names(world)).toEqual([])
    await world.clock.advance(30_000)
    expect(names(world)).toEqual(['t'])
    expect((await world.log(executionId)).filter(({ type }) => type === 'clock-moved')).toHaveLength(1)
  })

  test('a retry, a timeout and a limit in memory go on counting, and one that waits for a date goes by the date', async () => {
    const world = await open()
    const now = world.clock.now()
    await world.publish(
      `id: date\nnodes:\n  s: { type: date, with: { at: ${now + 5 * hour} }, next: t }\n  t: { type: effect, with: { name: dated } }`,
    )
    await world.publish('id: slow\nnodes:\n  s: { type: effect, with: { name: hangs }, timeout: 9s }')
    world.nodes.hold('hangs')
    await world.start('date')
    const slow = await world.start('slow')
    await settle()
    world.clock.set(4 * hour)
    await world.clock.advance(8_000)
    expect(await world.store.executions.get(account, slow.executionId)).toMatchObject({ status: 'running' })
    await world.clock.advance(1_500)
    expect(await slow.finished).toMatchObject({ status: 'failed', error: { code: 'STEP_TIMEOUT' } })
    await world.clock.advance(hour - 20_000)
    expect(names(world)).not.toContain('dated')
    await world.clock.advance(15_000)
    expect(names(world)).toContain('dated')
  })

  test('a year ahead for some seconds, what begins meanwhile lasts no longer than what has begun before', async () => {
    const world = await open()
    await world.publish(sleeping(hour))
    await world.start('nap')
    await settle()
    world.clock.set(365 * day)
    await world.start('nap')
    await world.clock.advance(3_000)
    world.clock.set(-365 * day)
    await world.start('nap')
    await world.clock.advance(hour - 3_001)
    expect(names(world)).toEqual([])
    await world.clock.advance(3_001)
    expect(names(world)).toEqual(['t', 't', 't'])
  })

  test('after a start only the clock on the wall is known', async () => {
    const world = await open()
    await world.publish(sleeping(2 * hour))
    await world.start('nap')
    await world.clock.advance(60_000)
    world.store.sever()
    world.clock.set(hour)
    // The clock of a new process knows of nothing before it.
    world.clock.look()
    const next = await open(world)
    await next.driver.resume()
    await next.clock.advance(hour - 2 * 60_000)
    expect(names(next)).toEqual([])
    await next.clock.advance(2 * 60_000)
    expect(names(next)).toEqual(['t'])
  })

  test('more sleepers than are read at a time all hear of it, also when the store does not answer at first', async () => {
    const disk = createMemoryStore()
    const world = await open({ disk })
    await world.publish(sleeping(2 * hour))
    await Promise.all(Array.from({ length: 450 }, () => world.start('nap')))
    await world.clock.advance(60_000)
    world.store.failClaims(new StoreError('STORE_IN_USE', 'A database browser has it.'))
    world.clock.set(-day)
    await world.clock.advance(lookEveryMs)
    world.store.failClaims(undefined)
    await world.clock.advance(2 * hour - 120_000)
    expect(names(world)).toEqual([])
    await world.clock.advance(120_000)
    expect(names(world)).toHaveLength(450)
  })

  test('an execution that was begun after it hears nothing of it', async () => {
    const world = await open()
    await world.publish(sleeping(60_000))
    world.clock.set(hour)
    await world.clock.advance(lookEveryMs)
    const { executionId } = await world.start('nap')
    await world.clock.advance(59_000)
    expect(names(world)).toEqual([])
    await world.clock.advance(2_000)
    expect(names(world)).toEqual(['t'])
    expect((await world.log(executionId)).map(({ type }) => type)).not.toContain('clock-moved')
  })
})

/** A length of time, and what somebody does to the clock after it: sets it, or lets it stand still. */
const doing = fc.record({
  afterMs: fc.integer({ min: 0, max: 3 * hour }),
  byMs: fc.oneof(fc.constantFrom(hour, -hour, day, -day, -600_000, 1_000, -1_000), fc.integer({ min: -2 * day, max: 2 * day })),
  stillMs: fc.constantFrom(0, 0, 600_000, 3_600_000),
})

test(`${seeds} ways of setting the clock: every length of time passes once, as long as it is, and every date is kept`, async () => {
  const lengths = fc.array(fc.integer({ min: 500, max: 8 * hour }), { minLength: 1, maxLength: 4 })
  const dates = fc.array(fc.integer({ min: -day, max: day }), { maxLength: 2 })
  await fc.assert(
    fc.asyncProperty(lengths, dates, fc.array(doing, { minLength: 1, maxLength: 6 }), async (waits, moments, doings) => {
      const clock = createSimulatedClock(Date.UTC(2026, 2, 28), lookRarelyMs)
      const nodes = createTestNodes()
      const world = await open({ clock, nodes })
      const rung = new Map<string, { readonly passed: number; readonly wall: number }[]>()
      const begun = clock.now()
      const note = (name: string) =>
        nodes.act(name, () => {
          rung.set(name, [...(rung.get(name) ?? []), { passed: clock.passed(), wall: clock.now() }])
          return { type: 'done', output: null }
        })
      const node = (name: string, wait: string) =>
        `  ${name}: { type: ${wait}, next: ${name}x }\n  ${name}x: { type: act, with: { name: ${name} } }`
      const parts = [
        ...waits.map((ms, index) => node(`w${index}`, `sleep, with: { ms: ${ms} }`)),
        ...moments.map((offset, index) => node(`d${index}`, `date, with: { at: ${begun + offset} }`)),
      ]
      for (let index = 0; index < 4; index++) for (const kind of ['w', 'd']) note(`${kind}${index}`)
      for (const [index, part] of parts.entries()) {
        await world.publish(`id: e${index}\nnodes:\n${part}`)
        await world.start(`e${index}`)
      }
      const highest = new Map(moments.map((offset, index) => [`d${index}`, begun + offset]))
      for (const { afterMs, byMs, stillMs } of doings) {
        await clock.advance(afterMs)
        clock.set(byMs)
        for (let still = 0; still < stillMs; still += 60_000) {
          await clock.advance(60_000)
          clock.set(-60_000)
        }
      }
      await clock.advance(10 * day)
      for (const [index, ms] of waits.entries()) {
        const [ring, ...others] = rung.get(`w${index}`) ?? []
        expect(others).toEqual([])
        const late = (ring?.passed ?? Number.POSITIVE_INFINITY) - ms
        // Moves under two seconds are none; those that are told are told at the next look.
        expect(late).toBeGreaterThanOrEqual(-2_000)
        expect(late).toBeLessThanOrEqual(2 * lookRarelyMs + 2_000)
      }
      for (const [name, moment] of highest) {
        expect(rung.get(name)).toHaveLength(1)
        expect(rung.get(name)?.[0]?.wall).toBeGreaterThanOrEqual(moment)
      }
      expect([...world.fatal, ...world.trouble]).toEqual([])
    }),
    { numRuns: seeds },
  )
}, 600_000)

import { type ExecutionStatus, isFinal, type Json, readHistory, type StepError } from '@millrace/engine'
import { done, RetryableError } from '@millrace/kit'
import { createMemoryStore, type Store } from '@millrace/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callee, forsaken, type RandomWorkflow, randomForsakingWorkflow, randomWorkflow } from '../testing/random-workflow.ts'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account, openWorld, type World } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const runs = Math.max(1, Math.ceil(1000 * Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)))

/** A disk that knows, at any moment, which steps' results are on it. */
function watchedDisk(): { readonly disk: Store; readonly recorded: ReadonlySet<string> } {
  const store = createMemoryStore()
  const recorded = new Set<string>()
  const { commit } = store.executions
  const disk: Store = {
    ...store,
    executions: {
      ...store.executions,
      async commit(batch) {
        const outcomes = await commit(batch)
        batch.forEach((write, index) => {
          if (!('events' in write) || outcomes[index]?.type !== 'written') return
          const id = write.type === 'create' ? write.execution.id : write.executionId
          for (const event of write.events) if (event.type === 'step-succeeded') recorded.add(`${id}:${event.step}`)
        })
        return outcomes
      },
    },
  }
  return { disk, recorded }
}

/** Something that somebody does to the execution, in one of the turns of every life. */
interface Control {
  readonly turn: number
  readonly action: 'pause' | 'unpause' | 'cancel'
}

/** Runs the workflow to its end; the process dies after so many commits, again and again, then lives on. */
async function run({ source, failures }: RandomWorkflow, lives: readonly number[], controls: readonly Control[] = []) {
  const { disk, recorded } = watchedDisk()
  const nodes = createTestNodes()
  const clock = createSimulatedClock()
  const repeated: string[] = []
  const react = (name: string, times: number) =>
    nodes.act(name, async ({ idempotencyKey, attempt }) => {
      if (recorded.has(idempotencyKey)) repeated.push(idempotencyKey)
      await Promise.resolve()
      if (attempt <= times) throw new RetryableError('as told')
      return done(name)
    })
  for (const [name, times] of Object.entries(failures)) react(name, times)
  for (const name of ['ca', 'cb']) react(name, 0)
  const open = () => openWorld(createEmbeddedDriver, { disk, nodes, clock })

  let world = await open()
  await world.publish(callee)
  await world.publish(forsaken)
  await world.publish(source)
  let isAcknowledged = false
  for (const commits of [...lives, Number.POSITIVE_INFINITY]) {
    world = await open()
    world.store.severAfter(commits)
    void world.driver.resume()
    // A start that nobody has heard of is made again, as whoever calls with an idempotency key does.
    if (!isAcknowledged)
      void world.start('random', { executionId: 'e' }).then(() => {
        isAcknowledged = true
      })
    await untilQuiet(world, clock, controls)
    world.store.sever()
  }
  const keys = nodes.effects.map(({ key }) => key)
  return { repeated, keys, histories: await histories(disk, world), fatal: world.fatal, trouble: world.trouble }
}

/** Until all executions are over, or the process has died. */
async function untilQuiet(world: World, clock: World['clock'], controls: readonly Control[]): Promise<void> {
  await settle()
  for (let turn = 0; turn < 200 && !world.store.isSevered(); turn++) {
    const { items } = await world.disk.executions.list(account, {}, { limit: 1000 })
    if (items.length > 0 && items.every(({ status }) => isFinal(status))) return
    for (const { action } of controls.filter((one) => one.turn === turn)) void world.driver[action](account, 'e')
    // A pause comes to its end some day.
    if (turn % 10 === 9 && items.some(({ status }) => status === 'paused')) void world.driver.unpause(account, 'e')
    await clock.advance(2500)
  }
}

interface EndedHistory {
  readonly workflowId: string
  readonly status: ExecutionStatus
  readonly result: Json
  readonly error: StepError | undefined
  readonly steps: Readonly<Record<string, readonly [end: string, ...unknown[]]>>
}

/** What the history says of each execution, but for times and the order of what ran at the same time. */
async function histories(disk: Store, world: World) {
  const { items } = await disk.executions.list(account, {}, { limit: 1000 })
  const all: Record<string, EndedHistory> = {}
  for (const { id, workflowId, status } of items) {
    const history = readHistory(await world.plan(workflowId), await disk.executions.log(account, id))
    const steps = history.steps.map(({ step, status: its, port, output, error, attempts }) => {
      return [step, [its, port, output, error?.code, attempts.length]] as const
    })
    all[id] = { workflowId, status, result: history.result, error: history.error, steps: Object.fromEntries(steps.toSorted()) }
  }
  return all
}

const lives = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 })

function controlled(...actions: readonly Control['action'][]): fc.Arbitrary<readonly Control[]> {
  return fc.array(fc.record({ turn: fc.nat(12), action: fc.constantFrom(...actions) }), { maxLength: 4 })
}

test('whenever a process dies, what it acknowledged ends as if it had not, and no recorded step is run again', async () => {
  await fc.assert(
    fc.asyncProperty(randomWorkflow, lives, controlled('pause', 'unpause'), async (workflow, commits, controls) => {
      const undisturbed = await run(workflow, [])
      const disturbed = await run(workflow, commits, controls)
      expect(undisturbed.histories).toHaveProperty('e')
      expect(disturbed.histories).toEqual(undisturbed.histories)
      expect(disturbed.repeated).toEqual([])
      expect(new Set(disturbed.keys)).toEqual(new Set(undisturbed.keys))
      expect([...disturbed.fatal, ...disturbed.trouble]).toEqual([])
    }),
    { numRuns: runs },
  )
}, 600_000)

test('whenever a process dies while it is canceled, all that was open has cleaned up, and nothing runs on', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomForsakingWorkflow,
      lives,
      fc.nat(8),
      controlled('pause', 'unpause', 'cancel'),
      async (workflow, commits, turn, controls) => {
        const { histories, repeated, fatal, trouble } = await run(workflow, commits, [...controls, { turn, action: 'cancel' }])
        for (const { workflowId, status, error, steps } of Object.values(histories)) {
          expect(isFinal(status)).toBe(true)
          // Whoever called it gave it up, or was canceled, before it could end.
          if (workflowId === 'forsaken') expect(status).toBe('canceled')
          expect(error ?? {}).not.toHaveProperty('details.cleanUp')
          for (const [path, [end]] of Object.entries(steps)) {
            expect(['success', 'failed', 'timed_out', 'canceled', 'skipped'], path).toContain(end)
            // Nothing here takes longer than a clean-up may.
            if (end === 'canceled' && isTry(steps, path)) expect(hasCleanedUp(steps, path), path).toBe(true)
          }
        }
        expect([repeated, fatal, trouble]).toEqual([[], [], []])
      },
    ),
    { numRuns: Math.ceil(runs / 2) },
  )
}, 600_000)

/** A step with steps inside that are no iterations. */
function isTry(steps: Readonly<Record<string, unknown>>, path: string): boolean {
  return Object.keys(steps).some((one) => one.startsWith(`${path}.`))
}

function hasCleanedUp(steps: EndedHistory['steps'], path: string): boolean {
  const parts = Object.keys(steps).filter((one) => one.startsWith(`${path}.catch.`) || one.startsWith(`${path}.finally.`))
  return parts.some((one) => steps[one]?.[0] === 'success')
}

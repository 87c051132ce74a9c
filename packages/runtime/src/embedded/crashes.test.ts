import { isFinal, readHistory } from '@millrace/engine'
import { done, RetryableError } from '@millrace/kit'
import { createMemoryStore, type Store } from '@millrace/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callee, type RandomWorkflow, randomWorkflow } from '../testing/random-workflow.ts'
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

/** Runs the workflow to its end; the process dies after so many commits, again and again, then lives on. */
async function run({ source, failures }: RandomWorkflow, lives: readonly number[]) {
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
    await untilQuiet(world, clock)
    world.store.sever()
  }
  const keys = nodes.effects.map(({ key }) => key)
  return { repeated, keys, histories: await histories(disk, world), fatal: world.fatal, trouble: world.trouble }
}

/** Until all executions are over, or the process has died. */
async function untilQuiet(world: World, clock: World['clock']): Promise<void> {
  await settle()
  for (let turn = 0; turn < 200 && !world.store.isSevered(); turn++) {
    const { items } = await world.disk.executions.list(account, {}, { limit: 1000 })
    if (items.length > 0 && items.every(({ status }) => isFinal(status))) return
    await clock.advance(2500)
  }
}

/** What the history says of each execution, but for times and the order of what ran at the same time. */
async function histories(disk: Store, world: World) {
  const { items } = await disk.executions.list(account, {}, { limit: 1000 })
  const all: Record<string, unknown> = {}
  for (const { id, workflowId, status } of items) {
    const history = readHistory(await world.plan(workflowId), await disk.executions.log(account, id))
    const steps = history.steps.map(({ step, status: its, port, output, error, attempts }) => [
      step,
      [its, port, output, error?.code, attempts.length],
    ])
    all[id] = { status, result: history.result, steps: Object.fromEntries(steps.sort()) }
  }
  return all
}

test('whenever a process dies, what it acknowledged ends as if it had not, and no recorded step is run again', async () => {
  await fc.assert(
    fc.asyncProperty(randomWorkflow, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }), async (workflow, lives) => {
      const undisturbed = await run(workflow, [])
      const disturbed = await run(workflow, lives)
      expect(undisturbed.histories).toHaveProperty('e')
      expect(disturbed.histories).toEqual(undisturbed.histories)
      expect(disturbed.repeated).toEqual([])
      expect(new Set(disturbed.keys)).toEqual(new Set(undisturbed.keys))
      expect([...disturbed.fatal, ...disturbed.trouble]).toEqual([])
    }),
    { numRuns: runs },
  )
}, 120_000)

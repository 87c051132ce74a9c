import { describe, expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, names, openWorld, type World } from '../testing/world.ts'
import { createDeadLetters } from './dead-letters.ts'

const source = (fails: boolean) => `id: pay
inputs: { amount: { type: number, default: 3 } }
nodes:
  a: { type: effect, with: { name: a, output: "{{ trigger.order }}" }, next: b }
  b: { type: ${fails ? 'fatal' : 'effect'}, with: { ${fails ? 'message: no' : 'name: b, output: "{{ inputs.amount }}"'} } }`

async function openFailed(ids: readonly string[] = ['e']): Promise<World> {
  const world = await openWorld(createEmbeddedDriver)
  await world.publish(source(true))
  for (const id of ids) await world.start('pay', { executionId: id, data: { order: 17 }, inputs: { amount: 9 } })
  await settle()
  return world
}

const lettersOf = ({ disk, driver }: World) => createDeadLetters({ store: disk, driver })
const idsOf = async (world: World) => (await lettersOf(world).list(account, {}, { limit: 50 })).items.map(({ id }) => id)

describe('a replay', () => {
  test('runs it again with what it had, on the newest version, and links both ways', async () => {
    const world = await openFailed()
    await world.publish(source(false))
    const outcome = await lettersOf(world).replay(account, 'e', 'newest')
    if (outcome.type !== 'replayed') throw new Error(outcome.type)
    await settle()
    const replay = await world.disk.executions.get(account, outcome.executionId)
    expect(replay).toMatchObject({ status: 'success', workflowVersion: 2, replayOf: 'e', triggerType: 'manual' })
    expect(await world.disk.executions.get(account, 'e')).toMatchObject({ letter: 'replayed', replayedAs: outcome.executionId })
    const [started] = await world.log(outcome.executionId)
    expect(started).toMatchObject({ trigger: { data: { order: 17 } }, inputs: { amount: 9 } })
    expect(await idsOf(world)).toEqual([])
  })

  test('on the same version fails again, and is a letter of its own', async () => {
    const world = await openFailed()
    await world.publish(source(false))
    const outcome = await lettersOf(world).replay(account, 'e', 'same')
    await settle()
    expect(await idsOf(world)).toEqual([outcome.type === 'replayed' ? outcome.executionId : ''])
  })

  test('is one execution, however often and at whatever moment it is asked for', async () => {
    const world = await openFailed()
    await world.publish(source(false))
    const letters = lettersOf(world)
    const outcomes = await Promise.all([1, 2, 3].map(() => letters.replay(account, 'e', 'newest')))
    outcomes.push(await letters.replay(account, 'e', 'same'))
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
    await settle()
    expect(names(world)).toEqual(['a', 'a', 'b'])
  })

  test('is the only one, though others retry or discard it at the same moment', async () => {
    const world = await openFailed(['e', 'f', 'g'])
    await world.publish(source(false))
    const letters = lettersOf(world)
    const retry = (executionId: string) => world.driver.replay({ account, executionId, choice: { type: 'retry' } })
    await Promise.allSettled([letters.replay(account, 'e', 'newest'), retry('e')])
    await Promise.allSettled([retry('f'), letters.replay(account, 'f', 'newest'), retry('f')])
    await Promise.allSettled([letters.discard(account, 'g'), letters.replay(account, 'g', 'newest'), retry('g')])
    await settle()
    const { items } = await world.disk.executions.list(account, {}, { limit: 20 })
    const again = (id: string) => items.filter(({ replayOf }) => replayOf === id).map((one) => one.id)
    expect([again('e').length, again('f').length]).toEqual([1, 1])
    for (const id of ['e', 'f'])
      expect(await letters.replay(account, id, 'newest')).toEqual({ type: 'replayed', executionId: again(id)[0] })
    const { letter } = (await world.disk.executions.get(account, 'g')) ?? {}
    expect([letter, again('g').length]).toEqual(letter === 'discarded' ? ['discarded', 0] : ['replayed', 1])
  })

  test('goes on after a crash at any commit, once', async () => {
    for (let commits = 1; commits <= 4; commits++) {
      const world = await openFailed()
      await world.publish(source(false))
      world.store.severAfter(commits)
      void createDeadLetters({ store: world.store, driver: world.driver }).replay(account, 'e', 'newest')
      await settle()
      const next = await world.crash()
      expect(await lettersOf(next).replay(account, 'e', 'newest')).toMatchObject({ type: 'replayed' })
      await settle()
      const { items } = await next.disk.executions.list(account, {}, { limit: 10 })
      expect(items.filter(({ replayOf }) => replayOf === 'e')).toMatchObject([{ status: 'success' }])
      expect(await idsOf(next)).toEqual([])
    }
  })

  test('that cannot be started leaves the letter open', async () => {
    const world = await openFailed()
    await world.publish(
      source(false).replace('inputs: { amount: { type: number, default: 3 } }\n', '').replace('inputs.amount', 'trigger.order'),
    )
    await expect(lettersOf(world).replay(account, 'e', 'newest')).rejects.toMatchObject({ code: 'INPUTS_INVALID' })
    expect(await idsOf(world)).toEqual(['e'])
  })

  test('is not for what is no letter, another account’s, or discarded', async () => {
    const world = await openFailed()
    const letters = lettersOf(world)
    expect(await letters.replay(account, 'nobody', 'newest')).toEqual({ type: 'not-found' })
    expect(await letters.replay('stranger', 'e', 'newest')).toEqual({ type: 'not-found' })
    expect(await letters.discard('stranger', 'e')).toBe('not-found')
    expect(await letters.discard(account, 'e')).toBe('discarded')
    expect(await letters.discard(account, 'e')).toBe('discarded')
    expect(await letters.replay(account, 'e', 'newest')).toEqual({ type: 'discarded' })
    expect(await idsOf(world)).toEqual([])
  })
})

describe('many', () => {
  test('are replayed by filter up to a limit, and it says that there are more', async () => {
    const world = await openFailed(['e1', 'e2', 'e3'])
    await world.publish(source(false))
    const letters = lettersOf(world)
    const first = await letters.replayMany(account, { filter: { workflowId: 'pay' }, limit: 2 }, 'newest')
    expect(first).toMatchObject({ replayed: [{ id: 'e3' }, { id: 'e2' }], failed: [], hasMore: true })
    expect(await letters.replayMany(account, { filter: { workflowId: 'other' }, limit: 2 }, 'newest')).toMatchObject({ replayed: [] })
    expect(await letters.discardMany(account, { filter: {}, limit: 9 })).toEqual({ discarded: 1, hasMore: false })
  })

  test('are replayed by id, and one that cannot be keeps the others from nothing', async () => {
    const world = await openFailed(['e1', 'e2'])
    const outcome = await lettersOf(world).replayMany(account, { ids: ['nobody', 'e1'] }, 'newest')
    expect(outcome).toMatchObject({ replayed: [{ id: 'e1' }], failed: [{ id: 'nobody', code: 'LETTER_NOT_FOUND' }], hasMore: false })
    await settle()
    expect(await lettersOf(world).counts(account)).toMatchObject([{ workflowId: 'pay', count: 2 }])
  })
})

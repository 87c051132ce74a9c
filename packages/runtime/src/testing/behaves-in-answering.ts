import { describe, expect, test } from 'vitest'
import { createSimulatedClock, settle } from './simulated-clock.ts'
import { account, type CreateDriver, chain, names, openWorld, type World } from './world.ts'

const listener = `id: listener
nodes:
  wait: { type: listen, with: { name: paid }, next: { success: took, timeout: late } }
  took: { type: effect, with: { name: took, output: "{{ nodes.wait.output }}" } }
  late: { type: effect, with: { name: late } }`

const asker = `id: asker
nodes:
  tell: { type: effect, with: { name: tell, output: "{{ waiting.ask.url }}" }, next: ask }
  ask: { type: ask, with: { about: { title: Really } }, next: { yes: took, no: refused } }
  took: { type: effect, with: { name: took } }
  refused: { type: effect, with: { name: refused } }`

/** The address at which the only waiting step of an execution can be answered, as those who may see the execution are told it. */
async function addressOf({ driver }: World, executionId: string): Promise<{ readonly url: string; readonly token: string }> {
  const [wait] = await driver.waits({ account, executionId })
  const url = wait?.url ?? ''
  return { url, token: url.slice(url.lastIndexOf('/') + 1) }
}

const emit = (world: World, name = 'paid', data: number | string = 1) => world.driver.emit({ account, name, data })

/** Executions wait for signals, and get them. */
export function behavesInAnswering(name: string, create: CreateDriver): void {
  describe(`${name}: events`, () => {
    test('reach every execution of the account that waits for that name, and none other', async () => {
      const world = await openWorld(create)
      await world.publish(listener)
      for (const id of ['a', 'b', 'c']) await world.start('listener', { executionId: id })
      await settle()
      expect(await emit(world, 'other')).toBe(0)
      expect(await world.driver.emit({ account: 'stranger', name: 'paid', data: 1 })).toBe(0)
      expect(await emit(world, 'paid', 'now')).toBe(3)
      expect(await emit(world)).toBe(0)
      await settle()
      for (const id of ['a', 'b', 'c']) {
        expect(await world.store.executions.get(account, id)).toMatchObject({ status: 'success' })
        expect(await world.log(id)).toContainEqual(expect.objectContaining({ type: 'signal-received', step: 'wait', data: 'now' }))
      }
      expect((await world.disk.executions.waitingForEvent(account, 'paid', { limit: 5 })).items).toEqual([])
    })

    test('reach more than a thousand that wait, which hold up nobody else meanwhile', async () => {
      const world = await openWorld(create)
      await world.publish(listener)
      await world.publish(chain(1))
      const ids = Array.from({ length: 1100 }, (_, index) => `e${index}`)
      for (const id of ids) await world.start('listener', { executionId: id })
      await settle()
      expect(await (await world.start('chain')).finished).toMatchObject({ status: 'success' })
      expect(await emit(world)).toBe(1100)
      await settle()
      const { items } = await world.disk.executions.list(account, { workflowId: 'listener', status: ['success'] }, { limit: 2000 })
      expect(items).toHaveLength(1100)
    })

    test('are for those who wait: one that came before is gone', async () => {
      const world = await openWorld(create)
      await world.publish(listener)
      expect(await emit(world)).toBe(0)
      await world.start('listener', { executionId: 'e' })
      await settle()
      expect(await world.store.executions.get(account, 'e')).toMatchObject({ status: 'waiting' })
    })

    test('wake what has slept since before a crash, months later', async () => {
      const world = await openWorld(create)
      await world.publish(listener)
      await world.start('listener', { executionId: 'e' })
      await settle()
      const next = await world.crash()
      await next.clock.advance(200 * 86_400_000)
      expect(await emit(next)).toBe(1)
      await settle()
      expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
      expect(names(next)).toEqual(['took'])
    })

    test('that are told received are on disk: a crash right after loses none and repeats none', async () => {
      for (let commits = 1; commits <= 4; commits++) {
        const world = await openWorld(create)
        await world.publish(listener)
        await world.start('listener', { executionId: 'e' })
        await settle()
        world.store.severAfter(commits)
        let told = false
        void emit(world).then(() => {
          told = true
        })
        await settle()
        const next = await world.crash()
        const received = (await next.log('e')).filter((event) => event.type === 'signal-received')
        expect(received.length).toBeLessThanOrEqual(1)
        if (told) expect(received).toHaveLength(1)
        expect(await emit(next)).toBe(received.length === 1 ? 0 : 1)
        await settle()
        expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
        expect((await next.log('e')).filter((event) => event.type === 'signal-received')).toHaveLength(1)
        expect(new Set(next.nodes.effects.map(({ key }) => key))).toEqual(new Set(['e:took']))
      }
    })

    test('that repeat a secret of the workflow leave no trace of it', async () => {
      const world = await openWorld(create)
      await world.publish(`${listener}\n  call: { type: act, with: { name: "{{ secrets.TOKEN }}" } }`)
      await world.start('listener', { executionId: 'e' })
      await settle()
      expect(await emit(world, 'paid', 'with a-very-secret-value in it')).toBe(1)
      await settle()
      const log = JSON.stringify(await world.log('e'))
      expect(log).toContain('with •••••• in it')
      expect(log).not.toContain('a-very-secret-value')
    })

    test('that come too late find the wait over, even if nobody was there when its time was up', async () => {
      const world = await openWorld(create)
      await world.publish(listener.replace('name: paid', 'name: paid, ms: 60000'))
      await world.start('listener', { executionId: 'e' })
      await settle()
      world.store.sever()
      await world.clock.advance(120_000)
      const next = await openWorld(create, world)
      expect(await emit(next)).toBe(0)
      await settle()
      expect(names(next)).toEqual(['late'])
      expect(await next.driver.waits({ account, executionId: 'e' })).toEqual([])
    })

    test('find the waiting, and timeouts come no sooner, though the clock is set back and forth', async () => {
      const clock = createSimulatedClock()
      let offset = 0
      const shifting = {
        ...clock,
        now: () => clock.now() + offset,
        wakeAt: (at: number, callback: () => void) => clock.wakeAt(at - offset, callback),
      }
      const world = await openWorld(create, { clock: shifting })
      await world.publish(listener.replace('name: paid', 'name: paid, ms: 3600000'))
      for (const id of ['e', 'f', 'g']) await world.start('listener', { executionId: id })
      await settle()
      offset = -86_400_000
      await clock.advance(3_600_000)
      expect(await world.driver.waits({ account, executionId: 'e' })).toHaveLength(1)
      expect(await world.driver.signal({ to: { account, executionId: 'e', step: 'wait' }, data: 1 })).toBe('received')
      offset = 0
      await world.driver.resume()
      await settle()
      expect(await world.driver.signal({ to: { account, executionId: 'f', step: 'wait' }, data: 1 })).toBe('not-waiting')
      await settle()
      for (const id of ['e', 'f', 'g']) expect(await world.store.executions.get(account, id)).toMatchObject({ status: 'success' })
      expect(names(world).toSorted()).toEqual(['late', 'late', 'took'])
    })

    test('are sent once to one that waits for the same event again', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: twice\nnodes:\n  a: { type: listen, with: { name: paid }, next: b }\n  b: { type: listen, with: { name: paid } }',
      )
      await world.start('twice', { executionId: 'e' })
      await settle()
      expect(await emit(world)).toBe(1)
      await settle()
      expect(await world.driver.waits({ account, executionId: 'e' })).toMatchObject([{ step: 'b', event: 'paid' }])
    })
  })

  describe(`${name}: addresses`, () => {
    test('are known before the wait and after a restart, and leave no trace', async () => {
      const world = await openWorld(create)
      let shown: unknown
      world.nodes.act('look', ({ params }) => {
        shown = params.url
        return { type: 'done', output: { url: params.url ?? null } }
      })
      await world.publish(asker.replace('type: effect, with: { name: tell, output: "{{', 'type: act, with: { name: look, url: "{{'))
      await world.start('asker', { executionId: 'e' })
      await settle()
      const { url, token } = await addressOf(world, 'e')
      expect(url).toMatch(/^http:\/\/localhost:8577\/webhook-waiting\/[\w-]{43}$/)
      expect(shown).toBe(url)
      const next = await world.crash()
      expect(await addressOf(next, 'e')).toEqual({ url, token })
      expect(await next.driver.waits({ token })).toMatchObject([{ step: 'ask', about: { title: 'Really' }, executionId: 'e' }])
      const kept = JSON.stringify([
        await next.log('e'),
        await next.disk.executions.get(account, 'e'),
        await next.driver.missed(account, 0, 99),
      ])
      expect(kept).not.toContain(token)
      expect(kept).toContain('webhook-waiting/••••••')
    })

    test('work once, for one of those who call at the same moment, and say no more than that to all others', async () => {
      const world = await openWorld(create)
      await world.publish(asker)
      await world.start('asker', { executionId: 'e' })
      await settle()
      const { token, url } = await addressOf(world, 'e')
      const answers = await Promise.all(
        ['no', 'yes', 'yes'].map((port) => world.driver.signal({ to: { token }, data: { from: url }, port, by: 'Ada' })),
      )
      expect(answers.toSorted()).toEqual(['not-waiting', 'not-waiting', 'received'])
      for (const other of [token, `${token}x`, token.slice(1), '', 'e']) {
        expect(await world.driver.signal({ to: { token: other }, data: 1 })).toBe('not-waiting')
        expect(await world.driver.waits({ token: other })).toEqual([])
      }
      await settle()
      const log = await world.log('e')
      expect(log.filter((event) => event.type === 'signal-received')).toMatchObject([{ channel: 'token', by: 'Ada' }])
      expect(JSON.stringify(log)).not.toContain(token)
      expect(names(world)).toHaveLength(2)
    })

    test('die with the wait: canceled, timed out', async () => {
      const world = await openWorld(create)
      await world.publish(asker.replace('with: { about', 'with: { ms: 60000, about'))
      for (const id of ['e', 'f']) await world.start('asker', { executionId: id })
      await settle()
      const tokens = [(await addressOf(world, 'e')).token, (await addressOf(world, 'f')).token]
      await world.driver.cancel(account, 'e')
      await world.clock.advance(60_000)
      for (const token of tokens) expect(await world.driver.signal({ to: { token }, data: 1 })).toBe('not-waiting')
      expect(await world.store.executions.get(account, 'f')).toMatchObject({ status: 'failed', error: { code: 'WAIT_TIMEOUT' } })
    })

    test('of each iteration are its own', async () => {
      const world = await openWorld(create)
      await world.publish(
        'id: many\nnodes:\n  each:\n    type: for-each\n    with: { items: [1, 2, 3], concurrency: 3 }\n    nodes:\n      ask: { type: ask }',
      )
      await world.start('many', { executionId: 'e' })
      await settle()
      const waits = await world.driver.waits({ account, executionId: 'e' })
      expect(new Set(waits.map(({ url }) => url)).size).toBe(3)
      for (const { step } of waits)
        expect(await world.driver.signal({ to: { account, executionId: 'e', step }, data: step })).toBe('received')
      await settle()
      expect(await world.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
    })

    test('an execution that is not there, over, or another account’s does not wait', async () => {
      const world = await openWorld(create)
      await world.publish(asker)
      await world.start('asker', { executionId: 'e' })
      await settle()
      for (const to of [
        { account, executionId: 'nobody', step: 'ask' },
        { account: 'stranger', executionId: 'e', step: 'ask' },
        { account, executionId: 'e', step: 'took' },
      ])
        expect(await world.driver.signal({ to, data: 1 })).toBe('not-waiting')
    })

    test('a crash at any commit neither loses an answer that was taken nor takes a second one', async () => {
      for (let commits = 1; commits <= 5; commits++) {
        const world = await openWorld(create)
        await world.publish(asker)
        await world.start('asker', { executionId: 'e' })
        await settle()
        const { token } = await addressOf(world, 'e')
        world.store.severAfter(commits)
        let answer: string | undefined
        void world.driver.signal({ to: { token }, data: 1 }).then((given) => {
          answer = given
        })
        await settle()
        const next = await world.crash()
        const isTaken = (await next.log('e')).some((event) => event.type === 'signal-received')
        if (answer === 'received') expect(isTaken).toBe(true)
        expect(await next.driver.signal({ to: { token }, data: 2 })).toBe(isTaken ? 'not-waiting' : 'received')
        await settle()
        expect(await next.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
      }
    })
  })

  describe(`${name}: running again`, () => {
    const polling = 'id: polling\nnodes:\n  p: { type: poll, with: { times: 3 }, next: t }\n  t: { type: effect, with: { name: t } }'

    test('a step comes back with its memory, on time, over crashes', async () => {
      let world = await openWorld(create)
      await world.publish(polling)
      await world.start('polling', { executionId: 'e' })
      await settle()
      for (let round = 1; round <= 3; round++) {
        world = await world.crash()
        await world.clock.advance(59_999)
        expect(names(world)).toHaveLength(round)
        await world.clock.advance(1)
      }
      expect(names(world)).toEqual(['poll0', 'poll1', 'poll2', 'poll3', 't'])
      expect(await world.store.executions.get(account, 'e')).toMatchObject({ status: 'success' })
    })
  })
}

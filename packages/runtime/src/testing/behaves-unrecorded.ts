import { describe, expect, test } from 'vitest'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, names, openWorld, type World } from './world.ts'

const quick = `id: quick
nodes:
  one: { type: effect, with: { name: one }, next: two }
  two: { type: effect, with: { name: two, output: "{{ nodes.one.output }} and two" }, next: answer }
  answer: { type: respond, with: { body: "{{ nodes.two.output }}" } }
settings: { record: never }`

const sleeper = `id: sleeper
nodes:
  wait: { type: sleep, with: { ms: 60000 }, next: after }
  after: { type: effect, with: { name: after } }
settings: { record: never, timeout: 10m }`

const caller = `id: caller
nodes:
  ask: { type: call, with: { workflow: quick }, next: after }
  after: { type: effect, with: { name: after } }`

async function kept(world: World): Promise<number> {
  return (await world.disk.executions.list(account, {}, { limit: 10 })).items.length
}

/** With `settings.record: never` the same engine runs with nothing behind it. */
export function behavesUnrecorded(name: string, create: CreateDriver): void {
  describe(`${name}: executions that are not recorded`, () => {
    test('run as any other and leave nothing', async () => {
      const world = await openWorld(create)
      await world.publish(quick)
      const started = await world.start('quick')
      expect(started.isRecorded).toBe(false)
      expect(await started.finished).toMatchObject({ status: 'success', result: null })
      expect(await started.responded).toMatchObject({ status: 201, body: 'one and two' })
      expect(names(world)).toEqual(['one', 'two'])
      expect(await kept(world)).toBe(0)
      expect(await world.driver.missed(account, 0, 10)).toEqual([])
    })

    test('answer before they have ended, and say so when they end without an answer', async () => {
      const world = await openWorld(create)
      await world.publish(quick)
      await world.publish(sleeper)
      world.nodes.hold('two')
      const started = await world.start('quick')
      const responded = started.responded
      world.nodes.release('two')
      expect(await responded).toMatchObject({ body: 'one and two' })
      const mute = await world.start('sleeper')
      const nothing = mute.responded
      await world.clock.advance(60_000)
      expect(await nothing).toBeUndefined()
    })

    test('retry, wait and time out in memory', async () => {
      const world = await openWorld(create)
      await world.publish(sleeper)
      await world.publish(quick.replace('name: one }', 'name: one }, retry: { attempts: 3, delay: 30s }'))
      const { finished } = await world.start('sleeper')
      world.nodes.failFirst('one', 2)
      const retried = (await world.start('quick')).finished
      await world.clock.advance(60_000)
      await settle()
      expect(await finished).toMatchObject({ status: 'success', result: 'after' })
      expect(await retried).toMatchObject({ status: 'success' })
      expect(await kept(world)).toBe(0)
    })

    test('that fail tell whoever waits, and are no dead letters', async () => {
      const world = await openWorld(create)
      await world.publish('id: broken\nnodes: { no: { type: fatal } }\nsettings: { record: never }')
      const { finished } = await world.start('broken')
      expect(await finished).toMatchObject({ status: 'failed', error: { message: 'fatal as told' } })
      expect((await world.disk.executions.letters(account, {}, { limit: 5 })).items).toEqual([])
    })

    test('end with the driver, and no other goes on with them', async () => {
      const world = await openWorld(create)
      await world.publish(sleeper)
      const { finished } = await world.start('sleeper')
      const refused = expect(finished).rejects.toMatchObject({ code: 'CLOSED' })
      await world.driver.close()
      await refused
      const next = await world.crash()
      await next.clock.advance(120_000)
      expect(names(next)).toEqual([])
    })

    test('crash where they wait to be answered, for nobody could find them', async () => {
      const world = await openWorld(create)
      await world.publish('id: ears\nnodes: { wait: { type: listen, with: { name: paid } } }\nsettings: { record: never }')
      expect(await (await world.start('ears')).finished).toMatchObject({ status: 'crashed' })
      expect(world.trouble).toHaveLength(1)
    })

    test('are recorded after all where others look for them: when called, and when started under an id', async () => {
      const world = await openWorld(create)
      await world.publish(quick)
      await world.publish(caller)
      expect(await (await world.start('caller')).finished).toMatchObject({ status: 'success', result: 'after' })
      const named = await world.start('quick', { executionId: 'mine' })
      expect([named.isRecorded, (await named.finished).status]).toEqual([true, 'success'])
      expect(await kept(world)).toBe(3)
    })
  })
}

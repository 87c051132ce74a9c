import { expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account } from '../testing/world.ts'
import { openBus } from './testing/open-bus.ts'

const minute = 60_000

function pattern(params: object, id = 'watch'): string {
  const written = JSON.stringify({ key: '{{ trigger.data.user }}', ...params })
  return `id: ${id}\ntriggers: { seen: { type: on, with: ${written} } }\nnodes:\n  a: { type: effect, with: { name: "{{ trigger.key }}" } }`
}

const guessing = pattern({ names: ['login.failed'], pattern: { type: 'times', times: 3, withinMs: 5 * minute } })
const unpaid = pattern({
  names: ['placed', 'paid'],
  pattern: { type: 'absence', first: ['placed'], unless: ['paid'], withinMs: 30 * minute },
})

type Bus = Awaited<ReturnType<typeof openBus>>

const failed = (user: string) => ['login.failed', { user }] as const
const firedFor = ({ nodes }: { readonly nodes: { readonly effects: readonly { readonly name: string }[] } }) =>
  nodes.effects.map(({ name }) => name)

test('three failed logins within five minutes fire once for each user, and then begin anew', async () => {
  const bus = await openBus([guessing])
  for (const user of ['ada', 'bob', 'ada', 'bob', 'ada', 'ada', 'ada']) await bus.emit(...failed(user))
  expect(firedFor(bus)).toEqual(['ada'])
  await bus.clock.advance(6 * minute)
  await bus.emit(...failed('bob'))
  await bus.emit(...failed('ada'))
  expect(firedFor(bus)).toEqual(['ada'])
  await bus.emit(...failed('bob'))
  await bus.emit(...failed('bob'))
  expect(firedFor(bus)).toEqual(['ada', 'bob'])
  const { items } = await bus.disk.executions.list(account, {}, { limit: 9 })
  const [started] = await bus.disk.executions.log(account, items.at(-1)?.id ?? '')
  expect(started).toMatchObject({
    trigger: { id: 'seen', data: { key: 'ada', eventDepth: 1, events: [{ name: 'login.failed', data: { user: 'ada' } }, {}, {}] } },
  })
})

test('what was seen outlives the process, and a crash between the start and the cursor starts nothing twice', async () => {
  const first = await openBus([guessing])
  await first.emit(...failed('ada'))
  await first.emit(...failed('ada'))
  const second = await first.again()
  // The start reaches the disk, and nobody hears of it.
  second.store.severAfter(1)
  void second.emit(...failed('ada'))
  await settle()
  const third = await second.again()
  expect((await third.disk.executions.list(account, {}, { limit: 9 })).items).toHaveLength(1)
  await third.emit(...failed('ada'))
  await third.emit(...failed('ada'))
  expect((await third.disk.executions.list(account, {}, { limit: 9 })).items).toHaveLength(1)
})

test('many events in one page count one after the other', async () => {
  const first = await openBus([guessing])
  await first.dispatcher.close()
  for (let n = 0; n < 7; n++) await first.bus.emit({ account, name: 'login.failed', data: { user: 'ada' }, source: {}, depth: 0 })
  const second = await first.again()
  await settle()
  expect((await second.disk.executions.list(account, {}, { limit: 9 })).items).toHaveLength(2)
})

test('what does not come in time is missed, and its event says so', async () => {
  const bus = await openBus([unpaid])
  const { id } = await bus.emit('placed', { user: 'ada' })
  await bus.emit('placed', { user: 'bob' })
  await bus.clock.advance(20 * minute)
  await bus.emit('paid', { user: 'bob' })
  expect(firedFor(bus)).toEqual([])
  await bus.clock.advance(11 * minute)
  expect(firedFor(bus)).toEqual(['ada'])
  expect(await bus.disk.events.get(account, id)).toMatchObject({ firings: [{ workflowId: 'watch', outcome: 'started' }] })
  expect(await bus.disk.events.nextPatternWake()).toBeUndefined()
})

test('what should have come while nothing ran is missed at the next start', async () => {
  const first = await openBus([unpaid])
  await first.emit('placed', { user: 'ada' })
  first.store.sever()
  await first.clock.advance(40 * minute)
  const second = await first.again()
  expect(firedFor(second)).toEqual(['ada'])
  await second.emit('paid', { user: 'ada' })
  expect(firedFor(second)).toEqual(['ada'])
})

test('another pattern forgets what was seen, and a switched off trigger all of it', async () => {
  const bus = await openBus([guessing])
  await bus.emit(...failed('ada'))
  await bus.emit(...failed('ada'))
  await bus.publish(guessing.replace('"times":3', '"times":2'))
  await bus.emit(...failed('ada'))
  expect(firedFor(bus)).toEqual([])
  await bus.publish(guessing.replace('type: on,', 'type: on, disabled: true,'))
  await bus.clock.advance(6 * minute)
  expect(await bus.disk.events.nextPatternWake()).toBeUndefined()
})

test('a key that cannot be evaluated shows at the event, and those behind it count', async () => {
  const bus = await openBus([guessing])
  const { id } = await bus.emit('login.failed')
  expect(await bus.disk.events.get(account, id)).toMatchObject({
    firings: [{ outcome: 'failed', message: expect.stringContaining('The key cannot be evaluated') }],
  })
  for (let n = 0; n < 3; n++) await bus.emit(...failed('ada'))
  expect(firedFor(bus)).toEqual(['ada'])
})

test('a chain through a pattern ends at its depth', async () => {
  const again = pattern({ names: ['b'], key: 'all', pattern: { type: 'sequence', names: [['b'], ['b']], withinMs: minute } })
  const bus = await openBus([
    again.replace(/ {2}a: .*/, '  e: { type: emit, with: { name: b }, next: f }\n  f: { type: emit, with: { name: b } }'),
  ])
  await bus.emit('b')
  await bus.emit('b')
  await settle()
  expect((await bus.disk.executions.list(account, {}, { limit: 99 })).items).toHaveLength(5)
})

const year = 365 * 24 * 60 * minute

test.each([
  ['under the process', async (bus: Bus) => bus],
  ['before the next one starts', (bus: Bus) => bus.again()],
])('what was seen by a clock that was a year ahead and is set back %s is missed in time', async (_when, lives) => {
  const first = await openBus([unpaid])
  first.clock.set(year)
  first.clock.look()
  for (let n = 0; n < 250; n++) await first.bus.emit({ account, name: 'placed', data: { user: `user-${n}` }, source: {}, depth: 0 })
  await settle()
  first.clock.set(-year)
  const bus = await lives(first)
  bus.clock.look()
  await bus.clock.advance(20 * minute)
  await bus.emit('paid', { user: 'user-0' })
  await bus.clock.advance(11 * minute)
  for (let turns = 0; turns < 20; turns++) await settle()
  expect(new Set(firedFor(bus)).size).toBe(249)
})

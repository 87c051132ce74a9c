import { type Store, StoreError } from '@millrace/store'
import { expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account } from '../testing/world.ts'
import { openBus } from './testing/open-bus.ts'

function listening(id: string, trigger: string, nodes = '  a: { type: effect, with: { name: "{{ trigger.name }}" } }'): string {
  return `id: ${id}\ntriggers: { heard: { type: on, with: ${trigger} } }\nnodes:\n${nodes}`
}

async function startedBy(disk: Store, type = 'on'): Promise<readonly string[]> {
  const { items } = await disk.executions.list(account, { triggerType: type }, { limit: 200 })
  return items.map(({ workflowId }) => workflowId).sort()
}

test('every workflow that listens for a name runs once, and the event says so', async () => {
  const { emit, disk } = await openBus([
    listening('one', '{ names: [order.paid] }'),
    listening('two', '{ names: [order.*, order.paid] }'),
    listening('three', '{ names: [order.shipped] }'),
  ])
  const { id } = await emit('order.paid', { total: 7 })
  expect(await startedBy(disk)).toEqual(['one', 'two'])
  const event = await disk.events.get(account, id)
  expect(event?.firings.map(({ workflowId, outcome }) => [workflowId, outcome])).toEqual([
    ['one', 'started'],
    ['two', 'started'],
  ])
  const [first] = event?.firings ?? []
  const [started] = await disk.executions.log(account, first?.executionId ?? '')
  expect(started).toMatchObject({ trigger: { id: 'heard', type: 'on', data: { name: 'order.paid', data: { total: 7 }, eventDepth: 1 } } })
})

test('a filter decides, with the event and the variables; one that fails is seen to have failed', async () => {
  const { emit, disk } = await openBus([listening('big', '{ names: [order], filter: "{{ trigger.data.total > vars.limit }}" }')])
  const small = await emit('order', { total: 50 })
  const large = await emit('order', { total: 150 })
  const odd = await emit('order', null)
  expect(await startedBy(disk)).toEqual(['big'])
  expect((await disk.events.get(account, small.id))?.firings).toEqual([])
  expect((await disk.events.get(account, large.id))?.firings).toMatchObject([{ outcome: 'started' }])
  expect((await disk.events.get(account, odd.id))?.firings).toMatchObject([
    { outcome: 'failed', message: expect.stringContaining('The filter cannot be evaluated') },
  ])
})

test.each(['concurrency: { limit: 1 }', 'concurrency: { limit: 1 }, rateLimit: { limit: 1, per: 1s, onLimit: queue }'])(
  'what limits hold back begins in the order of the events: %s',
  async (settings) => {
    const source = listening('w', '{ names: [a] }', '  a: { type: effect, with: { name: "{{ trigger.data }}" } }')
    const { bus, clock, nodes } = await openBus([`settings: { ${settings} }\n${source}`])
    const sent = Array.from({ length: 30 }, (_, index) => `event-${index}`)
    await Promise.all(sent.map((data) => bus.emit({ account, name: 'a', data, source: {}, depth: 0 })))
    await settle()
    await clock.advance(40_000)
    expect(nodes.effects.map(({ name }) => name)).toEqual(sent)
  },
)

test('events with a thousand listeners start each once, in parts, and a death between two parts changes nothing', async () => {
  const triggers = Array.from({ length: 1200 }, (_, index) => `t${index}: { type: on, with: { names: [a, b] } }`)
  const first = await openBus([`id: w\ntriggers: { ${triggers.join(', ')} }\nnodes: { a: { type: effect, with: { name: a } } }`])
  first.store.severAfter(4)
  void Promise.all(['a', 'b'].map((name) => first.bus.emit({ account, name, data: null, source: {}, depth: 0 })))
  while (!first.store.isSevered()) await settle()
  const next = await first.again()
  for (let turns = 0; turns < 10; turns++) await settle()
  const ids = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await next.disk.executions.list(account, {}, { limit: 200, ...(cursor !== undefined && { cursor }) })
    for (const { id } of page.items) ids.add(id)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  expect(ids.size).toBe(2400)
  const { items } = await next.disk.events.list(account, {}, { limit: 5 })
  expect(items.map(({ firings }) => firings.length)).toEqual([1200, 1200])
})

test('one that cannot be delivered does not hold up those behind it', async () => {
  const keyed = 'settings: { concurrency: { limit: 1, key: "{{ trigger.data.customer.id }}" } }\nnodes:'
  const { emit, disk } = await openBus([
    listening('needy', '{ names: [a] }').replace('nodes:', keyed),
    listening('plain', '{ names: [b] }'),
  ])
  const a = await emit('a')
  await emit('b')
  expect((await disk.events.get(account, a.id))?.firings).toMatchObject([
    { outcome: 'failed', message: expect.stringContaining('The key of') },
  ])
  expect(await startedBy(disk)).toEqual(['plain'])
})

test('the same id is the same event', async () => {
  const { emit, disk } = await openBus([listening('one', '{ names: [a] }')])
  const first = await emit('a', 1, { id: 'twice' })
  expect(await emit('a', 1, { id: 'twice' })).toEqual({ ...first, isNew: false })
  expect(await startedBy(disk)).toEqual(['one'])
})

test('a step that waits for the name receives it', async () => {
  const { emit, disk, start, publish } = await openBus()
  await publish('id: waits\nnodes:\n  w: { type: listen, with: { name: go }, next: again }\n  again: { type: listen, with: { name: go } }')
  const { finished } = await start('waits')
  await settle()
  const sent = await Promise.all([emit('go', 1), emit('go', 2)])
  expect(await finished).toMatchObject({ status: 'success', result: 2 })
  for (const { id } of sent) expect(await disk.events.get(account, id)).toMatchObject({ received: 1 })
})

test('an event of a step is sent once, whatever dies after it, and is not sent by a listener that starts', async () => {
  const first = await openBus([
    'id: sender\nnodes:\n  e: { type: emit, with: { name: sent, data: "{{ 1 + 1 }}" }, next: s }\n  s: { type: effect, with: { name: after } }',
    listening('hears', '{ names: [sent] }'),
  ])
  first.nodes.hold('after')
  await first.start('sender', { executionId: 'x' })
  await settle()
  const second = await first.again()
  await settle()
  expect(await startedBy(second.disk)).toEqual(['hears'])
  expect(await second.disk.events.get(account, 'x:e')).toMatchObject({
    data: 2,
    source: { workflowId: 'sender', executionId: 'x', step: 'e' },
    depth: 1,
  })
})

test('a crash between the start and the cursor starts nothing twice and loses nothing', async () => {
  const first = await openBus([listening('one', '{ names: [a] }'), listening('two', '{ names: [a] }')])
  // The commit of the starts reaches the disk, and nobody hears of it.
  first.store.severAfter(1)
  void first.emit('a')
  await settle()
  expect(await first.disk.events.cursor()).toBe(0)
  const second = await first.again()
  expect(await startedBy(second.disk)).toEqual(['one', 'two'])
  expect(await second.disk.events.cursor()).toBe(1)
  expect(await second.disk.events.undelivered(9)).toEqual([])
})

test('what was sent while nobody delivered is delivered by the next process, in order', async () => {
  const first = await openBus([listening('one', '{ names: [n.*] }')])
  await first.dispatcher.close()
  for (let n = 0; n < 250; n++) await first.bus.emit({ account, name: `n.${n}`, data: n, source: {}, depth: 0 })
  const { nodes, disk } = await first.again()
  await settle()
  expect((await startedBy(disk)).length).toBe(200)
  expect(nodes.effects.map(({ name }) => name)).toEqual(Array.from({ length: 250 }, (_, n) => `n.${n}`))
})

test('a store without room puts delivery off and loses nothing', async () => {
  const { emit, disk, store, clock, trouble } = await openBus([listening('one', '{ names: [a] }')])
  store.failCommits(new StoreError('STORE_FULL', 'The disk is full.'))
  const { position } = await emit('a')
  expect([await disk.events.cursor(), trouble.length > 0]).toEqual([0, true])
  store.failCommits(undefined)
  await clock.advance(1500)
  expect(await startedBy(disk)).toEqual(['one'])
  expect(await disk.events.cursor()).toBe(position)
})

test('several events that cannot be delivered for now harm nobody', async () => {
  const { bus, disk, store, clock } = await openBus([listening('one', '{ names: [a] }')])
  store.failCommits(new StoreError('STORE_FULL', 'The disk is full.'))
  await Promise.all([1, 2, 3].map((data) => bus.emit({ account, name: 'a', data, source: {}, depth: 0 })))
  await settle()
  store.failCommits(undefined)
  await clock.advance(1500)
  expect(await startedBy(disk)).toEqual(['one', 'one', 'one'])
})

test('a new version listens anew, and one that is switched off not at all', async () => {
  const { emit, disk, publish } = await openBus([listening('one', '{ names: [a] }')])
  for (let times = 0; times < 20; times++) await publish(`${listening('one', '{ names: [b] }')}\n# ${times}`)
  await emit('a')
  await emit('b')
  expect(await startedBy(disk)).toEqual(['one'])
  await publish(listening('one', '{ names: [b] }').replace('type: on,', 'type: on, disabled: true,'))
  await emit('b')
  expect(await startedBy(disk)).toEqual(['one'])
})

test('parameters of a trigger are evaluated when it is published', async () => {
  const { emit, disk } = await openBus([`vars: { kind: paid }\n${listening('one', '{ names: ["order.{{ vars.kind }}"] }')}`])
  await emit('order.paid')
  expect(await startedBy(disk)).toEqual(['one'])
})

test('the end of an execution is an event where somebody listens for it, in the write of the end', async () => {
  const first = await openBus([
    'id: report\nname: The report\nnodes:\n  a: { type: effect, with: { name: a, output: { rows: 3 } } }',
    'id: broken\nnodes:\n  a: { type: fatal }',
    listening('watcher', '{ names: [workflow.*.success, workflow.broken.*], notFrom: watcher }'),
  ])
  // The end reaches the disk, and nobody hears of it.
  first.nodes.hold('a')
  await first.start('report', { executionId: 'r' })
  await settle()
  first.store.severAfter(1)
  first.nodes.release('a')
  await settle()
  const { disk, start } = await first.again()
  await start('broken', { executionId: 'b' })
  await settle()
  expect(await startedBy(disk)).toEqual(['watcher', 'watcher'])
  const { items } = await disk.events.list(account, {}, { limit: 9 })
  expect(items.map(({ name, source }) => [name, source])).toEqual([
    ['workflow.watcher.success', { workflowId: 'watcher', executionId: items[0]?.source.executionId }],
    ['workflow.broken.failed', { workflowId: 'broken', executionId: 'b' }],
    ['workflow.watcher.success', { workflowId: 'watcher', executionId: items[2]?.source.executionId }],
    ['workflow.report.success', { workflowId: 'report', executionId: 'r' }],
  ])
  expect(items[3]?.data).toMatchObject({
    workflow: { id: 'report', name: 'The report', version: 1 },
    execution: { id: 'r', status: 'success' },
    error: null,
    result: { rows: 3 },
  })
})

test('without a listener an end leaves no event', async () => {
  const { disk, start } = await openBus(['id: w\nnodes:\n  a: { type: effect, with: { name: a } }'])
  await (await start('w')).finished
  expect(await disk.events.list(account, {}, { limit: 9 })).toEqual({ items: [] })
})

test('a chain that would never end ends at its depth, with the name of the workflow', async () => {
  const { emit, disk } = await openBus([listening('loops', '{ names: [again] }', '  e: { type: emit, with: { name: again } }')])
  await emit('again')
  await settle()
  expect(await startedBy(disk)).toHaveLength(5)
  const { items } = await disk.executions.list(account, { status: ['failed'] }, { limit: 9 })
  expect(items).toMatchObject([
    { error: { code: 'EVENT_TOO_DEEP', message: expect.stringMatching(/^Workflow loops \(execution .*MILLRACE_MAX_EVENT_DEPTH/) } },
  ])
})

test('depth is handed on through calls and error workflows', async () => {
  const { emit, disk } = await openBus([
    listening('calls', '{ names: [a] }', '  c: { type: call, with: { workflow: called } }'),
    'id: called\nnodes:\n  e: { type: emit, with: { name: b } }',
    listening('fails', '{ names: [b] }', '  f: { type: fatal }'),
    'id: rescue\ntriggers: { failed: { type: error } }\nnodes:\n  e: { type: emit, with: { name: c } }',
  ])
  await emit('a')
  await settle()
  const { items } = await disk.events.list(account, {}, { limit: 9 })
  expect(items.map(({ name, depth }) => [name, depth])).toEqual([
    ['c', 3],
    ['b', 2],
    ['a', 1],
  ])
})

test('two workflows that start each other by their ends come to an end, and the last event says why', async () => {
  const { disk, start } = await openBus([
    listening('ping', '{ names: [workflow.pong.*] }'),
    listening('pong', '{ names: [workflow.ping.*] }'),
  ])
  await (await start('ping')).finished
  await settle()
  expect(await startedBy(disk)).toHaveLength(5)
  const [last] = (await disk.events.list(account, {}, { limit: 1 })).items
  expect(last).toMatchObject({
    depth: 6,
    firings: [{ outcome: 'failed', message: expect.stringMatching(/^Workflow p[io]ng .*chain of 5 events/) }],
  })
})

test.each(['', 'a*', 'a\nb', 'x'.repeat(501), 'workflow.a.success', 'table.orders.created'])('%j names no event', async (name) => {
  const { emit } = await openBus()
  await expect(emit(name)).rejects.toMatchObject({ code: 'EVENT_INVALID' })
})

test('refuses data that is too large, and nothing that was sent with it', async () => {
  const { emit, bus, disk } = await openBus()
  const huge = bus.emit({ account, name: 'a', data: 'x'.repeat(1024 * 1024), source: {}, depth: 0 })
  await Promise.all([expect(huge).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' }), emit('b')])
  expect((await disk.events.undelivered(9)).length + (await disk.events.cursor())).toBe(1)
})

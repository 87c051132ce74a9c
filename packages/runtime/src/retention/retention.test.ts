import type { ExecutionStatus } from '@millrace/engine'
import { createMemoryStore, type ExecutionSummary, type Store } from '@millrace/store'
import { create, execution, stepSucceeded } from '@millrace/store/testing'
import { expect, onTestFinished, test } from 'vitest'
import { openFileVault } from '../host/file-vault.ts'
import { temporaryDirectory } from '../host/testing/temporary-directory.ts'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account } from '../testing/world.ts'
import { createWorkflows } from '../workflow-registry.ts'
import { openKeepRules } from './keep-rules.ts'
import { createRetention } from './retention.ts'

const day = 24 * 60 * 60_000
const now = 1_000 * day

async function open({ environment = {}, store = createMemoryStore() }: { environment?: object; store?: Store } = {}) {
  const clock = createSimulatedClock(now)
  const trouble: unknown[] = []
  const workflows = createWorkflows({ store, catalog: createTestNodes().registry, clock })
  const files = await openFileVault({ store: store.files, directory: temporaryDirectory(), largestBytes: 1_000, now: clock.now })
  const rules = await openKeepRules(store.settings, environment)
  const retention = createRetention({
    store,
    files,
    workflows,
    rules,
    clock,
    accounts: [account],
    onTrouble: (error) => trouble.push(error),
  })
  onTestFinished(() => retention.close())
  return { store, clock, workflows, files, rules, retention, trouble }
}

type Opened = Awaited<ReturnType<typeof open>>

/** Ended so many days ago, in the order in which they are given. */
async function ended({ store }: Opened, id: string, daysAgo: number, given: Partial<ExecutionSummary> = {}): Promise<void> {
  const at = now - daysAgo * day
  const summary = execution(id, { account, status: 'success', startedAt: at, finishedAt: at, ...given })
  await store.executions.commit([create(summary, [stepSucceeded('s', 'x'.repeat(1_000))])])
}

async function left({ store }: Opened): Promise<readonly string[]> {
  const { items } = await store.executions.list(account, {}, { limit: 100 })
  return items.map(({ id }) => id)
}

test('successes of more than 30 days and failures of more than 90 go, open letters and what runs stay', async () => {
  const world = await open()
  const statuses: readonly ExecutionStatus[] = ['success', 'canceled', 'failed', 'timed_out', 'crashed']
  for (const status of statuses) for (const days of [29, 31, 91]) await ended(world, `${status}-${days}`, days, { status })
  await ended(world, 'letter', 200, { status: 'failed', letter: 'open' })
  await ended(world, 'settled', 200, { status: 'failed', letter: 'discarded' })
  await world.store.executions.commit([create(execution('running', { account, startedAt: 0 }))])
  const dry = await world.retention.run('dry-run')
  expect(dry).toMatchObject({ success: 4, failure: 5 })
  const report = await world.retention.run('now')
  expect(report).toMatchObject({ success: 4, failure: 4, kept: 1, bytes: expect.toSatisfy((bytes) => bytes > 8_000) })
  expect(world.retention.last()).toEqual(report)
  expect((await left(world)).toSorted()).toEqual(
    [
      'canceled-29',
      'crashed-29',
      'crashed-31',
      'failed-29',
      'failed-31',
      'letter',
      'running',
      'success-29',
      'timed_out-29',
      'timed_out-31',
    ].toSorted(),
  )
})

test('what waited for months is not old when it ends', async () => {
  const world = await open()
  await ended(world, 'a', 0, { startedAt: now - 300 * day })
  await world.retention.run('now')
  expect(await left(world)).toEqual(['a'])
})

test('each workflow goes by its own file, by count and by bytes', async () => {
  const world = await open()
  const source = (id: string, limit: string) =>
    `id: ${id}\nsettings: { retention: { success: ${limit} } }\nnodes: { a: { type: effect, with: { name: a } } }`
  await world.workflows.publish(account, source('two', '{ count: 2 }'))
  await world.workflows.publish(account, source('small', '{ bytes: 3500, age: none }'))
  for (const workflowId of ['two', 'small', 'other']) {
    for (const days of [1, 2, 3, 4, 40]) await ended(world, `${workflowId}-${days}`, days, { workflowId })
    await ended(world, `${workflowId}-failed`, 5, { workflowId, status: 'failed' })
  }
  const dry = await world.retention.run('dry-run')
  expect(await world.retention.run('now')).toMatchObject({ success: dry.success, failure: 0 })
  expect((await left(world)).toSorted()).toEqual(
    [
      'two-1',
      'two-2',
      'small-1',
      'small-2',
      'small-3',
      'other-1',
      'other-2',
      'other-3',
      'other-4',
      'two-failed',
      'small-failed',
      'other-failed',
    ].toSorted(),
  )
})

test('the environment wins over what is set, that for a workflow over its file, the file over what is set for all', async () => {
  const world = await open({ environment: { 'failure.age': '1d' } })
  const { rules, workflows } = world
  await workflows.publish(
    account,
    'id: w\nsettings: { retention: { success: { age: 5d, count: 7 } } }\nnodes: { a: { type: effect, with: { name: a } } }',
  )
  const settings = (await workflows.get(account, 'w'))?.workflow.settings
  await rules.set({ account }, { 'success.age': '1d', 'success.bytes': '1MB' })
  await rules.set({ account, workflowId: 'w' }, { 'success.count': '9' })
  const of = (name: Parameters<typeof rules.value>[1]) => rules.value({ account, workflowId: 'w', settings }, name)
  expect(of('failure.age')).toMatchObject({ value: '1d', origin: 'environment' })
  expect(of('success.count')).toMatchObject({ value: '9', origin: 'workflow-switch' })
  expect(of('success.age')).toMatchObject({ value: '5d', origin: 'file' })
  expect(of('success.bytes')).toMatchObject({ value: '1MB', origin: 'switch' })
  expect(of('failure.count')).toMatchObject({ value: 'none', origin: 'default' })
  const again = await openKeepRules(world.store.settings)
  expect(again.all({ account, workflowId: 'w', settings })).toContainEqual({ name: 'success.count', value: '9', origin: 'workflow-switch' })
  await rules.set({ account, workflowId: 'w' }, { 'success.count': null })
  expect(of('success.count')).toMatchObject({ value: '7', origin: 'file' })
})

test.each([
  [{}, { 'succes.age': '1d' }, 'did you mean success.age?'],
  [{}, { 'success.age': '1' }, 'a duration such as 30d, or none'],
  [{}, { 'redact.patterns': 'email,mail' }, 'email, creditCard, iban, phone, or none'],
  [{ workflowId: 'w' }, { 'total.bytes': '1GB' }, 'set it without a workflow'],
  [{}, { 'success.age': '1d', 'failure.age': '2d' }, 'MILLRACE_RETENTION'],
])('a setting that cannot be is refused, and nothing is set', async (place, changes, message) => {
  const { rules } = await open({ environment: { 'failure.age': '1d' } })
  await expect(rules.set({ account, ...place }, changes)).rejects.toThrow(message)
  expect(rules.value({ account }, 'success.age').origin).toBe('default')
})

test('files go with their execution, and what lost its row is swept', async () => {
  const world = await open()
  const { files, retention, store } = world
  await ended(world, 'old', 40)
  await ended(world, 'new', 1)
  const write = (executionId: string) => files.write(Buffer.from('content'), { account, executionId })
  const [gone, stays, lost] = [await write('old'), await write('new'), await write('new')]
  await store.files.delete(account, lost.fileId)
  expect(await retention.run('now')).toMatchObject({ success: 1, files: 1 })
  expect(await files.read(account, gone.fileId)).toBeUndefined()
  expect(await files.read(account, stays.fileId)).toBeDefined()
})

test('cleans up by itself every few minutes, and goes on after trouble, until it is closed', async () => {
  const world = await open()
  const { clock, retention, store } = world
  retention.start()
  await ended(world, 'a', 40)
  await clock.advance(60_000)
  await settle()
  expect(await left(world)).toEqual([])
  const { workflows } = store.retention
  Object.assign(store.retention, { workflows: () => Promise.reject(new Error('not now')) })
  await clock.advance(5 * 60_000)
  await settle()
  expect(world.trouble).toMatchObject([{ message: 'not now' }])
  Object.assign(store.retention, { workflows })
  await ended(world, 'b', 40)
  await clock.advance(5 * 60_000)
  await settle()
  expect(await left(world)).toEqual([])
  await retention.close()
  await ended(world, 'c', 40)
  await clock.advance(60 * 60_000)
  expect(await left(world)).toEqual(['c'])
})

test.each([
  ['what is deleted', (world: Opened) => world.retention.remove(account, ['a'])],
  ['what a death in the middle of a deletion has left, whatever is deleted', (world: Opened) => world.retention.run('now')],
])('the rest of long logs is dropped: of %s', async (_what, act) => {
  const store = createMemoryStore()
  let left = 3
  Object.assign(store.retention, { dropLogs: async () => left > 0 && left-- > 0 })
  const world = await open({ store })
  await ended(world, 'a', 1)
  await world.retention.run('dry-run')
  expect(left).toBe(3)
  await act(world)
  expect(left).toBe(0)
})

test('removes what somebody names, letters too, and says what stays', async () => {
  const world = await open()
  await ended(world, 'letter', 1, { status: 'failed', letter: 'open' })
  await world.store.executions.commit([create(execution('running', { account }))])
  expect(await world.retention.remove(account, ['letter', 'running', 'nobody'])).toMatchObject({
    removed: ['letter'],
    kept: ['running', 'nobody'],
  })
})

test('the text of a test run goes a day after it was kept, once its executions have gone', async () => {
  const world = await open({ environment: { 'success.age': '3d' } })
  const { store, retention } = world
  const keep = (source: string, daysAgo: number, isDraft?: true) =>
    store.workflows.publish({ account, id: 'orders', source, at: now - daysAgo * day, ...(isDraft && { isDraft }) })
  await keep('one', 9)
  await keep('gone', 9, true)
  await keep('expired', 9, true)
  await keep('shown', 2, true)
  await keep('about to begin', 0, true)
  await keep('two', 0)
  await ended(world, 'old', 5, { workflowVersion: 3, isTest: true })
  await ended(world, 'young', 1, { workflowVersion: 4, isTest: true })
  await retention.run('dry-run')
  expect((await store.workflows.versions(account, 'orders', { limit: 9 })).items.length).toBe(6)
  await retention.run('now')
  const { items } = await store.workflows.versions(account, 'orders', { limit: 9 })
  expect(items.map(({ source }) => source)).toEqual(['two', 'about to begin', 'shown', 'one'])
})

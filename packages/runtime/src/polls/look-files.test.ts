import { readdirSync } from 'node:fs'
import type { Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import { openKeepRules } from '../retention/keep-rules.ts'
import { createRetention } from '../retention/retention.ts'
import { settle } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account } from '../testing/world.ts'
import { key, minute, openPolled, type Polled, workflow } from './testing/open-polled.ts'

/** Each look makes a file for each of these anew, as one for mails does for attachments. */
function bringsFiles({ nodes }: Pick<Polled, 'nodes'>, names: readonly string[]): void {
  nodes.act('source', async ({ files }) => {
    const items: Json[] = []
    for (const name of names) items.push({ id: name, file: { ...(await files.write(new TextEncoder().encode(name), { name })) } })
    return { type: 'done', output: { items } }
  })
}

const filed = (params: object = {}) => workflow(params).replace('{{ trigger.item }}', 'a')

async function opened(source = filed()): Promise<Polled> {
  const nodes = createTestNodes()
  bringsFiles({ nodes }, [])
  return openPolled(source, { nodes })
}

/** Looks until the process dies of it. */
async function dying(world: Polled): Promise<void> {
  void world.polls.look(key)
  while (!world.store.isSevered()) await settle()
}

/** What lies on the disk. */
function contents({ directory }: Polled): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
}

/** By execution, the names of its files. */
async function owned({ disk }: Polled): Promise<readonly (readonly string[])[]> {
  const { items } = await disk.executions.list(account, {}, { limit: 200 })
  const files = await Promise.all(items.map(({ id }) => disk.files.list(account, { executionId: id }, { limit: 200 })))
  return files.map((page) => page.items.map(({ name }) => name).sort()).sort()
}

test('the files of an item are those of its execution, and go from the disk with it', async () => {
  const world = await opened()
  bringsFiles(world, ['one', 'two'])
  await world.polls.look(key)
  await settle()
  expect(await owned(world)).toEqual([['one'], ['two']])
  expect(contents(world)).toHaveLength(2)
  const { store, files, clock } = world
  const rules = await openKeepRules(store.settings)
  const workflows = { get: () => Promise.resolve(undefined) }
  const retention = createRetention({
    store,
    files,
    workflows,
    rules,
    clock,
    accounts: [account],
    onTrouble: (error) => world.trouble.push(error),
  })
  const { items } = await world.disk.executions.list(account, {}, { limit: 9 })
  for (const { id } of items.slice(0, 1)) await retention.remove(account, [id])
  expect(contents(world)).toHaveLength(1)
  await retention.remove(account, [items[1]?.id ?? ''])
  expect(contents(world)).toEqual([])
  expect(world.trouble).toEqual([])
})

test('files of what was there before, of what was seen, and of no item leave nothing', async () => {
  const nodes = createTestNodes()
  bringsFiles({ nodes }, ['old'])
  const world = await openPolled(filed(), { nodes })
  await world.polls.look(key)
  expect(contents(world)).toEqual([])
  bringsFiles(world, ['old', 'one'])
  await world.polls.look(key)
  expect([await owned(world), contents(world).length]).toEqual([[['one']], 1])
  nodes.act('source', async ({ files }) => {
    await files.write(new Uint8Array(1))
    return { type: 'done', output: { items: [{ id: 'two' }] } }
  })
  await world.polls.look(key)
  expect([await owned(world), contents(world).length]).toEqual([[[], ['one']], 1])
})

test('a batch has the files of all its items', async () => {
  const world = await opened(filed({ batch: true }))
  bringsFiles(world, ['one', 'two'])
  await world.polls.look(key)
  expect(await owned(world)).toEqual([['one', 'two']])
})

test('an item takes no file that its look has not made', async () => {
  const world = await opened()
  const { fileId } = await world.files.write(new Uint8Array(1), { account, executionId: 'another' })
  world.nodes.act('source', () => ({ type: 'done', output: { items: [{ id: 'x', fileId }] } }))
  await world.polls.look(key)
  expect([await world.begun(), await owned(world)]).toEqual([[{ id: 'x', fileId }], [[]]])
  expect((await world.disk.files.get(account, fileId))?.executionId).toBe('another')
})

test('a look that fails, and an execution that is refused, leave no file', async () => {
  const world = await opened()
  world.nodes.act('source', async ({ files }) => {
    await files.write(new Uint8Array(1))
    throw new Error('The source is broken.')
  })
  await world.polls.look(key)
  expect([(await world.row())?.lastOutcome, contents(world)]).toEqual(['failed', []])
  const refusing = await opened(`settings: { concurrency: { key: "{{ trigger.item.no.such }}", limit: 1 } }\n${filed()}`)
  bringsFiles(refusing, ['one'])
  await refusing.polls.look(key)
  expect(await refusing.row()).toMatchObject({ lastOutcome: 'failed', lastMessage: expect.stringContaining('could not be begun') })
  expect(contents(refusing)).toEqual([])
})

test('what a death in the middle of a look leaves goes with the next one', async () => {
  const world = await opened()
  world.nodes.act('source', async ({ files }) => {
    await files.write(new Uint8Array(1))
    world.store.sever()
    return { type: 'done', output: { items: ['never heard of'] } }
  })
  await dying(world)
  expect(contents(world)).toHaveLength(1)
  bringsFiles(world, [])
  const next = await world.again(minute)
  await next.polls.look(key)
  expect([contents(next), await next.begun()]).toEqual([[], []])
})

test.each([0, 1, 2])('after a death after %d commits each execution has its file', async (commits) => {
  const world = await opened()
  bringsFiles(world, ['one', 'two'])
  world.store.severAfter(commits)
  await dying(world)
  const next = await world.again(minute)
  await next.polls.look(key)
  expect([await owned(next), contents(next).length]).toEqual([[['one'], ['two']], 2])
})

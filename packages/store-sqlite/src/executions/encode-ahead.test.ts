import { join } from 'node:path'
import type { Json } from '@millrace/engine'
import type { ExecutionWrite } from '@millrace/store'
import { execution, stepSucceeded } from '@millrace/store/testing'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { createSqliteStore } from '../open-sqlite-store.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'

function openStore() {
  const file = join(temporaryDirectory(), 'millrace.db')
  const connection = openConnection(file)
  onTestFinished(connection.close)
  migrate(connection, file)
  return { connection, ...createSqliteStore(connection, { afterClose: () => undefined }) }
}

const itemsOf = (note: string): Json => Array.from({ length: 2_000 }, (_, index) => ({ id: index, note: `${note} ${'x'.repeat(500)}` }))

function writeOf(id: string, items: Json): ExecutionWrite {
  const events = [stepSucceeded('a', items), { ...stepSucceeded('b', { items }), input: { items, where: 'id' } }]
  return { type: 'create', fence: 1, execution: execution(id), events }
}

test('the event loop has turns between the large values of one commit, and all of them read back identical', async () => {
  const { executions, connection } = openStore()
  const writes = ['one', 'two', 'three'].map((id) => writeOf(id, itemsOf(id)))
  let turns = 0
  const count = () => {
    turns++
    counter = setImmediate(count)
  }
  let counter = setImmediate(count)
  const outcomes = await executions.commit(writes)
  clearImmediate(counter)
  expect(outcomes.map(({ type }) => type)).toEqual(['written', 'written', 'written'])
  expect(turns).toBeGreaterThanOrEqual(3)
  expect(connection.database.prepare('SELECT count(*) AS count FROM large_value').get()).toEqual({ count: 3 })
  for (const write of writes) {
    if (write.type === 'create') expect(await executions.log('acme', write.execution.id)).toStrictEqual(write.events)
  }
})

test('a large value that a node changes after it was recorded is recorded as it is the next time', async () => {
  const { executions } = openStore()
  const items = itemsOf('shared') as Json[]
  const before = structuredClone(items)
  await executions.commit([writeOf('first', items)])
  items[0] = 'changed'
  await executions.commit([writeOf('second', items)])
  expect(await executions.log('acme', 'first')).toMatchObject([{ output: before }, { output: { items: before } }])
  expect(await executions.log('acme', 'second')).toMatchObject([{ output: items }, { output: { items } }])
})

test('a large value that cannot be written is refused in its own write, and the others are written', async () => {
  const { executions } = openStore()
  const items = [...(itemsOf('broken') as Json[]), 1n as unknown as Json]
  const outcomes = await executions.commit([writeOf('broken', items), writeOf('whole', itemsOf('whole'))])
  expect(outcomes.map(({ type }) => type)).toEqual(['unwritable', 'written'])
})

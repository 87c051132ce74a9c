import { createMemoryStore, type NewEvent } from '@millrace/store'
import { expect, test } from 'vitest'
import { createTables } from '../tables/tables.ts'
import { createSimulatedClock } from '../testing/simulated-clock.ts'
import { createHostTables } from './host-tables.ts'
import { once } from './testing/once.ts'

function opened() {
  const store = createMemoryStore()
  const tables = createTables({
    store,
    clock: createSimulatedClock(0),
    eventOf: ({ account, type, record, at }, source, depth): NewEvent => ({
      account,
      id: String(record.id),
      name: type,
      data: null,
      at,
      source,
      depth: depth + 1,
    }),
    onTrouble(error) {
      throw error
    },
  })
  const of = (account: string) =>
    createHostTables(tables, { account, workflowId: 'w', executionId: 'e1', step: 'add', eventDepth: 3 }, once)
  return { store, of }
}

const insert = { type: 'insert', table: 't', record: { n: 1 } } as const

test('a step that is run again writes once, and gets what it got', async () => {
  const { of } = opened()
  const first = await of('acme').write([insert], 'e1:add')
  expect(await of('acme').write([insert], 'e1:add')).toEqual(first)
  expect(await of('acme').count('t')).toBe(1)
  await of('acme').write([insert], 'e1:other')
  expect(await of('acme').query('t', { limit: 9 })).toMatchObject({ items: [{ n: 1 }, { n: 1 }] })
})

test('the event of a change says which step made it, and how many events have led there', async () => {
  const { store, of } = opened()
  await of('acme').write([insert], 'k')
  const { items } = await store.events.list('acme', {}, { limit: 9 })
  expect(items).toMatchObject([{ name: 'created', source: { workflowId: 'w', executionId: 'e1', step: 'add' }, depth: 4 }])
})

test('what will never fit is no reason to try again, and other accounts have other tables', async () => {
  const { of } = opened()
  await of('acme').write([insert], 'k')
  const wrong = of('acme').write([{ ...insert, record: { n: 'one' } }], 'k2')
  await expect(wrong).rejects.toMatchObject({ name: 'FatalError', code: 'RECORD_INVALID' })
  await expect(of('globex').count('t')).rejects.toMatchObject({ name: 'FatalError', code: 'TABLE_UNKNOWN' })
})

test('as a person a step sees and does what the rules of the table allow', async () => {
  const { store, of } = opened()
  await store.tables.create(
    'acme',
    { name: 't', columns: [{ name: 'n', type: 'number' }], access: { read: ['owner'], create: ['signed-in'] } },
    0,
  )
  const [ada, bob] = ['ada', 'bob'].map((id) => of('acme').as({ id, roles: [] }))
  const [made] = (await ada?.write([insert], 'k')) ?? []
  expect(made).toMatchObject({ record: { owner: 'ada' } })
  expect([await ada?.count('t'), await bob?.count('t'), await of('acme').count('t')]).toEqual([1, 0, 1])
  const change = { type: 'update-where', table: 't', where: {}, changes: { n: 2 } } as const
  await expect(ada?.write([change], 'k2')).rejects.toMatchObject({ name: 'FatalError', code: 'TABLE_ACCESS_DENIED' })
})

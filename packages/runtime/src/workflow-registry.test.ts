import type { JsonObject } from '@millrace/engine'
import { createCatalog } from '@millrace/kit'
import { createMemoryStore, type Store, type WorkflowStore } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createTestNodes } from './testing/test-nodes.ts'
import { createWorkflows } from './workflow-registry.ts'

const catalog = createTestNodes().registry
const clock = { now: () => 5 }
const source = (value: number, id = 'w') => `id: ${id}\nnodes:\n  s: { type: set, with: { values: ${value} } }`

function open(store: Store = createMemoryStore(), more: Partial<Parameters<typeof createWorkflows>[0]> = {}) {
  return createWorkflows({ store, catalog, clock, ...more })
}

function changed(store: Store, workflows: Partial<WorkflowStore>): Store {
  return { ...store, workflows: { ...store.workflows, ...workflows } }
}

describe('publishing', () => {
  test('makes a new version, live at once', async () => {
    const workflows = open()
    expect(await workflows.publish('a', source(1))).toMatchObject({
      status: 'published',
      published: { id: 'w', version: 1, publishedAt: 5 },
    })
    expect(await workflows.publish('a', source(2))).toMatchObject({ status: 'published', published: { version: 2 } })
    expect(await workflows.get('a', 'w')).toMatchObject({ version: 2 })
    expect(await workflows.get('a', 'w', 1)).toMatchObject({ version: 1, source: source(1) })
  })

  test('the same text again changes nothing, after a restart too', async () => {
    const store = createMemoryStore()
    await open(store).publish('a', source(1))
    const again = open(store)
    const told: unknown[] = []
    again.onPublished((published) => told.push(published))
    expect(await again.publish('a', source(1))).toMatchObject({ status: 'unchanged', published: { version: 1 } })
    expect(told).toEqual([])
  })

  test('what is broken is refused with what is wrong, and the last good version serves on', async () => {
    const workflows = open()
    await workflows.publish('a', source(1))
    expect(await workflows.publish('a', 'id: w\nnodes: { s: { type: nope } }')).toMatchObject({
      status: 'rejected',
      problems: [{ code: 'UNKNOWN_NODE_TYPE' }],
    })
    expect(await workflows.get('a', 'w')).toMatchObject({ version: 1 })
  })

  test('listeners hear of each new version until they stop', async () => {
    const workflows = open()
    const told: number[] = []
    const stop = workflows.onPublished(({ version }) => told.push(version))
    await workflows.publish('a', source(1))
    await workflows.publish('a', source(2))
    stop()
    await workflows.publish('a', source(3))
    expect(told).toEqual([1, 2])
  })

  test('unpublished it is found by its number alone, and listeners hear of it without its triggers', async () => {
    const store = createMemoryStore()
    const workflows = open(store)
    const told: unknown[] = []
    workflows.onPublished(({ version, workflow }, change) => told.push([change, version, workflow.triggers]))
    expect(await workflows.unpublish('a', 'w')).toBeUndefined()
    await workflows.publish('a', source(1))
    expect(await workflows.unpublish('a', 'w')).toMatchObject({ version: 1 })
    expect(told).toEqual([
      ['published', 1, undefined],
      ['unpublished', 1, {}],
    ])
    for (const one of [workflows, open(store)]) {
      expect(await one.get('a', 'w')).toBeUndefined()
      expect(await one.get('a', 'w', 1)).toMatchObject({ source: source(1) })
      expect(await one.list('a')).toEqual([])
    }
    expect(await workflows.publish('a', source(1))).toMatchObject({ status: 'published', published: { version: 2 } })
    expect(await workflows.get('a', 'w')).toMatchObject({ version: 2 })
  })

  test('belongs to its account', async () => {
    const workflows = open()
    await workflows.publish('a', source(1))
    expect(await workflows.get('b', 'w')).toBeUndefined()
    await workflows.publish('b', source(9))
    expect(await workflows.get('b', 'w')).toMatchObject({ version: 1, source: source(9) })
    expect(await workflows.get('a', 'w')).toMatchObject({ source: source(1) })
    expect(await workflows.list('b')).toHaveLength(1)
  })

  test('is not stopped by a stored version that no longer validates', async () => {
    const store = createMemoryStore()
    await open(store).publish('a', source(1))
    const poorer = open(store, {
      catalog: createCatalog(
        catalog.nodeTypes().flatMap((type) => (type === 'set' ? [] : [typeOf(type)])),
        [],
      ),
    })
    await expect(poorer.get('a', 'w')).rejects.toThrow('Version 1 of workflow w no longer validates')
    const read = await poorer.read('a', 'w')
    expect(read).toMatchObject({ version: 1, source: source(1), workflow: { nodes: {} }, problems: [{ code: 'UNKNOWN_NODE_TYPE' }] })
    expect(await poorer.read('a', 'none')).toBeUndefined()
    const fixed = 'id: w\nnodes:\n  s: { type: effect, with: { name: s } }'
    expect(await poorer.publish('a', fixed)).toMatchObject({ status: 'published', published: { version: 2 } })
  })
})

function typeOf(type: string) {
  const found = catalog.nodeType(type)
  if (found === undefined) throw new Error(`No type ${type}.`)
  return found
}

describe('the newest version', () => {
  test('is the newest, though an older one was read meanwhile', async () => {
    const store = createMemoryStore()
    await open(store).publish('a', source(1))
    const gate = Promise.withResolvers<void>()
    const slow = changed(store, {
      get: async (account, id, version) => {
        const found = await store.workflows.get(account, id, version)
        if (version === undefined) await gate.promise
        return found
      },
    })
    const workflows = open(slow)
    const reading = workflows.get('a', 'w')
    const publishing = workflows.publish('a', source(2))
    gate.resolve()
    await Promise.all([reading, publishing])
    expect(await workflows.get('a', 'w')).toMatchObject({ version: 2 })
  })

  test('is the newest, though two were published at once and the first was answered last', async () => {
    const store = createMemoryStore()
    const gates: PromiseWithResolvers<void>[] = []
    const slow = changed(store, {
      publish: async (workflow) => {
        const stored = await store.workflows.publish(workflow)
        const gate = Promise.withResolvers<void>()
        gates.push(gate)
        await gate.promise
        return stored
      },
    })
    const workflows = open(slow)
    const publishing = [workflows.publish('a', source(1)), workflows.publish('a', source(2))]
    while (gates.length < 2) await Promise.resolve()
    gates[1]?.resolve()
    await publishing[1]
    gates[0]?.resolve()
    await Promise.all(publishing)
    expect(await workflows.get('a', 'w')).toMatchObject({ version: 2 })
  })
})

describe('reading', () => {
  test('parses each version once', async () => {
    const store = createMemoryStore()
    await open(store).publish('a', source(1))
    let reads = 0
    const counted = changed(store, {
      get: (...args) => {
        reads++
        return store.workflows.get(...args)
      },
    })
    const workflows = open(counted)
    const [one, two, three] = [await workflows.get('a', 'w'), await workflows.get('a', 'w'), await workflows.get('a', 'w', 1)]
    expect(one).toBe(two)
    expect(three?.plan).toBe(one?.plan)
    expect(reads).toBe(1)
  })

  test('what is not there is undefined: workflow, version, account', async () => {
    const workflows = open()
    await workflows.publish('a', source(1))
    expect([await workflows.get('a', 'nope'), await workflows.get('a', 'w', 7), await workflows.get('b', 'w', 1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('the list holds the newest of each, over all pages, by id', async () => {
    const workflows = open()
    for (let i = 0; i < 230; i++) await workflows.publish('a', source(i, `w${String(i).padStart(3, '0')}`))
    await workflows.publish('a', source(7, 'w000'))
    const all = await workflows.list('a')
    expect(all).toHaveLength(230)
    expect(all.map(({ id }) => id)).toEqual([...all.map(({ id }) => id)].sort())
    expect(all[0]).toMatchObject({ id: 'w000', version: 2 })
  })

  test('one that no longer validates hides no other in the list, and is told of', async () => {
    const store = createMemoryStore()
    await open(store).publish('a', source(1))
    await open(store).publish('a', 'id: good\nnodes:\n  s: { type: effect, with: { name: s } }')
    const trouble: unknown[] = []
    const poorer = open(store, {
      catalog: createCatalog(
        catalog.nodeTypes().flatMap((type) => (type === 'set' ? [] : [typeOf(type)])),
        [],
      ),
      onTrouble: (error) => trouble.push(error),
    })
    for (let asked = 0; asked < 2; asked++) expect((await poorer.list('a')).map(({ id }) => id)).toEqual(['good'])
    expect(trouble).toHaveLength(1)
    expect(trouble).toMatchObject([{ message: expect.stringContaining('no longer validates') }])
  })

  test('where nobody is told of such a one, the list is refused: none goes missing in silence', async () => {
    const store = createMemoryStore()
    await open(store).publish('a', source(1))
    await expect(open(store, { catalog: createCatalog([], []) }).list('a')).rejects.toThrow('no longer validates')
  })
})

describe('addresses', () => {
  const addressesOf = (type: string) => (type === 'hook' ? ({ path }: JsonObject) => [`POST ${String(path)}`] : undefined)
  const hook = { type: 'hook', checkParams: () => [] }
  const hooks = { ...catalog, trigger: (type: string) => (type === 'hook' ? hook : catalog.trigger(type)) }
  const listening = (id: string, path: string, more = '') =>
    `${source(1, id)}\ntriggers:\n  first: { type: hook, with: { path: ${path} }${more} }`

  test('NDL-009: a second workflow at one address is refused with the name of the first, after a restart too', async () => {
    const store = createMemoryStore()
    const opened = () => open(store, { catalog: hooks, addressesOf })
    await opened().publish('a', listening('one', '/x'))
    const workflows = opened()
    expect(await workflows.publish('a', listening('two', '/x'))).toMatchObject({
      status: 'rejected',
      problems: [{ code: 'ADDRESS_TAKEN', message: expect.stringContaining('workflow one (trigger first)'), position: { line: 5 } }],
    })
    expect(await workflows.publish('b', listening('two', '/x'))).toMatchObject({ status: 'published' })
    expect(await workflows.publish('a', listening('two', '/x', ', disabled: true'))).toMatchObject({ status: 'published' })
    expect(await workflows.publish('a', listening('one', '/y'))).toMatchObject({ status: 'published' })
    expect(await workflows.publish('a', listening('two', '/x'))).toMatchObject({ status: 'published' })
  })

  test('so are two triggers of one workflow', async () => {
    const twice = `${listening('one', '/x')}\n  second: { type: hook, with: { path: /x } }`
    expect(await open(createMemoryStore(), { catalog: hooks, addressesOf }).publish('a', twice)).toMatchObject({
      problems: [{ message: expect.stringContaining('its own trigger first'), path: ['triggers', 'second'] }],
    })
  })
})

import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import type { NodeType } from '@millrace/kit'
import { createMemoryHost } from '@millrace/kit/testing'
import { createStandardCatalog } from '@millrace/nodes'
import {
  createEmbeddedDriver,
  createWaitingAddresses,
  createWorkflows,
  type Driver,
  type RuntimePorts,
  type Workflows,
} from '@millrace/runtime'
import { createSimulatedClock, settle } from '@millrace/runtime/testing'
import { createMemoryStore, type Store } from '@millrace/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Attack 13: a value that looks like an expression or a formula comes in through the trigger and is handed to every parameter of every
// node type. What it would give if anything evaluated it a second time must appear nowhere.
const hostile = [
  '=6007*7001 {{ 6007 * 7001 }} <%= 6007*7001 %> {{ secrets.API_TOKEN }}',
  '{{ secrets.API_TOKEN }}',
  '=6007*7001',
  '{{ 6007 * 7001 }}',
]
const secret = 'canary-of-the-token'
const evaluated = /42055007|canary-of-the-token/

const registry = createStandardCatalog()
const account = 'default'
const reached: JsonObject[] = []
const trouble: unknown[] = []
let store: Store
let workflows: Workflows
let driver: Driver

beforeAll(async () => {
  store = createMemoryStore()
  const clock = createSimulatedClock()
  workflows = createWorkflows({ store, catalog: registry, clock })
  let ids = 0
  const ports: RuntimePorts = {
    store,
    workflows,
    clock,
    nodeType: (type) => observed(registry.nodeType(type)),
    random: () => 0.5,
    secrets: { get: () => Promise.resolve(secret) },
    fetch: () => Promise.reject(new Error('There is no network here.')),
    host: () => createMemoryHost(clock.now),
    addresses: createWaitingAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' }),
    environment: { vars: {}, env: {} },
    newId: () => `execution-${++ids}`,
    onTrouble: (error) => trouble.push(error),
    onFatal: (error) => trouble.push(error),
  }
  driver = await createEmbeddedDriver(ports)
})

afterAll(async () => {
  await driver.close()
  expect(trouble).toEqual([])
})

/** The type, each of its calls noted with the parameters that reach it. */
function observed(type: NodeType | undefined): NodeType | undefined {
  const run = type?.run
  if (run === undefined) return type
  return {
    ...type,
    run(context) {
      reached.push(context.params)
      return run(context)
    },
  } as NodeType // A spread forgets that the rest is all there.
}

const types = registry.nodeTypes().map((type) => ({ type, node: registry.nodeType(type) as NodeType }))
const withTexts = types.flatMap(({ type, node }) => {
  const trials = trialsOf(node)
  return trials.length === 0 ? [] : [{ type, trials }]
})

describe.each(withTexts)('$type', ({ type, trials }) => {
  test.each(hostile)('keeps the text %j as it came', async (text) => {
    for (const { place, params } of trials) {
      const { log, seen } = await runOne({ node: { type, with: params } }, text)
      expect(log, place.join('.')).not.toMatch(evaluated)
      expect(seen.length, place.join('.')).toBeGreaterThan(0)
      for (const params of seen) expect(valueAt(params, place), place.join('.')).toBe(text)
    }
  })
})

test('text that has gone from node to node is still the text that came', async () => {
  const [text = ''] = hostile
  const nodes = {
    first: { type: 'set', with: { values: { text: '{{ trigger.body.text }}' } }, next: 'each' },
    each: {
      type: 'for-each',
      with: { items: '{{ [input.text, input.text] }}' },
      nodes: { inner: { type: 'set', with: { values: '{{ ({ text: item }) }}' } } },
      next: 'chosen',
    },
    chosen: { type: 'switch', with: { value: '{{ input[0].text }}', cases: { no: 'no' } }, next: { default: 'said', no: 'said' } },
    said: { type: 'log', with: { message: '{{ input[1].text }}' } },
  }
  const { log, seen } = await runOne(nodes, text)
  expect(log).not.toMatch(evaluated)
  expect(seen.at(-1)).toEqual({ message: text })
})

describe('attack 14: a type that is not there', () => {
  test.each(types)('$type, misspelt, is refused with the right word', async ({ type }) => {
    const outcome = await workflows.publish(account, JSON.stringify({ id: 'misspelt', nodes: { node: { type: `${type}z` } } }))
    expect(outcome).toMatchObject({ status: 'rejected', problems: [{ code: 'UNKNOWN_NODE_TYPE', suggestion: type }] })
  })

  test.each(['constructor', '__proto__', 'toString', 'executeCommand', 'n8n-nodes-base.executeCommand'])('%s is refused', async (type) => {
    const outcome = await workflows.publish(account, `{ "id": "absent", "nodes": { "node": { "type": "${type}" } } }`)
    expect(outcome).toMatchObject({ status: 'rejected', problems: [{ code: 'UNKNOWN_NODE_TYPE' }] })
  })
})

async function runOne(nodes: JsonObject, text: string): Promise<{ readonly log: string; readonly seen: readonly Json[] }> {
  const published = await workflows.publish(account, JSON.stringify({ id: 'hostile', nodes }))
  if (published.status === 'rejected') throw new Error(published.problems.map(({ message }) => message).join('\n'))
  reached.length = 0
  const trigger = { id: 'manual', type: 'manual', data: { body: { text } } }
  const { executionId } = await driver.start({ account, workflowId: 'hostile', trigger })
  await settle()
  await driver.cancel(account, executionId)
  await settle()
  return { log: JSON.stringify(await store.executions.log(account, executionId)), seen: [...reached] }
}

interface Trial {
  readonly place: readonly (string | number)[]
  readonly params: JsonObject
}

/** None of scopes: what they evaluate goes to the nodes inside. Else the parameters of each example with one of their texts handed over by the trigger, where that can be done. */
function trialsOf(node: NodeType): readonly Trial[] {
  if (node.run === undefined) return []
  return node.examples.flatMap(({ with: params }) =>
    textPlaces(params)
      .filter(([key]) => !node.literalParams?.includes(String(key)))
      .map((place) => ({ place, params: replaced(params, place) as JsonObject })) // A map stays one.
      .filter((trial) => node.checkParams(trial.params).length === 0),
  )
}

function textPlaces(value: Json): readonly (readonly (string | number)[])[] {
  if (typeof value === 'string') return [[]]
  if (Array.isArray(value)) return value.flatMap((part: Json, index) => textPlaces(part).map((place) => [index, ...place]))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, part]) => textPlaces(part).map((place) => [key, ...place]))
}

function replaced(value: Json, [key, ...rest]: readonly (string | number)[]): Json {
  if (key === undefined) return '{{ trigger.body.text }}'
  if (Array.isArray(value)) return value.with(Number(key), replaced(value[Number(key)] as Json, rest))
  return isJsonObject(value) ? { ...value, [key]: replaced(value[key] as Json, rest) } : value
}

function valueAt(value: Json, place: readonly (string | number)[]): Json | undefined {
  return place.reduce<Json | undefined>((at, key) => (at as Record<string | number, Json> | undefined)?.[key], value)
}

import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import type { NodeExample, NodeHost, NodeType } from '@millrace/kit'
import { createMemoryHost } from '@millrace/kit/testing'
import { createStandardCatalog } from '@millrace/nodes'
import { createEmbeddedDriver, createWaitingAddresses, createWorkflows, systemClock } from '@millrace/runtime'
import { createMemoryStore } from '@millrace/store'
import { afterAll, describe, expect, test } from 'vitest'

// A secret that is put into every parameter of every node type shows up nowhere: not in the log that is stored, not in what live views
// are sent, not in the summary, not in what the server is told of trouble.

const account = 'default'
const secret = 'canary-4f9a1c77e2d8'
const registry = createStandardCatalog()
const store = createMemoryStore()
const workflows = createWorkflows({ store, catalog: registry, clock: systemClock })
const seen: unknown[] = []
let ids = 0

/** Everything outside gives back what it was sent, as a careless server would. */
function echoing(): NodeHost {
  const host = createMemoryHost(Date.now)
  const refuse = (what: string) => Promise.reject(new Error(`${what} says: ${secret} is wrong`))
  return {
    ...host,
    connections: { open: () => refuse('The connection'), fetch: async () => echo },
    guest: { run: async ({ input }) => ({ output: input, logs: [{ level: 'info', message: `input: ${JSON.stringify(input)}` }] }) },
    resolveHost: () => refuse('The resolver'),
    folder: () => refuse('The disk'),
  }
}

const echo: typeof globalThis.fetch = async (input, init) => {
  const sent = { url: String(input), headers: Object.fromEntries(new Headers(init?.headers)), body: await textOf(init?.body) }
  return new Response(JSON.stringify(sent), { headers: { 'content-type': 'application/json', 'x-echo': sent.url } })
}

function textOf(body: RequestInit['body']): Promise<string> {
  return body instanceof ReadableStream || typeof body === 'string' ? new Response(body).text() : Promise.resolve('')
}

const driver = await createEmbeddedDriver({
  store,
  workflows,
  clock: systemClock,
  nodeType: registry.nodeType,
  random: () => 0.5,
  secrets: { get: async (_account, name) => (name === 'CANARY' ? secret : undefined) },
  fetch: echo,
  host: echoing,
  addresses: createWaitingAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' }),
  environment: { vars: {}, env: {} },
  newId: () => `canary-${++ids}`,
  onTrouble: (error) => seen.push(error),
  onFatal: (error) => seen.push(error),
})
const asleep = new Set<string>()
driver.subscribe((message) => {
  seen.push(message)
  if (message.changes.some(({ status }) => status === 'waiting') || message.result !== undefined) asleep.add(message.executionId)
})
afterAll(() => driver.close())

const types = registry.list().filter((type): type is NodeType & { run: object } => type.run !== undefined)

describe.each(types.map((type) => ({ name: type.type, type })))('$name', ({ type }) => {
  const trials = type.examples.flatMap((example) => withSecret(example.with, type).map((params) => ({ example, params })))

  test('leaves no trace of a secret in any of its parameters', async () => {
    expect(trials.length + Object.keys((type.params as unknown as { shape: object }).shape).length).toBeGreaterThan(0)
    for (const { example, params } of trials) await leavesNoTrace(type.type, example, params)
  })
})

async function leavesNoTrace(type: string, example: NodeExample, params: JsonObject): Promise<void> {
  seen.length = 0
  const workflow = {
    id: 'probe',
    nodes: {
      probe: { type, with: params, retry: { attempts: 2, delay: '0s' }, next: { error: 'tell' } },
      tell: { type: 'log', with: { message: '{{ error.message }}', data: '{{ error.details }}' } },
    },
  }
  const published = await workflows.publish(account, JSON.stringify(workflow))
  // A place that validation keeps secrets out of is safe already.
  if (published.status === 'rejected') return
  const started = await driver.start({
    account,
    workflowId: 'probe',
    trigger: { id: 'manual', type: 'manual', data: isJsonObject(example.input) ? example.input : { value: example.input ?? null } },
  })
  await Promise.race([started.finished, waits(started.executionId)])
  const kept = JSON.stringify([
    await store.executions.log(account, started.executionId),
    await store.executions.get(account, started.executionId),
    seen.map((one) => (one instanceof Error ? [one.message, one.stack] : one)),
  ])
  await driver.cancel(account, started.executionId)
  for (const spelling of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), encodeURIComponent(secret)]) {
    expect(kept.includes(spelling), `${type} with ${JSON.stringify(params)}:\n${around(kept, spelling)}`).toBe(false)
  }
}

/** Resolves when the execution sleeps: what a waiting step leaves is kept too. */
async function waits(executionId: string): Promise<void> {
  while (!asleep.has(executionId)) await new Promise(setImmediate)
}

/** The parameters with one text of them the secret instead, or holding it, in every way. */
function withSecret(params: JsonObject, { literalParams = [] }: NodeType): readonly JsonObject[] {
  const open = Object.fromEntries(Object.entries(params).filter(([key]) => !literalParams.includes(key)))
  return partsReplaced(open)
    .filter(isJsonObject)
    .map((changed) => ({ ...params, ...changed }))
}

function partsReplaced(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap((part: Json, index) => partsReplaced(part).map((changed) => value.with(index, changed)))
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, part]) => partsReplaced(part).map((changed) => ({ ...value, [key]: changed })))
  }
  return ['{{ secrets.CANARY }}', 'x {{ secrets.CANARY }} y', '{{ [{ a: secrets.CANARY }] }}']
}

function around(text: string, spelling: string): string {
  const at = text.indexOf(spelling)
  return text.slice(Math.max(at - 300, 0), at + 100)
}

import type { ExecutionEvent, JsonObject } from '@millrace/engine'
import { readHistory } from '@millrace/engine'
import { createMemoryStore } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createDeadLetters } from '../dead-letters/dead-letters.ts'
import type { LiveMessage } from '../driver.ts'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { type EnvironmentSettings, openKeepRules } from '../retention/keep-rules.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld, type World, type WorldParts } from '../testing/world.ts'
import { createCapture } from './capture.ts'

const password = 'hunter2-canary'
const email = 'ada@canary.example'

async function open(environment: EnvironmentSettings = {}, parts: WorldParts = {}, key: Uint8Array = Buffer.alloc(32, 7)) {
  const disk = parts.disk ?? createMemoryStore()
  const rules = await openKeepRules(disk.settings, environment)
  const messages: LiveMessage[] = []
  const world = await openWorld(createEmbeddedDriver, { ...parts, disk, ports: { capture: createCapture({ key, rules }) } })
  world.driver.subscribe((message) => messages.push(message))
  return { ...world, messages, rules }
}

/** The process dies, and another one goes on. */
async function crash(world: World, environment: EnvironmentSettings = {}, key?: Uint8Array) {
  world.store.sever()
  const next = await open(environment, { disk: world.disk, clock: world.clock, nodes: world.nodes }, key)
  await next.driver.resume()
  await settle()
  return next
}

const signup = `id: signup
settings:
  redact: { paths: [trigger.body.password, nodes.*.output.token], patterns: [email] }
nodes:
  hash: { type: set, with: { values: { pass: "{{ trigger.body.password }}", long: "{{ 'pw=' + trigger.body.password }}", token: t0ken-canary } }, next: store }
  store: { type: effect, with: { name: store, output: "{{ trigger.body }}" }, next: each }
  each:
    type: for-each
    with: { items: "{{ [trigger.body.email, nodes.hash.output.token] }}" }
    nodes: { mail: { type: set, with: { values: { to: "{{ item }}", length: "{{ item.length }}" } } } }
    next: answer
  answer: { type: respond, with: { body: { email: "{{ nodes.store.output.email }}", lengths: "{{ nodes.each.output }}" } } }
`
const body = { password, email, name: 'Ada' }
const canaries = [password, email, 't0ken-canary']

/** Everything that anybody but the engine can read, and what lies in the store. */
async function readable(world: Awaited<ReturnType<typeof open>>, id: string): Promise<string> {
  const { disk, driver, messages } = world
  const log = await disk.executions.log(account, id)
  return JSON.stringify([
    await disk.executions.get(account, id),
    log,
    await disk.executions.sealed(account, id),
    readHistory(await world.plan('signup'), log),
    messages,
    await driver.missed(account, 0, 1_000),
    await driver.waits({ account, executionId: id }),
    world.trouble.map(String),
  ])
}

function expectNoCanary(text: string): void {
  for (const canary of canaries) expect(text).not.toContain(canary)
}

describe('redaction', () => {
  test('nodes and the answer have the real values, and nobody can read them, while it runs and afterwards', async () => {
    const world = await open()
    await world.publish(signup)
    world.nodes.hold('store')
    const started = await world.start('signup', { data: { body } })
    await settle()
    expectNoCanary(await readable(world, started.executionId))
    expect(await world.disk.executions.sealed(account, started.executionId)).not.toEqual([])
    world.nodes.release('store')
    const [response, end] = [await started.responded, await started.finished]
    const lengths = [
      { to: email, length: email.length },
      { to: 't0ken-canary', length: 12 },
    ]
    expect(response).toMatchObject({ body: { email, lengths } })
    expect(end.status).toBe('success')
    await settle()
    expectNoCanary(await readable(world, started.executionId))
    expect(await world.disk.executions.sealed(account, started.executionId)).toEqual([])
    const history = readHistory(await world.plan('signup'), await world.log(started.executionId))
    expect(history.status).toBe('success')
    expect(history.steps.map(({ step, status }) => [step, status])).toEqual([
      ['hash', 'success'],
      ['store', 'success'],
      ['each', 'success'],
      ['each[0].mail', 'success'],
      ['each[1].mail', 'success'],
      ['answer', 'success'],
    ])
    expect(history.steps[0]).toMatchObject({ output: { pass: '••••••', long: 'pw=••••••', token: '••••••' }, hides: ['output', 'input'] })
    expect(history.steps[1]?.output).toEqual({ password: '••••••', email: '••••••', name: 'Ada' })
  })

  test('after a crash it computes the same, and still nobody can read it', async () => {
    const world = await open()
    await world.publish(signup)
    world.nodes.hold('store')
    const { executionId } = await world.start('signup', { data: { body } })
    await settle()
    world.nodes.release('store')
    const next = await crash(world)
    expect(await next.disk.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    expectNoCanary(await readable(next, executionId))
    expect(await next.disk.executions.sealed(account, executionId)).toEqual([])
    const { steps } = readHistory(await next.plan('signup'), await next.log(executionId))
    expect(steps.find(({ step }) => step === 'each[0].mail')?.output).toEqual({ to: '••••••', length: email.length })
  })

  test('what finds nothing to hide is recorded as ever, and can be folded', async () => {
    const world = await open({ 'redact.patterns': 'email,iban' })
    await world.publish('id: plain\nnodes: { a: { type: set, with: { values: { n: 1 } } } }')
    const { executionId, finished } = await world.start('plain', { data: { n: 1 } })
    await finished
    const log = await world.log(executionId)
    expect(log.every(({ shown }: ExecutionEvent) => shown === undefined)).toBe(true)
  })

  test('a failure is told masked, to the row, the letter and the error workflow, and whole to a caller', async () => {
    const world = await open({ 'redact.patterns': 'email' })
    await world.publish(
      'id: handler\ntriggers: { e: { type: error } }\nnodes: { a: { type: set, with: { values: "{{ trigger.error }}" } } }',
    )
    await world.publish(`id: fails\nsettings: { onFailure: handler }\nnodes: { a: { type: fatal, with: { message: "no ${email} here" } } }`)
    await world.publish(
      `id: caller\nnodes: { c: { type: call, with: { workflow: fails }, onError: continue, next: n }, n: { type: set, with: { values: { isWhole: "{{ nodes.c.output.error.message.includes('ada@') }}" } } } }`,
    )
    const { executionId, finished } = await world.start('fails')
    await finished
    await settle()
    expect(await world.disk.executions.get(account, executionId)).toMatchObject({ error: { message: 'no •••••• here' }, letter: 'open' })
    const { items } = await world.disk.executions.list(account, { workflowId: 'handler' }, { limit: 9 })
    expect(JSON.stringify(await world.log(items[0]?.id ?? ''))).not.toContain(email)
    const caller = await world.start('caller')
    expect((await caller.finished).result).toEqual({ isWhole: true })
  })

  test('a caller that comes back after a crash gets the whole result of what ended meanwhile, and then it goes', async () => {
    const world = await open()
    await world.publish(
      'id: child\nsettings: { capture: none }\ninputs: { x: { type: string } }\nnodes: { a: { type: effect, with: { name: child, output: "{{ inputs.x }}" } } }',
    )
    await world.publish(
      'id: caller\nnodes: { c: { type: call, with: { workflow: child, inputs: { x: abc-canary } }, next: n }, n: { type: effect, with: { name: n, output: "{{ nodes.c.output.length }}" } } }',
    )
    world.nodes.hold('child')
    const { executionId } = await world.start('caller')
    await settle()
    const [child] = (await world.disk.executions.list(account, { workflowId: 'child' }, { limit: 1 })).items
    // The commit that ends the child is the last one: nobody hears of it.
    world.store.severAfter(1)
    world.nodes.release('child')
    await settle()
    expect(await world.disk.executions.get(account, child?.id ?? '')).toMatchObject({ status: 'success' })
    expect(await world.disk.executions.sealed(account, child?.id ?? '')).not.toEqual([])
    const next = await crash(world)
    expect(await next.disk.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    const { result } = readHistory(await next.plan('caller'), await next.log(executionId))
    expect(result).toBe('abc-canary'.length)
    expect(JSON.stringify(await next.log(child?.id ?? ''))).not.toContain('abc-canary')
    expect(await next.disk.retention.dropSealed(9)).toBe(1)
  })

  test('with another key what is sealed cannot be read, and the execution ends as crashed', async () => {
    const world = await open()
    await world.publish(signup)
    world.nodes.hold('store')
    const { executionId } = await world.start('signup', { data: { body } })
    await settle()
    const next = await crash(world, {}, Buffer.alloc(32, 8))
    expect(await next.disk.executions.get(account, executionId)).toMatchObject({ status: 'crashed' })
    expectNoCanary(await readable(next, executionId))
  })
})

const steps = `nodes:
  a: { type: set, with: { values: { text: "{{ trigger.text }}", list: [1, 2, 3], empty: [] } }, next: b }
  b: { type: effect, with: { name: b, output: "{{ nodes.a.output.text + '!' }}" } }
`

async function runWith(settings: string, data: JsonObject = { text: 'value-canary' }) {
  const world = await open()
  await world.publish(`id: w\nsettings: ${settings}\n${steps}`)
  const { executionId, finished } = await world.start('w', { data })
  const end = await finished
  const log = await world.log(executionId)
  return {
    world,
    executionId,
    end,
    log,
    history: readHistory(await world.plan('w'), log),
    trigger: log[0]?.type === 'execution-started' ? log[0].trigger.data : {},
  }
}

describe('capture levels', () => {
  test('of "shapes" the history has what values are made of, and the result is the same', async () => {
    const { end, history, trigger, log } = await runWith('{ capture: shapes }')
    expect(end.result).toBe('value-canary!')
    expect(trigger).toEqual({ text: 'string' })
    expect(history.steps[0]).toMatchObject({
      status: 'success',
      input: { values: { text: 'string', list: ['number', '… 2 more'], empty: [] } },
      output: { text: 'string', list: ['number', '… 2 more'], empty: [] },
    })
    expect(history.result).toBe('string')
    expect(JSON.stringify(log)).not.toContain('canary')
  })

  test('of "none" it has times, statuses and ports alone', async () => {
    const { end, history, trigger, log } = await runWith('{ capture: none }')
    expect(end.result).toBe('value-canary!')
    expect(trigger).toEqual({})
    expect(history.steps.map(({ status, port, output, input }) => [status, port, output, input])).toEqual([
      ['success', 'success', {}, undefined],
      ['success', 'success', null, undefined],
    ])
    expect(history.result).toBeNull()
    expect(JSON.stringify(log)).not.toContain('canary')
  })

  test('inputs and outputs are switched off each by itself', async () => {
    const inputs = await runWith('{ capture: { inputs: none } }')
    expect(inputs.history.steps[0]).toMatchObject({ output: { text: 'value-canary' } })
    expect([inputs.trigger, inputs.history.steps[0]?.input]).toEqual([{}, undefined])
    const outputs = await runWith('{ capture: { outputs: none } }')
    expect(outputs.history.steps[0]).toMatchObject({ input: { values: { text: 'value-canary' } }, output: {} })
    expect(outputs.trigger).toEqual({ text: 'value-canary' })
  })

  test('what is too long is kept as its size and its beginning, and the flow has all of it', async () => {
    const text = 'x'.repeat(50_000)
    const { end, history, trigger } = await runWith('{ capture: { truncate: 10000 } }', { text })
    expect(end.result).toBe(`${text}!`)
    expect(trigger).toEqual({ truncated: { characters: 50_011, preview: `{"text":"${'x'.repeat(991)}` } })
    expect(history.result).toEqual({ truncated: { characters: 50_003, preview: `"${'x'.repeat(999)}` } })
    const short = await runWith('{ capture: { truncate: 10000 } }')
    expect(short.log.every(({ shown }) => shown === undefined)).toBe(true)
  })

  test('what is set while the server runs holds from the next execution on', async () => {
    const { world } = await runWith('{ timeout: 1h }')
    await world.rules.set({ account, workflowId: 'w' }, { 'capture.outputs': 'none' })
    const { executionId, finished } = await world.start('w', { data: { text: 'value-canary' } })
    await finished
    expect(readHistory(await world.plan('w'), await world.log(executionId)).result).toBeNull()
  })
})

test('a dead letter whose values were not kept is not replayed with others', async () => {
  const world = await open()
  await world.publish('id: fails\nsettings: { capture: shapes }\nnodes: { a: { type: fatal } }')
  const { executionId, finished } = await world.start('fails', { data: { text: 'x' } })
  await finished
  const replay = createDeadLetters({ store: world.disk, driver: world.driver }).replay(account, executionId, 'newest')
  await expect(replay).rejects.toMatchObject({ code: 'RECORDING_INCOMPLETE', message: expect.stringContaining('trigger') })
})

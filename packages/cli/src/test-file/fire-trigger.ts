import { createHmac } from 'node:crypto'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isJsonObject, type Json, type JsonObject, parseDuration, type TriggerDefinition } from '@millrace/engine'
import { account } from '../account.ts'
import { CliError } from '../cli-error.ts'
import type { TestCase } from './test-schema.ts'
import type { TestWorld } from './test-world.ts'
import { callerSecret } from './tested-workflow.ts'

/** Brings to a trigger what the test says, by the way that it takes outside of tests. Gives the answer, where that way has one. */
export async function fireTrigger(
  world: TestWorld,
  triggerId: string | undefined,
  trigger: TriggerDefinition | undefined,
  test: TestCase,
): Promise<Response | undefined> {
  const { type = 'manual', with: written = {} } = trigger ?? {}
  switch (type) {
    case 'webhook':
      return callWebhook(world, written, test)
    case 'function':
      return callFunction(world, written, test)
    case 'form':
      return world.ask(`/form${textAt(written, 'path')}`, formCall(test))
    case 'chat':
      return world.ask(`/chat${textAt(written, 'path')}`, jsonCall({ message: test.message ?? '' }))
    case 'manual':
      return startByHand(world, triggerId, test)
    default:
      await bring(world, { type, triggerId: triggerId ?? '', written }, test)
      return undefined
  }
}

interface Quiet {
  readonly type: string
  readonly triggerId: string
  readonly written: JsonObject
}

/** What nobody waits for. */
async function bring(world: TestWorld, { type, triggerId, written }: Quiet, test: TestCase): Promise<void> {
  const key = { account, workflowId: world.workflowId, triggerId }
  switch (type) {
    case 'schedule': {
      const at = Date.parse(test.at ?? '')
      await world.parts.schedules.backfill({ ...key, from: at, to: at, isDryRun: false })
      return
    }
    case 'event':
    case 'event.pattern':
      return emitAll(world, test)
    case 'table':
      return changeRecord(world, textAt(written, 'table'), test)
    case 'email':
    case 'poll':
      return look(world, key)
    case 'file':
      await writeFiles(world, textAt(written, 'folder'), test)
      return look(world, key)
    case 'workflow':
      return endWorkflow(world, test)
    case 'error':
      return failWorkflow(world, test)
    default:
      throw new CliError(`Triggers of type ${type} cannot be tested.`)
  }
}

function textAt(written: JsonObject | undefined, name: string): string {
  return String(written?.[name] ?? '')
}

function jsonCall(body: Json): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function callWebhook(world: TestWorld, { path, method }: JsonObject, { request }: TestCase): Promise<Response> {
  const { query = {}, headers = {}, body, claims } = request ?? {}
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, value])),
  )
  const type = typeof body === 'string' ? 'text/plain' : 'application/json'
  const sent = new Headers({ ...(body !== undefined && { 'content-type': type }), ...headers })
  sent.set('authorization', `Bearer ${claims === undefined ? callerSecret : tokenOf(claims, world.clock.now())}`)
  return world.ask(`/webhook${request?.path ?? String(path)}${search.size === 0 ? '' : `?${search}`}`, {
    method: request?.method ?? String([method ?? 'POST'].flat()[0]),
    headers: sent,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** A JWT; the trigger reads it as it does any other. */
function tokenOf(claims: JsonObject, now: number): string {
  const part = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ exp: Math.floor(now / 1000) + 3600, ...claims })}`
  return `${head}.${createHmac('sha256', callerSecret).update(head).digest('base64url')}`
}

function callFunction(world: TestWorld, { name }: JsonObject, { request }: TestCase): Promise<Response> {
  const { headers = {}, body = {} } = request ?? {}
  const call = jsonCall(body)
  return world.ask(`/api/v1/functions/${String(name)}`, { ...call, headers: { 'content-type': 'application/json', ...headers } })
}

/** As a browser sends it: a box that is not ticked is not there. */
function formCall({ fields = {} }: TestCase): RequestInit {
  const sent = Object.entries(fields).filter(([, value]) => value !== false)
  return {
    method: 'POST',
    body: new URLSearchParams(sent.map(([name, value]): [string, string] => [name, value === true ? 'on' : String(value)])),
  }
}

/** One after the other, at times of their own: which execution was the first is not for chance to say. */
async function emitAll({ parts: { bus }, clock, delivered }: TestWorld, { event }: TestCase): Promise<void> {
  for (const { name, data, later = '1ms' } of [event ?? []].flat()) {
    await delivered()
    // Where nothing else comes, what may take so long has taken too long: a millisecond decides, and the machine may be faster than that.
    clock.pass((parseDuration(later) ?? 0) + (name === undefined ? 1 : 0))
    if (name !== undefined) await bus.emit({ account, name, data, source: { by: 'test' }, depth: 0 })
  }
}

async function changeRecord(world: TestWorld, table: string, { change }: TestCase): Promise<void> {
  const { before, after } = change ?? {}
  const path = `/api/v1/tables/${encodeURIComponent(table)}/records`
  if (before === undefined) return void (await world.must(path, jsonCall(after ?? {})))
  const place = `${path}/${encodeURIComponent(world.idOfBefore)}`
  if (after === undefined) return void (await world.must(place, { method: 'DELETE' }))
  await world.must(place, { ...jsonCall(after), method: 'PATCH' })
}

async function look({ parts: { polls } }: TestWorld, key: Parameters<TestWorld['parts']['polls']['look']>[0]): Promise<void> {
  const looked = await polls.look(key)
  if (looked?.lastOutcome === 'failed') throw new CliError(`The look failed: ${looked.lastMessage}`)
}

/** Older than any file that may still be being written. */
async function writeFiles({ folders, clock }: TestWorld, folder: string, { files = {} }: TestCase): Promise<void> {
  const directory = folders[folder]
  if (directory === undefined) throw new CliError(`Folder ${JSON.stringify(folder)} cannot be tested: its name must stand there as a text.`)
  const long = (clock.now() - 86_400_000) / 1000
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    await utimes(path, long, long)
  }
}

/** A workflow of that id that ends like this: what the trigger hears of is a real end. */
async function endWorkflow(world: TestWorld, { ended }: TestCase): Promise<void> {
  const { workflow, status, result } = ended ?? { workflow: 'other', status: 'success', result: null }
  const pause = {
    type: 'wait.condition',
    with: { until: '{{ false }}', interval: '1h' },
    nodes: { round: { type: 'set', with: { values: {} } } },
  }
  const stop = { type: 'stop', with: { status, ...(status === 'success' ? { output: result } : { message: 'Given by the test.' }) } }
  const isOpen = status === 'canceled' || status === 'timed_out'
  const executionId = await world.startOther({
    id: workflow,
    ...(status === 'timed_out' && { settings: { timeout: '1ms' } }),
    nodes: { last: isOpen ? pause : stop },
  })
  if (status === 'canceled') await world.parts.driver.cancel(account, executionId, { reason: 'Given by the test.' })
  await world.ended(executionId)
}

async function failWorkflow(world: TestWorld, { failed }: TestCase): Promise<void> {
  const last = { type: 'stop', with: { status: 'failed', message: failed?.message ?? '' } }
  await world.ended(await world.startOther({ id: 'failing', settings: { onFailure: world.workflowId }, nodes: { last } }))
}

/** Also what stands in no file: every workflow can be started by hand. */
function startByHand(world: TestWorld, trigger: string | undefined, { data, inputs }: TestCase): Promise<Response> {
  const body = { ...(trigger !== undefined && { trigger }), ...(inputs && { inputs }), ...(isJsonObject(data) && { data }) }
  return world.ask(`/api/v1/workflows/${world.workflowId}/run?wait=true`, jsonCall(body))
}

import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const source = `id: w
inputs: { n: { type: number, default: 1 } }
triggers:
  hand: { type: manual }
  web: { type: webhook, with: { path: /w, auth: none } }
nodes:
  first: { type: echo, with: { value: "{{ trigger.body ? trigger.body : 'first' }}" }, next: second }
  second: { type: echo, with: { value: { from: "{{ input }}", n: "{{ inputs.n }}" } }, next: third }
  third: { type: echo, with: { value: "{{ [nodes.first.output, input] }}" }, next: [last, side] }
  last: { type: echo }
  side: { type: fail }
`
const limited = `id: w
settings: { concurrency: { limit: 1 } }
nodes: { a: { type: forever } }
`

interface Detail {
  readonly status: string
  readonly result: unknown
  readonly isTest?: true
  readonly workflowVersion: number
  readonly steps: readonly { readonly step: string; readonly status: string; readonly given?: true; readonly output?: unknown }[]
}

async function opened(sources = [source]) {
  const { ask, store } = await testServer(sources)
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await ask(`/api/v1/${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  const run = (body: object = {}) => send('POST', 'workflows/w/draft/run?wait=true', body)
  async function tryOut(body: object = {}): Promise<Detail> {
    const { body: end } = await run(body)
    return (await send('GET', `executions/${end.executionId}`)).body
  }
  const edit = (text: string) => send('PUT', 'workflows/w/draft', { source: text }, { 'if-match': '"0"' })
  return { send, run, tryOut, edit, store }
}

const ran = ({ steps }: Detail) => steps.filter(({ status, given }) => status !== 'skipped' && !given).map(({ step }) => step)

describe('a test run', () => {
  test('runs what is edited and not published, as a test that lists tell from others', async () => {
    const { send, tryOut, edit } = await opened()
    await edit(source.replace("'first'", "'edited'"))
    const tested = await tryOut({ until: 'third' })
    expect(tested).toMatchObject({ status: 'success', isTest: true, workflowVersion: 2, result: ['edited', { from: 'edited', n: 1 }] })
    expect(ran(tested)).toEqual(['first', 'second', 'third'])
    expect((await send('GET', 'workflows/w')).body).toMatchObject({ version: 1 })
    const versions = async (query: string) =>
      (await send('GET', `workflows/w/versions${query}`)).body.items.map(({ version }: Record<string, number>) => version)
    expect([await versions(''), await versions('?drafts=false')]).toEqual([[2, 1], [1]])
    await send('POST', 'workflows/w/run?wait=true', {})
    const listed = async (query: string) =>
      (await send('GET', `executions?${query}`)).body.items.map(({ isTest }: Detail) => isTest ?? false)
    expect(await listed('')).toEqual([false, true])
    expect(await listed('test=true')).toEqual([true])
    expect(await listed('test=false')).toEqual([false])
    const counted = (await send('GET', 'workflows/w/versions?executions=true')).body.items
    expect(counted.map(({ executions }: { executions: number }) => executions)).toEqual([1, 1])
  })

  test('gives pinned outputs in place of running their nodes, and of the nodes that lead there alone', async () => {
    const { send, tryOut } = await opened()
    await send('PATCH', 'workflows/w/pins', { second: 'pinned', nobody: 1 })
    expect((await tryOut({ until: 'third' })).result).toEqual([null, 'pinned'])
    const whole = await tryOut()
    expect(ran(whole)).toEqual(['first', 'third', 'last', 'side'])
    expect(whole.steps.find(({ step }) => step === 'second')).toMatchObject({ given: true, output: 'pinned' })
    expect(ran(await tryOut({ until: 'third', pins: false }))).toEqual(['first', 'second', 'third'])
    expect((await send('POST', 'workflows/w/run?wait=true', {})).body).toMatchObject({ status: 'failed' })
  })

  test('runs one node alone, with the input that is typed, pinned, or of another execution', async () => {
    const { tryOut, run } = await opened()
    expect((await tryOut({ only: 'third', input: { typed: 1 } })).result).toEqual([null, { typed: 1 }])
    const before = (await run({ trigger: 'web', data: 'called', inputs: { n: 7 } })).body.executionId
    const after = await tryOut({ only: 'third', from: before })
    expect(ran(after)).toEqual(['third'])
    expect(after.result).toEqual(['called', { from: 'called', n: 7 }])
    expect((await tryOut({ only: 'second', from: before, input: 'typed' })).result).toEqual({ from: 'typed', n: 7 })
    expect((await tryOut({ only: 'side' })).status).toBe('failed')
  })

  test('starts as the trigger that is named would, with data and inputs', async () => {
    const { tryOut } = await opened()
    const called = await tryOut({ trigger: 'web', data: 'hello', inputs: { n: 3 }, until: 'second' })
    expect(called).toMatchObject({ triggerType: 'webhook', triggerId: 'web', result: { from: 'hello', n: 3 } })
  })

  test('is counted by no statistics, leaves no dead letter, and no limit holds it back', async () => {
    const { run, store } = await opened()
    expect((await run()).body.status).toBe('failed')
    expect(await store.executions.letters('default', {}, { limit: 9 })).toMatchObject({ items: [] })
    const now = Date.now()
    expect(await store.statistics.tallies({ account: 'default', from: now - 3_600_000, to: now + 3_600_000 })).toEqual([])
    const busy = await opened([limited])
    const first = await busy.send('POST', 'workflows/w/run', {})
    expect(first.body.status).toBe('running')
    const [one, other] = [await busy.send('POST', 'workflows/w/draft/run', {}), await busy.send('POST', 'workflows/w/draft/run', {})]
    expect([one.body.status, other.body.status]).toEqual(['running', 'running'])
    expect(one.body).toMatchObject({ workflowVersion: 1, url: expect.stringContaining(one.body.executionId) })
  })

  test('of a workflow that was never published', async () => {
    const { send } = await opened()
    await send('PUT', 'workflows/x/draft', { source: source.replace('id: w', 'id: x') }, { 'if-none-match': '*' })
    expect((await send('POST', 'workflows/x/draft/run?wait=true', { only: 'first' })).body).toMatchObject({
      status: 'success',
      result: 'first',
    })
    expect((await send('GET', 'workflows/x')).status).toBe(404)
  })

  test('run again it stays a test with the same outputs given', async () => {
    const { send, tryOut, run } = await opened()
    await send('PATCH', 'workflows/w/pins', { second: 'pinned' })
    const { executionId } = (await run()).body
    await send('PATCH', 'workflows/w/pins', { second: null })
    const again = (await send('POST', `executions/${executionId}/replay?wait=true`, { from: 'third' })).body
    const detail: Detail = (await send('GET', `executions/${again.executionId}`)).body
    expect(detail.isTest).toBe(true)
    expect(detail.steps.find(({ step }) => step === 'second')).toMatchObject({ given: true, output: 'pinned' })
    expect(ran(await tryOut({ until: 'second' }))).toEqual(['first', 'second'])
  })

  test.each([
    ['a node that is not there', { until: 'nobody' }, 404, 'NODE_UNKNOWN'],
    ['a trigger that is not there', { trigger: 'hands' }, 404, 'TRIGGER_NOT_FOUND'],
    ['an execution that is not there', { from: 'nobody' }, 404, 'EXECUTION_NOT_FOUND'],
    ['both kinds of end', { until: 'first', only: 'first' }, 400, 'REQUEST_INVALID'],
    ['an input for nobody', { input: 1 }, 400, 'REQUEST_INVALID'],
    ['data that no trigger brings', { data: [1] }, 400, 'REQUEST_INVALID'],
  ])('refuses %s', async (_, body, status, code) => {
    const { run } = await opened()
    expect(await run(body)).toMatchObject({ status, body: { code } })
  })

  test('of a draft with mistakes lists them all', async () => {
    const { edit, run } = await opened()
    await edit(source.replace('type: fail', 'type: fali').replace('next: third', 'next: thrid'))
    const refused = await run()
    expect(refused).toMatchObject({ status: 422, body: { code: 'WORKFLOW_INVALID' } })
    expect(refused.body.problems).toHaveLength(3)
  })
})

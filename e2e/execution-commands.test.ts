import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

interface Execution {
  readonly id: string
  readonly status: string
}

async function startExamples() {
  const millrace = await startMillrace({ workflows: 'examples', dataDirectory: temporaryDirectory() })
  const ask = (...args: string[]) => runMillrace([...args, '--server', millrace.url])
  return { millrace, ask }
}

/** A server with one execution whose only step waits for an answer. */
async function startWaiting() {
  const released = Promise.withResolvers<void>()
  const service = await startHttpService(async () => {
    await released.promise
    return { status: 200, body: { done: true } }
  })
  const environment = { MILLRACE_VAR_SERVICE: service.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
  const millrace = await startMillrace({ workflows: 'e2e/fixtures/one-call', dataDirectory: temporaryDirectory(), environment })
  await millrace.send('/webhook/call', {})
  await eventually('the service is called', () => (service.calls.length > 0 ? true : undefined))
  return { millrace, id: await newest(millrace), release: released.resolve }
}

async function newest(millrace: StartedMillrace): Promise<string> {
  const { items } = await millrace.get<{ items: readonly Execution[] }>('/executions')
  return items[0]?.id ?? ''
}

describe('millrace execution', () => {
  test('statistics counts what ended, by workflow and by slots of time', async () => {
    const { millrace, ask } = await startExamples()
    for (const name of ['Ada', 'Grace']) await millrace.send('/webhook/hello', { name })
    await millrace.send('/webhook/github/push', { ref: 'refs/tags/v1' })
    const { out } = await ask('statistics', '--last', '1h')
    expect(out).toMatch(/^WORKFLOW +ENDED +SUCCESS +FAILED +OTHER +RATE +AVERAGE +MIN +P50 +P95 +MAX +UNFINISHED\n/)
    expect(out).toMatch(/^hello +2 +2 +0 +0 +100 % .* 0$/m)
    expect(out).toMatch(/^\(all\) +3 +3 +0 +0 +100 % .* 0$/m)
    const csv = await ask('statistics', '-w', 'hello', '--step', '1h', '-o', 'csv')
    expect(csv.out).toMatch(/^from,to,ended,success,failed,canceled,timedOut,crashed,successRate,averageMs,/)
    expect(csv.out.match(/Z,[12],[12],0,0,0,0,1,/g)?.length).toBeGreaterThan(0)
    expect(JSON.parse((await ask('statistics', '--json')).out)).toMatchObject({ total: 3, byStatus: { success: 3 } })
    expect(await ask('statistics', '--last', 'soon')).toMatchObject({ code: 2, err: expect.stringContaining('--last must be a duration') })
  })

  test('diff tells what differs between two, and export writes all that fit', async () => {
    const { millrace, ask } = await startExamples()
    for (const name of ['Ada', 'Grace', 'Ada']) await millrace.send('/webhook/hello', { name })
    const { items } = await millrace.get<{ items: readonly Execution[] }>('/executions')
    const [third = '', second = '', first = ''] = items.map(({ id }) => id)
    const { out, code } = await ask('execution', 'diff', first, second)
    expect([code, out]).toEqual([0, expect.stringMatching(/^A {2}\w+ {2}hello version 1 {2}✓ success in [\d.]+ m?s\nB {2}/)])
    expect(out).toMatch(/\nstarted with different data\n(?: {4}.*\n)* {4}trigger\.body\.name: "Ada" → "Grace"\n/)
    expect(out).toMatch(
      /\ngreet {2}other output\n {4}greeting: "Hello, Ada!" → "Hello, Grace!"\nanswer {2}(?:.*\n)*2 of 2 steps are different\.\n$/,
    )
    const asJson = await ask('execution', 'diff', first, second, '--json', '--exit-code')
    expect([asJson.code, JSON.parse(asJson.out)]).toMatchObject([1, { first: 'greet', steps: [{ verdict: 'output-differs' }, {}] }])
    expect(await ask('execution', 'diff', first, third, '--exit-code')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/No difference in 2 steps\.|slower/),
    })
    expect(await ask('execution', 'diff', first, 'nobody')).toMatchObject({ code: 3 })

    const csv = await ask('execution', 'export', '-w', 'hello')
    expect(csv.out.trim().split('\r\n')).toHaveLength(4)
    const lines = await ask('execution', 'export', '--format', 'ndjson', '--search', 'Grace')
    expect(JSON.parse(lines.out)).toMatchObject({ id: second, status: 'success' })
    const file = join(temporaryDirectory(), 'failed.json')
    expect(await ask('execution', 'export', '--status', 'failed', '--to', file)).toMatchObject({
      code: 0,
      err: expect.stringContaining(file),
    })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([])
  })

  test('diff tells what only one of two came to, and of what is not kept that it may differ', async () => {
    const { millrace, ask } = await startExamples()
    for (const weight of [1, 5]) await millrace.send('/webhook/routed-orders', { weight, lines: [] })
    const { items } = await millrace.get<{ items: readonly Execution[] }>('/executions')
    const [parcel = '', letter = ''] = items.map(({ id }) => id)
    const { out } = await ask('execution', 'diff', letter, parcel)
    expect(out).toMatch(/\nletter {2}only in A: success by "success"\n(?:.*\n)*heavy {2}only in B: success by "success"\n/)
    expect(out).not.toContain('kept')

    async function signUp(email: string): Promise<string> {
      const body = { name: 'Ada', email, password: 'secret', member: 'MEMBER-123456', card: '' }
      const { executionId: id } = (await (await millrace.send('/webhook/signup', body)).json()) as { executionId: string }
      return eventually('it waits', async () =>
        (await millrace.get<Execution>(`/executions/${id}`)).status === 'waiting' ? id : undefined,
      )
    }
    const masked = await ask('execution', 'diff', await signUp('a@shop.example'), await signUp('b@shop.example'))
    expect(masked.out).toMatch(
      /\nNot all that started them is kept: that may differ too\.\nNot all that 1 step gave out is kept: that may differ too\.\n$/,
    )
  })

  test('list shows executions as a table, and as JSON, YAML and CSV', async () => {
    const { millrace, ask } = await startExamples()
    for (const name of ['Ada', 'Grace']) await millrace.send('/webhook/hello', { name })
    await millrace.send('/webhook/github/push', { ref: 'refs/tags/v1' })
    const table = await ask('execution', 'list')
    expect(table.out).toMatch(/^ID +STATUS +WORKFLOW +VERSION +TRIGGER +STARTED +DURATION +ERROR, OR WHAT IT WAITS FOR\n/)
    expect(table.out.match(/✓ success/g)).toHaveLength(3)
    const json = await ask('execution', 'list', '--workflow', 'hello', '--json')
    expect(JSON.parse(json.out)).toMatchObject([{ workflowId: 'hello' }, { workflowId: 'hello' }])
    expect((await ask('execution', 'list', '-n', '1', '-o', 'yaml')).out).toMatch(/^- id: \w+\n {2}workflowId: github_push\n/)
    const csv = await ask('execution', 'list', '--status', 'success', '-o', 'csv')
    expect(csv.out).toMatch(
      /^id,status,workflowId,workflowVersion,triggerId,startedAt,finishedAt,durationMs,errorCode,errorMessage,waitsFor,waitsForSentence\r\n/,
    )
    expect(csv.out.match(/^\w+,success,\w+,1,\w+,[\dT:.-]+Z,[\dT:.-]+Z,\d+,,,,\r$/gm)).toHaveLength(3)
    expect((await ask('execution', 'list', '--status', 'failed')).out).toBe('There are no such executions.\n')
    const slow = ['--trigger', 'webhook', '--workflow-version', '1', '--max-duration', '1h', '--started-from', '2026-01-01']
    expect((await ask('execution', 'list', '-w', 'hello', '-w', 'nothing', ...slow)).out.match(/✓ success/g)).toHaveLength(2)
    expect((await ask('execution', 'list', '--min-duration', '1h')).out).toBe('There are no such executions.\n')
    expect(await ask('execution', 'list', '--started-to', 'soon')).toMatchObject({ code: 2, err: expect.stringContaining('--started-to') })
    expect(await ask('execution', 'list', '--status', 'fialed')).toMatchObject({ code: 2, err: expect.stringContaining('fialed') })
  })

  test('show tells each step with its input and output', async () => {
    const { millrace, ask } = await startExamples()
    await millrace.send('/webhook/hello', { name: 'Ada' })
    const id = await newest(millrace)
    const { code, out } = await ask('execution', 'show', id)
    expect(out).toMatch(/^hello version 1 {2}✓ success in [\d.]+ m?s\nexecution \w+, trigger web \(webhook\), started /)
    expect(out).toMatch(/✓ success {4}greet .*\n +input +.*\n +output +\{"greeting":"Hello, Ada!"\}/)
    expect(code).toBe(0)
    expect(JSON.parse((await ask('execution', 'show', id, '--json')).out)).toMatchObject({
      id,
      steps: [{ step: 'greet' }, { step: 'answer' }],
    })
  })

  test('of an unknown id exits with 3', async () => {
    const { ask } = await startExamples()
    for (const verb of ['show', 'watch', 'pause', 'resume', 'cancel']) {
      expect(await ask('execution', verb, 'nowhere'), verb).toMatchObject({ code: 3, err: expect.stringContaining('nowhere') })
    }
  })

  test('watch shows the end of an execution that is running', async () => {
    const { millrace, id, release } = await startWaiting()
    const watching = runMillrace(['execution', 'watch', id, '--server', millrace.url])
    release()
    const { code, err } = await watching
    expect(err).toMatch(/✓ success {4}call/)
    expect(err).toMatch(/\n✓ success\n$/)
    expect(code).toBe(0)
  })

  test('pause and resume are told by show, and the step in flight is not lost', async () => {
    const { millrace, id, release } = await startWaiting()
    const ask = (...words: string[]) => runMillrace(['execution', ...words, '--server', millrace.url])
    expect(await ask('pause', id, '--by', 'Ada', '-m', 'stocktaking')).toMatchObject({ code: 0, err: expect.stringContaining('is paused') })
    expect((await ask('list', '--status', 'paused')).out).toContain(id)
    expect((await ask('show', id)).out).toMatch(/‖ paused\n.*\npaused .* by Ada: stocktaking/)
    expect(await ask('resume', id)).toMatchObject({ code: 0 })
    release()
    expect(await ask('watch', id)).toMatchObject({ code: 0 })
    expect(await ask('pause', id)).toMatchObject({ code: 1, err: expect.stringContaining('has finished') })
  })

  test('cancel ends it, and watch then exits with 1', async () => {
    const { millrace, id } = await startWaiting()
    expect(await runMillrace(['execution', 'cancel', id, '--server', millrace.url])).toMatchObject({ code: 0 })
    expect(await runMillrace(['execution', 'watch', id, '--server', millrace.url])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/⊘ canceled/),
    })
  })
})

describe('millrace workflow', () => {
  test('list, show and publish work on a server', async () => {
    const { ask } = await startExamples()
    expect((await ask('workflow', 'list')).out).toMatch(/^hello +Say hello +1 +/m)
    expect((await ask('workflow', 'show', 'hello')).out).toMatch(/^id: hello\nname: Say hello\n/)
    const published = await ask('workflow', 'publish', 'e2e/fixtures/one-call/workflow.yaml')
    expect(published).toMatchObject({ code: 0, err: expect.stringContaining('one_call version 1 is published') })
    const open = join(temporaryDirectory(), 'open.yaml')
    writeFileSync(open, 'id: open\ntriggers: { web: { type: webhook, with: { path: /open } } }\nnodes: { one: { type: merge } }\n')
    expect(await ask('workflow', 'publish', open)).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^\S+open\.yaml:2:\d+ {2}warning UNSAFE_PARAM .*has no "auth"[^\n]*\nopen version 1 is published/),
    })
    const refused = await ask('workflow', 'publish', 'e2e/fixtures/one-broken/broken.yaml')
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('UNKNOWN_NODE_TYPE') })
    expect(await ask('workflow', 'show', 'nowhere')).toMatchObject({ code: 3 })
  })

  test('rename and delete work on what was published, and say of a file in the folder that it is to be changed', async () => {
    const { ask } = await startExamples()
    await ask('workflow', 'publish', 'e2e/fixtures/one-call/workflow.yaml')
    expect(await ask('workflow', 'rename', 'one_call', 'A call')).toMatchObject({ code: 0, err: expect.stringContaining('version 2') })
    expect(await ask('workflow', 'delete', 'one_call', '--yes')).toMatchObject({ code: 0, err: expect.stringContaining('unpublished') })
    expect((await ask('workflow', 'list')).out).not.toContain('one_call')
    for (const command of [
      ['rename', 'hello', 'x'],
      ['delete', 'hello', '--yes'],
    ]) {
      expect(await ask('workflow', ...command)).toMatchObject({ code: 1, err: expect.stringMatching(/is loaded from .*hello/) })
    }
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const hello = 'examples/hello/workflow.yaml'

describe('millrace run', () => {
  test('shows each step on standard error, and gives nothing but the result on standard output', async () => {
    const { code, out, err } = await runMillrace(['run', hello, '--data', '{"name":"Ada"}', '--in-memory'])
    expect(JSON.parse(out)).toEqual({ greeting: 'Hello, Ada!' })
    // A step that takes its time is shown as running before.
    expect(err.replaceAll(/^● running .*\n/gm, '')).toMatch(
      /^✓ success {4}greet {2}[\d.]+ m?s\n✓ success {4}answer .*\n\n✓ success in [\d.]+ m?s {2}hello version 1, execution \w{26}\n$/,
    )
    expect(code).toBe(0)
  })

  test('takes its data from standard input', async () => {
    const { out } = await runMillrace(['run', hello, '-d', '-', '--in-memory'], { input: '{"name":"Grace"}' })
    expect(JSON.parse(out)).toEqual({ greeting: 'Hello, Grace!' })
  })

  test('with --json prints exactly one document, with every step', async () => {
    const { out, err } = await runMillrace(['run', hello, '--data', '{"name":"Ada"}', '--in-memory', '--json'])
    expect(err).toBe('')
    expect(JSON.parse(out)).toMatchObject({
      workflow: { id: 'hello', version: 1 },
      status: 'success',
      result: { greeting: 'Hello, Ada!' },
      steps: [
        { step: 'greet', status: 'success', output: { greeting: 'Hello, Ada!' }, attempts: [{ attempt: 1 }] },
        { step: 'answer', status: 'success' },
      ],
    })
  })

  test('keeps the history, which a server shows later', async () => {
    const dataDirectory = temporaryDirectory()
    await runMillrace(['run', hello, '--data-dir', dataDirectory])
    const millrace = await startMillrace({ workflows: 'examples', dataDirectory })
    expect(await millrace.get('/executions')).toMatchObject({ items: [{ workflowId: 'hello', status: 'success' }] })
  })

  test('beside a running server is kept in memory, and says so', async () => {
    const dataDirectory = temporaryDirectory()
    const millrace = await startMillrace({ workflows: 'examples', dataDirectory })
    const { code, err } = await runMillrace(['run', hello, '--data-dir', dataDirectory])
    expect(err).toMatch(/^Another Millrace uses .*: this run is kept in memory only, with its secrets and connections/)
    expect(code).toBe(0)
    expect(await millrace.get('/executions')).toEqual({ items: [] })
  })

  test('a failure names code, step, place in the file and what to try, and exits with 1', async () => {
    const { code, out, err } = await runMillrace(['run', 'e2e/fixtures/one-call/workflow.yaml', '--in-memory'], {
      environment: { MILLRACE_VAR_SERVICE: 'http://127.0.0.1:1', MILLRACE_EGRESS_ALLOW: '127.0.0.1' },
    })
    expect(out).toBe('')
    expect(err).toMatch(/✗ failed in [\d.]+ m?s/)
    expect(err).toContain('HTTP_NETWORK in step call: No answer from http://127.0.0.1:1')
    expect(err).toContain('at e2e/fixtures/one-call/workflow.yaml:6:3')
    expect(err).toContain('Check that the service runs')
    expect(code).toBe(1)
  })

  test('a broken file is not run: its mistakes are told, and the exit code is 1', async () => {
    const { code, err } = await runMillrace(['run', 'e2e/fixtures/one-broken/broken.yaml', '--in-memory'])
    expect(err).toMatch(/broken\.yaml:3:\d+ {2}error UNKNOWN_NODE_TYPE .*\(did you mean log\?\)\n.*3 \| .*lgo.*\n +\^/)
    expect(err).toContain('Nothing was run')
    expect(code).toBe(1)
  })

  test('inputs are given by name, and checked', async () => {
    const file = 'examples/order-approval/score.yaml'
    const good = await runMillrace(['run', file, '--input', 'order={"lines":[{"price":2,"quantity":3}]}', '--in-memory'])
    expect(JSON.parse(good.out)).toMatchObject({ total: 6, risk: 'unknown' })
    const missing = await runMillrace(['run', file, '--in-memory'])
    expect(missing).toMatchObject({ code: 2, out: '' })
    expect(missing.err).toContain('order is required')
  })

  test('a called workflow is found beside the file, and a stop with success ends well', async () => {
    const { code, out } = await runMillrace([
      'run',
      'examples/order-approval/workflow.yaml',
      '--in-memory',
      '-d',
      '{"id":"A-2","lines":[]}',
    ])
    expect(JSON.parse(out)).toMatchObject({ order: 'A-2', status: 'refused' })
    expect(code).toBe(0)
  })

  test('secrets reach the service and stand in no output, not even with --json', async () => {
    const directory = temporaryDirectory()
    const file = join(directory, 'secret.yaml')
    writeFileSync(
      file,
      'id: secret\nvars: { service: "" }\nnodes:\n  call:\n    type: http.request\n    with: { method: POST, url: "{{ vars.service }}", body: { key: "{{ secrets.api_key }}" } }\n',
    )
    const service = await startHttpService(({ body }) => ({ status: 200, body: { echo: body } }))
    const set = await runMillrace(['secret', 'set', 'api_key', '--data-dir', directory], { input: 'hunter2-hunter2\n' })
    expect(set).toMatchObject({ code: 0, out: '' })
    expect((await runMillrace(['secret', 'list', '--data-dir', directory])).out).toMatch(/api_key +file/)
    const environment = { MILLRACE_VAR_SERVICE: service.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
    const { code, out, err } = await runMillrace(['run', file, '--json', '--data-dir', directory], { environment })
    expect(code, out + err).toBe(0)
    expect(service.calls).toMatchObject([{ body: { key: 'hunter2-hunter2' } }])
    expect(out + err).not.toContain('hunter2')
    for (const kept of ['millrace.db', 'millrace.db-wal', 'secrets.json']) expect(read(join(directory, kept))).not.toContain('hunter2')
  })
})

/** What is there of the file: a closed database has no WAL. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

describe('the command line', () => {
  test.each([
    [['rn'], 2, 'Did you mean "millrace run"?'],
    [['execution', 'lst'], 2, 'Did you mean "millrace execution list"?'],
    [['run', hello, '--tigger', 'web'], 2, 'did you mean --trigger?'],
    [['run'], 2, 'FILE is missing'],
    [['run', hello, '--trigger', 'wbe', '--in-memory'], 2, 'Did you mean web?'],
    [['run', hello, '--data', '{', '--in-memory'], 2, '--data must be JSON'],
    [['run', 'no-such.yaml'], 2, 'there is no such file'],
    [['node', 'show', 'http.requst'], 3, 'Did you mean http.request?'],
    [
      ['execution', 'list', '--server', 'http://127.0.0.1:65533'],
      1,
      'No server answers at http://127.0.0.1:65533 (ECONNREFUSED): start one',
    ],
    [['execution', 'watch', 'x', '--server', 'http://127.0.0.1:65533'], 1, 'No server answers'],
    [['execution', 'list', '--server', 'nonsense'], 2, '--server must be an address'],
  ])('%j ends with %i and says what to do', async (args, code, says) => {
    const ended = await runMillrace(args)
    expect(ended.err).toContain(says)
    expect(ended).toMatchObject({ code, out: '' })
  })

  test('init writes a workflow that runs as it is', async () => {
    const directory = temporaryDirectory()
    expect((await runMillrace(['init'], { directory })).code).toBe(0)
    const { out } = await runMillrace(['run', 'workflows/hello.yaml', '--data', '{"name":"Ada"}'], { directory })
    expect(JSON.parse(out)).toEqual({ greeting: 'Hello, Ada!' })
    expect(await runMillrace(['init'], { directory })).toMatchObject({ code: 1, err: expect.stringContaining('exists already') })
  })
})

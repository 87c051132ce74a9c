import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkout } from './support/checkout.ts'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

interface Execution {
  readonly id: string
  readonly status: string
  readonly steps: readonly { readonly step: string; readonly status: string }[]
}

describe('a start on an empty directory', () => {
  test('prints a line to try, and the line works as printed', async () => {
    const millrace = await startMillrace({ workflows: 'examples', dataDirectory: temporaryDirectory() })
    const line = /^Try:\n {2}(curl .+)$/m.exec(millrace.output())?.[1] ?? ''
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: checkout, encoding: 'utf8' })
    expect(JSON.parse(stdout || stderr)).toMatchObject({ repository: 'Codertocat/Hello-World' })
    const { items } = await millrace.get<{ items: readonly Execution[] }>('/executions')
    expect(items).toMatchObject([{ workflowId: 'github_push', triggerType: 'webhook', status: 'success' }])
    const { steps } = await millrace.get<Execution>(`/executions/${items[0]?.id}`)
    expect(steps).toContainEqual(expect.objectContaining({ step: 'summary', status: 'success' }))
  })

  test('tells what is loaded, with the address of each webhook, and what is broken', async () => {
    const millrace = await startMillrace({ workflows: 'e2e/fixtures/one-broken', dataDirectory: temporaryDirectory() })
    expect(millrace.output()).toContain(`web  POST ${millrace.url}/webhook/good`)
    expect(millrace.output()).toMatch(/broken\.yaml:3:\d+ {2}error UNKNOWN_NODE_TYPE .*\(did you mean log\?\)/)
    expect(millrace.output()).toContain('(1 workflow, 1 left out)')
  })

  test('names a wrong variable and starts nothing', async () => {
    const dataDirectory = join(temporaryDirectory(), 'data')
    const { code, err } = await runMillrace(['start', 'examples', '--data-dir', dataDirectory], { environment: { MILLRACE_PORT: 'abc' } })
    expect(err).toContain('MILLRACE_PORT must be a port number')
    expect(code).toBe(2)
    expect(existsSync(dataDirectory)).toBe(false)
  })

  test('tells of a variable that it does not know, with the nearest one', async () => {
    const environment = { MILLRACE_EGRES_ALLOW: '127.0.0.1' }
    const millrace = await startMillrace({ workflows: 'examples', dataDirectory: temporaryDirectory(), environment })
    expect((await millrace.end('SIGTERM')).err).toBe('! MILLRACE_EGRES_ALLOW is not a setting; did you mean MILLRACE_EGRESS_ALLOW?\n')
  })

  test('on a port that is taken says so', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void taken.close())
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { code, err } = await runMillrace(['start', 'examples', '--port', `${port}`, '--data-dir', temporaryDirectory()])
    expect(err).toMatch(
      new RegExp(
        `^millrace: Port ${port} \\(--port\\) is in use: end what listens there, or (take the next free one: --port \\d+|choose .*)\\.\n$`,
      ),
    )
    expect(code).toBe(1)
  })

  test('in a data directory that another server has says so', async () => {
    const dataDirectory = temporaryDirectory()
    const { url } = await startMillrace({ workflows: 'examples', dataDirectory })
    const { code, err } = await runMillrace(['start', 'examples', '--port', '0', '--data-dir', dataDirectory])
    expect(err).toContain(`Another Millrace is running on "${dataDirectory}"`)
    expect(err).toContain(`It is ${url}; "millrace stop --data-dir ${dataDirectory}" ends it.`)
    expect(code).toBe(1)
  })
})

describe('a start that cannot trust its data', () => {
  test('ends with 70 and says what to do', async () => {
    const dataDirectory = temporaryDirectory()
    writeFileSync(join(dataDirectory, 'millrace.db'), 'this is no database'.repeat(1000))
    const { code, err } = await runMillrace(['start', 'examples', '--port', '0', '--data-dir', dataDirectory])
    expect(err).toContain('put a backup in its place')
    expect(code).toBe(70)
  })
})

describe('the end of a server', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('by %s is orderly: exit code 0, and what runs goes on at the next start', async (signal) => {
    const dataDirectory = temporaryDirectory()
    const released = Promise.withResolvers<void>()
    const service = await startHttpService(async (_, earlier) => {
      if (earlier.length === 0) await released.promise
      return { status: 200, body: { ok: true } }
    })
    const environment = { MILLRACE_VAR_SERVICE: service.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
    const first = await startMillrace({ workflows: 'e2e/fixtures/one-call', dataDirectory, environment })
    expect((await first.send('/webhook/call', {})).status).toBe(202)
    const ended = await first.end(signal)
    expect(ended).toMatchObject({ code: 0, err: '' })
    const second = await startMillrace({ workflows: 'e2e/fixtures/one-call', dataDirectory, environment })
    released.resolve()
    const { items } = await second.get<{ items: readonly Execution[] }>('/executions')
    expect(items).toHaveLength(1)
    const watched = await runMillrace(['execution', 'watch', items[0]?.id ?? '', '--server', second.url])
    expect(watched.code).toBe(0)
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { startHttpService } from '../../e2e/support/http-service.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Execution {
  readonly status: string
  readonly result: unknown
  readonly steps: readonly { readonly step: string; readonly waiting?: { readonly url?: string } }[]
}

const refund = { order: 'A-17', amount: 80, customer: 'Ada', reason: '<b>Broken</b>' }

async function startWithChat() {
  const chat = await startHttpService(() => ({ status: 200, body: {} }))
  const dataDirectory = temporaryDirectory()
  const start = () =>
    startMillrace({
      workflows: 'examples/waiting-approval',
      dataDirectory,
      environment: {
        MILLRACE_VAR_NOTIFY_URL: chat.url,
        MILLRACE_EGRESS_ALLOW: '127.0.0.0/8',
        MILLRACE_LOG: 'all',
      },
    })
  return { chat, start, dataDirectory }
}

async function ask(millrace: StartedMillrace): Promise<string> {
  const { executionId } = (await (await millrace.send('/webhook/refunds', refund)).json()) as { executionId: string }
  await inStatus(millrace, executionId, 'waiting')
  return executionId
}

function inStatus(millrace: StartedMillrace, id: string, status: string): Promise<Execution> {
  return eventually(`execution ${id} is ${status}`, async () => {
    const execution = await millrace.get<Execution>(`/executions/${id}`)
    return execution.status === status ? execution : undefined
  })
}

test('the address that was sent opens a page and takes one decision, over a kill in between, and stands nowhere', async () => {
  const { chat, start, dataDirectory } = await startWithChat()
  const first = await start()
  const id = await ask(first)
  const [message] = chat.calls as unknown as readonly [{ readonly body: { readonly text: string } }]
  const { text } = message.body
  const { origin, pathname } = new URL(/http:\S+/.exec(text)?.[0] ?? '')
  expect(origin).toBe(first.url)
  const killed = await first.end('SIGKILL')

  const second = await start()
  const waiting = await second.get<Execution>(`/executions/${id}`)
  expect(waiting.steps.find(({ step }) => step === 'ask')?.waiting).toEqual({ for: 'approval', url: second.url + pathname })
  const page = await (await fetch(second.url + pathname, { headers: { accept: 'text/html' } })).text()
  expect(page).toContain('Refund order A-17?')
  expect(page).toContain('&#60;b&#62;Broken')
  const decide = () =>
    fetch(second.url + pathname, { method: 'POST', body: new URLSearchParams({ decision: 'approved', comment: 'Fine' }) })
  expect((await decide()).status).toBe(200)
  expect((await decide()).status).toBe(404)
  expect((await inStatus(second, id, 'success')).result).toEqual({ order: 'A-17', status: 'paid' })

  const token = pathname.slice(pathname.lastIndexOf('/') + 1)
  const history = await (await fetch(`${second.url}/api/v1/executions/${id}/events`)).text()
  const ended = await second.end('SIGTERM')
  expect([history, killed.out, killed.err, ended.out, ended.err].join()).not.toContain(token)
  const files = readdirSync(dataDirectory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.map(({ name }) => name)).toContain('millrace.db')
  for (const { parentPath, name } of files) expect(readFileSync(join(parentPath, name)).includes(token), name).toBe(false)
})

test('the command line decides, and shows where else one could', async () => {
  const { start } = await startWithChat()
  const millrace = await start()
  const id = await ask(millrace)
  const shown = await runMillrace(['execution', 'show', id, '--server', millrace.url])
  expect(shown.out).toMatch(/ask waits for a decision:\n {2}http:\/\/localhost:\d+\/webhook-waiting\/[\w-]{43}\n/)
  const rejected = await runMillrace(['execution', 'reject', id, '--comment', 'Too late', '--server', millrace.url])
  expect([rejected.code, rejected.err]).toEqual([0, `Step ask of execution ${id} is rejected.\n`])
  expect((await inStatus(millrace, id, 'success')).result).toEqual({ order: 'A-17', status: 'refused', comment: 'Too late' })
  expect((await runMillrace(['execution', 'approve', id, '--server', millrace.url])).code).toBe(1)
})

import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { startHttpService } from '../../e2e/support/http-service.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Execution {
  readonly status: string
  readonly result: unknown
}

function inStatus({ get }: StartedMillrace, id: string, status: string): Promise<Execution> {
  return eventually(`execution ${id} is ${status}`, async () => {
    const execution = await get<Execution>(`/executions/${id}`)
    return execution.status === status ? execution : undefined
  })
}

test('the customer is sent a form, over a kill in between, and what is filled in goes on; who has an address is not asked', async () => {
  const messages = await startHttpService(() => ({ status: 200, body: {} }))
  const dataDirectory = temporaryDirectory()
  const environment = { MILLRACE_VAR_NOTIFY_URL: messages.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
  const start = () => startMillrace({ workflows: 'examples/missing-address', dataDirectory, environment })
  const order = async ({ send }: StartedMillrace, body: object) =>
    ((await (await send('/webhook/parcels-to-send', body)).json()) as { readonly executionId: string }).executionId

  const first = await start()
  const whole = await order(first, { order: 'A-16', street: 'High Street 2', city: 'Ely' })
  expect((await inStatus(first, whole, 'success')).result).toEqual({ order: 'A-16', to: 'High Street 2, Ely', gift: false })
  const lacking = await order(first, { order: 'A-17', email: 'ada@example.com' })
  await inStatus(first, lacking, 'waiting')
  expect(messages.calls).toHaveLength(1)
  const [, path = ''] = /http:\/\/localhost:\d+(\/webhook-waiting\/[\w-]{43})/.exec(JSON.stringify(messages.calls)) ?? []
  const shown = await runMillrace(['execution', 'show', lacking, '--server', first.url])
  expect(shown.out).toContain(`ask waits for a form:\n  ${first.url}${path}\n`)
  await first.end('SIGKILL')

  const second = await start()
  const fill = (fields: Readonly<Record<string, string>>) =>
    fetch(second.url + path, { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams(fields) })
  expect(await (await fetch(second.url + path, { headers: { accept: 'text/html' } })).text()).toContain('Where shall we send order A-17?')
  expect((await fill({ street: 'Mill Lane 1' })).status).toBe(422)
  const taken = await fill({ street: 'Mill Lane 1', city: 'Ely', gift: 'yes' })
  expect([taken.status, await taken.text()]).toEqual([200, expect.stringContaining('It leaves tomorrow.')])
  expect((await fill({ street: 'x', city: 'y' })).status).toBe(404)
  expect((await inStatus(second, lacking, 'success')).result).toEqual({ order: 'A-17', to: 'Mill Lane 1, Ely', gift: true })
})

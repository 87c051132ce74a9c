import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

const person = {
  name: 'ada',
  email: 'ada.canary@mail.example.com',
  password: 'canary horse battery',
  card: '4111 1111 1111 1111',
  member: 'MEMBER-004711',
}
const canaries = [person.email, person.password, person.card, person.member, 'ada.canary', 'canary horse']
const letters = person.email.length + person.password.length

interface Page {
  readonly items: readonly { readonly id: string; readonly status: string }[]
}

/** What stands in any file of the data directory, the write-ahead log too. */
function onDisk(directory: string): readonly string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'))
}

/** All that the live link tells about the workflow. */
async function listen(url: string): Promise<readonly string[]> {
  const heard: string[] = []
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`)
  onTestFinished(() => socket.close())
  socket.addEventListener('message', ({ data }) => heard.push(String(data)))
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  socket.send(JSON.stringify({ type: 'subscribe', workflowId: 'redacted_signup', after: 0 }))
  return heard
}

function expectNoCanary(texts: readonly string[]): void {
  const found = canaries.filter((canary) => texts.some((text) => text.includes(canary)))
  expect(found).toEqual([])
}

test('canaries are in no file, log, answer or live message, before and after kill -9, and the nodes had them', async () => {
  const dataDirectory = temporaryDirectory()
  const start = () => startMillrace({ workflows: 'examples/redacted-signup', dataDirectory })
  const first = await start()
  const heard = [await listen(first.url)]
  const taken = await first.send('/webhook/signup', person)
  expect(taken.status).toBe(202)
  const waiting = await eventually('it waits', async () => {
    const { items } = await first.get<Page>('/executions')
    return items[0]?.status === 'waiting' ? items[0] : undefined
  })
  const seen = async (server: typeof first) => [
    ...onDisk(dataDirectory),
    server.output(),
    JSON.stringify(await server.get(`/executions/${waiting.id}?full=true`)),
    JSON.stringify(await server.get(`/executions/${waiting.id}/events`)),
    JSON.stringify(await server.get('/executions')),
    ...heard.flat(),
  ]
  const before = await seen(first)
  expect(before.some((text) => text.includes('••••••'))).toBe(true)
  expectNoCanary(before)
  const { out, err } = await first.end('SIGKILL')
  expectNoCanary([out, err, ...onDisk(dataDirectory)])

  const second = await start()
  heard.push(await listen(second.url))
  const emitted = await runMillrace(['event', 'emit', 'confirmed-ada', '--server', second.url])
  expect(emitted.err).toBe('1 step received it.\n')
  await eventually('it has ended', async () => (await second.get<Page>('/executions')).items[0]?.status === 'success' || undefined)
  const { steps } = await second.get<{
    readonly steps: readonly { readonly step: string; readonly logs: readonly { message: string }[] }[]
  }>(`/executions/${waiting.id}`)
  expect(steps.find(({ step }) => step === 'welcome')?.logs[0]?.message).toBe(
    `Welcome ada, your number is ••••••. A mail goes to •••••• (${letters} letters).`,
  )
  const shown = await runMillrace(['execution', 'show', waiting.id, '--server', second.url])
  expectNoCanary([...(await seen(second)), shown.out, shown.err])
  const ended = await second.end('SIGTERM')
  expectNoCanary([ended.out, ended.err, ...onDisk(dataDirectory)])
})

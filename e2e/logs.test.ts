import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkout, millrace } from './support/checkout.ts'
import { eventually } from './support/eventually.ts'
import { cleanEnvironment, runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const source = `id: talk
triggers: { call: { type: webhook, with: { path: /talk, auth: none } } }
nodes:
  hello: { type: log, with: { message: "{{ trigger.body.say }}", data: { by: talk } }, next: [low, tell] }
  low: { type: log, with: { level: warn, message: stock is low } }
  tell: { type: event.emit, with: { name: talk.said, data: "{{ trigger.body.say }}" } }
`

async function startTalking() {
  const workflows = join(temporaryDirectory(), 'workflows')
  mkdirSync(workflows)
  writeFileSync(join(workflows, 'talk.yaml'), source)
  const server = await startMillrace({ workflows, dataDirectory: temporaryDirectory() })
  const ask = (...args: string[]) => runMillrace([...args, '--server', server.url])
  return { server, ask, say: (text: string) => server.send('/webhook/talk', { say: text }) }
}

/** A command that does not end by itself, and what it has printed so far. */
function followed(...args: readonly string[]): { out(): string } {
  const child = spawn(millrace.node, [...millrace.args, ...args], { cwd: checkout, env: cleanEnvironment() })
  onTestFinished(() => void child.kill())
  let printed = ''
  child.stdout.on('data', (piece) => {
    printed += String(piece)
  })
  return { out: () => printed }
}

const shows = (command: { out(): string }, pattern: RegExp) =>
  eventually(`${pattern} is printed`, () => (pattern.test(command.out()) ? true : undefined))

test('logs shows what steps have said, the newest last, and no control character does anything', async () => {
  const { ask, say } = await startTalking()
  expect((await ask('logs')).out).toContain('There are no such lines')
  await say('Hello \u001b[2J\u0007<b>Ada</b>')
  await say('Hello Grace')
  const { out } = await ask('logs', '--grep', 'hello')
  expect(out).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d info {2}talk hello: Hello \\u001b\[2J\\u0007<b>Ada<\/b> \{"by":"talk"\}\n.*Hello Grace \{"by":"talk"\}\n$/,
  )
  expect((await ask('logs', '--level', 'warn', '-n', '1')).out).toMatch(/ warn {2}talk low: stock is low\n$/)
  expect(JSON.parse((await ask('logs', '--node', 'low', '--json')).out)).toMatchObject([{ level: 'warn' }, { message: 'stock is low' }])
  expect((await ask('logs', '-w', 'talk', '-o', 'csv')).out).toMatch(/^at,level,workflowId,executionId,step,attempt,message,data\r\n/)
  expect((await ask('logs', '-w', 'other', '--json')).out).toBe('[]\n')
  expect(await ask('logs', '--follow', '--since', '2027-01-01')).toMatchObject({ code: 2 })
})

test('logs --follow and event list --follow go on with what comes', async () => {
  const { server, say } = await startTalking()
  await say('first')
  const lines = followed('logs', '--follow', '--level', 'info', '--json', '--server', server.url)
  const events = followed('event', 'list', '--follow', '--name', 'talk.*', '--server', server.url)
  await shows(lines, /"first"/)
  await shows(events, /talk\.said/)
  await say('second')
  await shows(lines, /"message":"second".*\n/)
  await shows(events, /talk\.said[\s\S]*\n[\s\S]*talk\.said.*\n/)
  expect(lines.out().match(/"message":"second"/g)).toHaveLength(1)
})

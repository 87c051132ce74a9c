import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const workflow = (said: string) => `id: talk
triggers: { web: { type: webhook, with: { path: /talk, auth: none, respond: respond-node } } }
nodes: { say: { type: respond, with: { body: "${said} {{ trigger.body.n }}" } } }
`

async function opened() {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'talk.yaml'), workflow('published'))
  const millrace = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  const draft = join(temporaryDirectory(), 'draft.yaml')
  writeFileSync(draft, workflow('draft'))
  const called = (n: number) =>
    eventually('somebody listens', async () => {
      const answer = await millrace.send('/webhook-test/talk', { n })
      return answer.status === 404 ? undefined : answer.text()
    })
  const listen = (...args: readonly string[]) => runMillrace(['workflow', 'listen', ...args, '--server', millrace.url])
  return { millrace, draft, called, listen }
}

describe('millrace workflow listen', () => {
  test('runs one test call with a file that is not published, and shows its steps; production goes on', async () => {
    const { millrace, draft, called, listen } = await opened()
    const listening = listen(draft)
    expect(await called(7)).toBe('draft 7')
    expect(await (await millrace.send('/webhook/talk', { n: 8 })).text()).toBe('published 8')
    const { code, out, err } = await listening
    expect([code, JSON.parse(out.slice(0, out.indexOf('\n}') + 2))]).toMatchObject([0, { body: { n: 7 }, test: true }])
    expect(`${out}${err}`).toContain('/webhook-test/talk')
    expect(`${out}${err}`).toContain('say')
  })

  test('only shows what came when that is wanted, and gives up when nobody calls', async () => {
    const { millrace, called, listen } = await opened()
    const listening = listen('talk', '--data-only')
    expect(JSON.parse(await called(9))).toEqual({ received: true })
    const { code, out } = await listening
    expect([code, JSON.parse(out)]).toMatchObject([0, { body: { n: 9 } }])
    expect(await millrace.get('/executions')).toMatchObject({ items: [] })
    const quiet = await listen('talk', '--for', '1s')
    expect([quiet.code, quiet.err]).toMatchObject([1, expect.stringContaining('Nobody called in time')])
  })
})

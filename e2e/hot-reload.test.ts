import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const workflow = (says: string) => `
id: talk
vars: { service: "" }
triggers:
  web: { type: webhook, with: { path: /talk, auth: none, respond: last-node } }
  slow: { type: webhook, with: { path: /slow, auth: none } }
nodes:
  is_slow: { type: if, with: { condition: "{{ trigger.id == 'slow' }}" }, next: { true: call, false: say } }
  call: { type: http.request, with: { url: "{{ vars.service }}/call" }, next: say }
  say: { type: set, with: { values: { said: ${says} } } }
`

async function talking() {
  const directory = temporaryDirectory()
  const workflows = join(directory, 'workflows')
  mkdirSync(workflows)
  const save = (source: string, name = 'talk.yaml') => writeFileSync(join(workflows, name), source)
  save(workflow('one'))
  const released = Promise.withResolvers<void>()
  const service = await startHttpService(async () => {
    await released.promise
    return { status: 200, body: {} }
  })
  const environment = { MILLRACE_VAR_SERVICE: service.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
  const millrace = await startMillrace({ workflows, dataDirectory: join(directory, 'data'), environment })
  return { millrace, service, save, release: released.resolve, remove: (name: string) => rmSync(join(workflows, name)) }
}

async function said(millrace: StartedMillrace): Promise<unknown> {
  const answer: { said?: unknown } = JSON.parse(await (await millrace.send('/webhook/talk', {})).text())
  return answer.said
}

async function untilSaid(millrace: StartedMillrace, words: string): Promise<void> {
  await eventually(`the workflow says ${words}`, async () => ((await said(millrace)) === words ? true : undefined))
}

describe('saving a workflow while the server runs', () => {
  test('makes the new version live, while what runs finishes on the old one', async () => {
    const { millrace, service, save, release } = await talking()
    expect(await said(millrace)).toBe('one')
    const { executionId } = (await (await millrace.send('/webhook/slow', {})).json()) as { executionId: string }
    await eventually('the slow execution is calling', () => (service.calls.length > 0 ? true : undefined))
    save(workflow('two'))
    await untilSaid(millrace, 'two')
    expect(millrace.output()).toContain('talk version 2')
    release()
    const slow = await eventually('the slow execution has ended', async () => {
      const found = await millrace.get<{ status: string; workflowVersion: number; result: unknown }>(`/executions/${executionId}`)
      return found.status === 'running' ? undefined : found
    })
    expect(slow).toMatchObject({ status: 'success', workflowVersion: 1, result: { said: 'one' } })
  })

  test('a broken file is told, with its place, and the last good version keeps serving', async () => {
    const { millrace, save } = await talking()
    save(workflow('two').replace('type: if', 'type: iff'))
    await eventually('the mistake is told', () => (millrace.output().includes('UNKNOWN_NODE_TYPE') ? true : undefined))
    expect(millrace.output()).toMatch(/talk\.yaml has 1 error; version 1 of talk keeps serving/)
    expect(millrace.output()).toMatch(/talk\.yaml:8:\d+ {2}error UNKNOWN_NODE_TYPE/)
    expect(await said(millrace)).toBe('one')
    save(workflow('mended'))
    await untilSaid(millrace, 'mended')
  })

  test('a new file is served, and a deleted one stays published', async () => {
    const { millrace, save, remove, release } = await talking()
    save(workflow('more').replace('id: talk', 'id: more').replace('/talk', '/more').replace('/slow', '/more-slow'), 'more.yaml')
    await eventually('the new webhook answers', async () => ((await millrace.send('/webhook/more', {})).ok ? true : undefined))
    remove('talk.yaml')
    await eventually('it is said', () => (millrace.output().includes('version 1 stays published') ? true : undefined))
    expect(await said(millrace)).toBe('one')
    const { executionId } = (await (await millrace.send('/webhook/slow', {})).json()) as { executionId: string }
    expect(await runMillrace(['workflow', 'delete', 'talk', '--yes', '--server', millrace.url])).toMatchObject({ code: 0 })
    expect((await millrace.send('/webhook/talk', {})).status).toBe(404)
    release()
    const ended = await eventually('what ran has ended', async () => {
      const found = await millrace.get<{ status: string; workflowVersion: number; result: unknown }>(`/executions/${executionId}`)
      return found.status === 'running' ? undefined : found
    })
    expect(ended).toMatchObject({ status: 'success', workflowVersion: 1, result: { said: 'one' } })
  })
})

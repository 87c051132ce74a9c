import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createStandardCatalog } from '@millrace/nodes'
import { expect, test } from 'vitest'
import { deliverMail, hasDovecot, openDovecot } from '../packages/nodes/src/testing/dovecot.ts'
import { eventually } from './support/eventually.ts'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

/** What workflows are made of. Each kind ends well, whatever starts it. */
const kinds: Readonly<Record<string, object>> = {
  straight: { a: { type: 'set', with: { values: { by: '{{ trigger.type }}' } } } },
  branching: {
    which: { type: 'if', with: { condition: "{{ trigger.type != 'form' }}" }, next: { true: ['one', 'other'], false: 'end' } },
    one: { type: 'set', with: { values: { n: 1 } }, next: 'end' },
    other: { type: 'set', with: { values: { n: 2 } }, next: 'end' },
    end: { type: 'merge' },
  },
  repeating: {
    each: { type: 'for-each', with: { items: [1, 2, 3] }, nodes: { twice: { type: 'set', with: { values: { n: '{{ item * 2 }}' } } } } },
  },
  mending: {
    risk: {
      type: 'try',
      nodes: { fail: { type: 'stop', with: { status: 'failed', message: 'No' } } },
      catch: { mend: { type: 'set', with: { values: { why: '{{ error.message }}' } } } },
    },
  },
  waiting: { rest: { type: 'wait.delay', with: { for: '20ms' } } },
  calling: { other: { type: 'workflow.call', with: { workflow: 'helper' } } },
  answering: { answer: { type: 'respond', with: { body: '{{ trigger.type }}' } } },
}

const page = { title: 'Say it' }

/** One trigger of each type. */
function triggersOf(id: string): Readonly<Record<string, { readonly type: string; readonly with?: object }>> {
  return {
    webhook: { type: 'webhook', with: { path: `/{{ vars.place }}/${id}`, auth: { type: 'bearer', secret: 'KEY' } } },
    function: { type: 'function', with: { name: id } },
    form: { type: 'form', with: { path: `/${id}`, ...page, fields: [{ name: 'who', type: 'text', label: 'Who', required: true }] } },
    chat: { type: 'chat', with: { path: `/${id}`, ...page, respond: 'last-node' } },
    schedule: { type: 'schedule', with: { every: '{{ vars.every }}' } },
    poll: {
      type: 'poll',
      with: { node: { type: 'http.request', with: { url: '{{ vars.shop }}' } }, items: '{{ input.body }}', from: 'beginning' },
    },
    ...(hasMail && { email: { type: 'email', with: { connection: `mail_${id}`, subject: 'Order', from: 'beginning' } } }),
    file: { type: 'file', with: { folder: 'inbox', settled: '0s', from: 'beginning' } },
    event: { type: 'event', with: { name: 'matrix.told' } },
    pattern: { type: 'event.pattern', with: { name: 'matrix.twice', times: 2, within: '1h' } },
    table: { type: 'table', with: { table: 'thing', events: 'created' } },
    workflow: { type: 'workflow', with: { workflows: 'told' } },
    manual: { type: 'manual' },
    error: { type: 'error' },
  }
}

const hasMail = hasDovecot()

function sourceOf(id: string, kind: string): string {
  return JSON.stringify({ id, triggers: triggersOf(id), nodes: kinds[kind] })
}

/** Every kind of workflow comes out of a file; those of the other ways are of one kind each. */
const fromFile = Object.keys(kinds)
const ids = [...fromFile, 'by_api', 'by_cli']

test('each trigger, however it is configured, starts each kind of workflow', async () => {
  await using imap = hasMail ? await openDovecot() : { port: 0, [Symbol.asyncDispose]: async () => undefined }
  const shop = await startHttpService(() => ({ status: 200, body: [{ order: 17 }] }))
  const workflows = temporaryDirectory()
  const inbox = join(workflows, 'node_modules') // What is in such a folder is no workflow.
  mkdirSync(inbox)
  writeFileSync(join(inbox, 'prices.csv'), 'sku,price\n')
  for (const id of fromFile) writeFileSync(join(workflows, `${id}.yaml`), sourceOf(id, id))
  for (const id of ['helper', 'told']) writeFileSync(join(workflows, `${id}.yaml`), JSON.stringify({ id, nodes: kinds.straight }))
  if (hasMail) await deliverMail(imap.port, 'From: zoe@example.com\r\nSubject: Order 17\r\nMessage-ID: <m1@x>\r\n\r\nPlease\r\n')
  const mailbox = (user: string) =>
    JSON.stringify({ type: 'imap', host: '127.0.0.1', port: imap.port, security: 'none', user, password: 'p4ss-word' })
  const server = await startMillrace({
    workflows,
    dataDirectory: temporaryDirectory(),
    environment: {
      MILLRACE_SECRET_KEY: 'a-key',
      MILLRACE_VAR_SHOP: shop.url,
      MILLRACE_VAR_PLACE: 'north',
      MILLRACE_VAR_EVERY: '2s',
      MILLRACE_DISK: `inbox=${inbox}`,
      MILLRACE_EGRESS_ALLOW: '127.0.0.0/8',
      ...Object.fromEntries(ids.map((id) => [`MILLRACE_CONNECTION_MAIL_${id.toUpperCase()}`, mailbox(id)])),
    },
  })

  await put(server, 'by_api', sourceOf('by_api', 'branching'))
  const file = join(temporaryDirectory(), 'by_cli.yaml')
  writeFileSync(file, sourceOf('by_cli', 'repeating'))
  expect(await runMillrace(['workflow', 'publish', file, '--server', server.url])).toMatchObject({ code: 0 })

  for (const id of ids) await callAll(server, id)
  for (const name of ['matrix.told', 'matrix.twice', 'matrix.twice']) await sent(server, '/api/v1/events', { name })
  await sent(server, '/api/v1/tables/thing/records', { n: 1 })
  await sent(server, '/api/v1/workflows/told/run', {})

  const types = createStandardCatalog()
    .triggerTypes()
    .filter((type) => hasMail || type !== 'email')
  for (const id of ids) {
    const started = await eventually(`${id} is started by each type`, async () => {
      const { items } = await server.get<{ items: readonly Started[] }>(`/executions?workflow=${id}&limit=200`)
      const ended = items.filter(({ status }) => status === 'success')
      return types.every((type) => ended.some(({ triggerType }) => triggerType === type)) ? items : undefined
    })
    expect(started.filter(({ status }) => !['success', 'running', 'waiting'].includes(status))).toEqual([])
    // Once each. The clock goes on by itself.
    const once = started.map(({ triggerType }) => triggerType).filter((type) => type !== 'schedule')
    expect(once.toSorted()).toEqual(types.filter((type) => type !== 'schedule').toSorted())
  }
})

interface Started {
  readonly status: string
  readonly triggerType: string
}

/** What is called at an address, or by hand, and a failure that it is to deal with. */
async function callAll(server: StartedMillrace, id: string): Promise<void> {
  const key = { authorization: 'Bearer a-key' }
  expect((await fetch(`${server.url}/webhook/north/${id}`, { method: 'POST' })).status).toBe(401)
  expect((await fetch(`${server.url}/webhook/north/${id}`, { method: 'POST', headers: key })).status).toBe(202)
  await sent(server, `/api/v1/functions/${id}`, { who: 'Ada' })
  expect((await fetch(`${server.url}/form/${id}`, { method: 'POST', body: new URLSearchParams({ who: 'Ada' }) })).status).toBe(200)
  await sent(server, `/chat/${id}`, { message: 'Good morning' })
  await sent(server, `/api/v1/workflows/${id}/run`, { trigger: 'manual' })
  const nodes = { a: { type: 'stop', with: { status: 'failed', message: 'No' } } }
  await put(server, `failing_${id}`, JSON.stringify({ id: `failing_${id}`, settings: { onFailure: id }, nodes }))
  await sent(server, `/api/v1/workflows/failing_${id}/run`, {})
}

async function sent(server: StartedMillrace, path: string, body: object): Promise<void> {
  const answer = await server.send(path, body)
  expect(answer.ok, `${path}: ${answer.status} ${await answer.text()}`).toBe(true)
}

async function put(server: StartedMillrace, id: string, source: string): Promise<void> {
  const headers = { 'content-type': 'application/yaml' }
  const answer = await fetch(`${server.url}/api/v1/workflows/${id}`, { method: 'PUT', headers, body: source })
  expect(answer.ok, await answer.text()).toBe(true)
}

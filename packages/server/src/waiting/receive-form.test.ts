import { expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'

const about = {
  type: 'form',
  title: '<b>Where to?</b>',
  fields: [
    { name: 'street', type: 'text', label: 'Street & number', required: true },
    { name: 'count', type: 'number', max: 9 },
    { name: 'map', type: 'file' },
  ],
  done: 'We <will> send it.',
}

const source = `id: asking\nnodes:\n  ask: { type: ask, with: { about: ${JSON.stringify(about)} } }\n`

interface Detail {
  readonly status: string
  readonly result: unknown
  readonly steps: readonly { readonly waiting?: { readonly for: string; readonly url?: string } }[]
}

async function begin(server: TestServer) {
  const trigger = { id: 'manual', type: 'manual', data: {} }
  const { executionId, finished } = await server.driver.start({ account: 'default', workflowId: 'asking', trigger })
  const detail = async () => (await (await server.ask(`/api/v1/executions/${executionId}`)).json()) as Detail
  await expect.poll(async () => (await detail()).steps[0]?.waiting).toBeDefined()
  const { waiting } = (await detail()).steps[0] ?? {}
  return { executionId, finished, detail, waiting, path: new URL(waiting?.url ?? '').pathname }
}

const person = { accept: 'text/html' }
const files = async ({ store }: TestServer) => (await store.files.list('default', {}, { limit: 9 })).items

test('its page is text, tells its address to nobody, and opening it sends nothing', async () => {
  const server = await testServer([source])
  const { path, waiting, detail } = await begin(server)
  expect(waiting?.for).toBe('form')
  const answer = await server.ask(path, { headers: person })
  const page = await answer.text()
  expect(page).toContain('&#60;b&#62;Where to?')
  expect(page).toContain('Street &#38; number')
  expect(page).not.toMatch(/<script|<b>|\son\w+=|https?:/)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self';/),
  })
  expect((await server.ask(path, { method: 'HEAD' })).status).toBe(204)
  expect((await server.ask(path, { method: 'PUT', body: 'street=a' })).status).toBe(405)
  expect((await detail()).status).toBe('waiting')
})

test('what does not fit is told beside its field, and the address stays good for what does, once', async () => {
  const server = await testServer([source])
  const { path, finished } = await begin(server)
  const send = (sent: Readonly<Record<string, string>>, headers = person) =>
    server.ask(path, { method: 'POST', headers, body: new URLSearchParams(sent) })
  const refused = await send({ street: ' ', count: '10' })
  const page = await refused.text()
  expect([refused.status, page]).toEqual([422, expect.stringContaining('Please look at 2 fields again')])
  expect(page).toContain('value="10"')
  const program = await send({ count: '1' }, { accept: 'application/json' })
  expect([program.status, await program.json()]).toEqual([400, expect.objectContaining({ code: 'REQUEST_INVALID' })])
  const json = await server.ask(path, {
    method: 'POST',
    headers: { ...person, 'content-type': 'application/json' },
    body: '{"street":"a"}',
  })
  expect([json.status, json.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])

  const taken = await send({ street: 'Mill Lane 1', count: '2', other: 'x' })
  expect([taken.status, await taken.text()]).toEqual([200, expect.stringContaining('We &#60;will&#62; send it.')])
  expect((await finished).result).toEqual({ fields: { street: 'Mill Lane 1', count: 2, map: null }, submittedAt: expect.any(String) })
  expect((await send({ street: 'Mill Lane 2' })).status).toBe(404)
})

test('an upload is a file of the execution that waits; of a form that is not taken it is gone', async () => {
  const server = await testServer([source])
  const { path, executionId } = await begin(server)
  const upload = (street: string) => {
    const body = new FormData()
    body.append('street', street)
    body.append('map', new File(['map'], 'map.png', { type: 'image/png' }))
    return server.ask(path, { method: 'POST', body })
  }
  expect((await upload('')).status).toBe(400)
  expect(await files(server)).toEqual([])
  expect((await Promise.all([upload('a'), upload('b'), upload('c')])).map(({ status }) => status).sort()).toEqual([200, 404, 404])
  expect(await files(server)).toMatchObject([{ name: 'map.png', executionId }])
})

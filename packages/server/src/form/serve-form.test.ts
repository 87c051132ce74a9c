import { expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.ts'

const fields = [
  { name: 'who', type: 'text', label: '<b>Who & where</b>', help: 'As "they" call you', required: true },
  { name: 'mail', type: 'email' },
  { name: 'kind', type: 'select', options: ['One', '<Two>'] },
  { name: 'news', type: 'checkbox' },
  { name: 'proof', type: 'file' },
]

const source = (params: object = {}, nodes = 'out: { type: echo }', more = '') =>
  `id: signup\ntriggers: { form: { type: form${more}, with: ${JSON.stringify({ path: '/sign-up', title: 'Sign <up>', fields, ...params })} } }\nnodes:\n  ${nodes}\n`

const executions = async ({ store }: TestServer) => (await store.executions.list('default', {}, { limit: 90 })).items
const files = async ({ store }: TestServer) => (await store.files.list('default', {}, { limit: 90 })).items

function send({ ask }: TestServer, sent: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
  return ask('/form/sign-up', { method: 'POST', headers, body: new URLSearchParams(sent) })
}

async function triggerOf(server: TestServer) {
  const [execution] = await executions(server)
  const [started] = await server.store.executions.log('default', execution?.id ?? '')
  return started?.type === 'execution-started' ? started.trigger : undefined
}

test('the page needs no script, tells every field by its label, and all that a workflow brings is text', async () => {
  const server = await testServer([source()])
  const answer = await server.ask('/form/sign-up')
  const page = await answer.text()
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  )
  expect(page).not.toMatch(/<script|<b>|<Two>|<up>|\son\w+=|https?:/)
  for (const { name } of fields) {
    expect(page).toContain(`for="f-${name}"`)
    expect(page).toContain(`id="f-${name}"`)
  }
  expect(page).toMatch(/id="f-who" name="who" required aria-describedby="f-who-help"/)
  expect(page).toContain('<html lang="en">')
  expect(page.match(/<h1>/g)).toHaveLength(1)
})

test('what is sent starts an execution with the values of the fields, and the page says thanks', async () => {
  const server = await testServer([source({ done: 'We <will> write.' })])
  const answer = await send(server, { who: ' Ada ', mail: 'ada@example.com', kind: '<Two>', news: 'yes', other: 'x' })
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('We &#60;will&#62; write.')])
  expect(await triggerOf(server)).toMatchObject({
    id: 'form',
    type: 'form',
    data: { fields: { who: 'Ada', mail: 'ada@example.com', kind: '<Two>', news: true, proof: null }, submittedAt: expect.any(String) },
  })
})

test('what one page sends twice, as by a second click, is one execution and gets its answer; another page is another person', async () => {
  const server = await testServer([source({ respond: 'respond-node' }, 'out: { type: reply, with: { body: "{{ execution.id }}" } }')])
  const mark = async () => /name="millrace_page" value="([^"]{22})"/.exec(await (await server.ask('/form/sign-up')).text())?.[1] ?? ''
  const post = async (millrace_page: string, who: string) => {
    const body = new FormData()
    body.set('millrace_page', millrace_page)
    body.set('who', who)
    body.set('proof', new Blob(['proof of it']), 'proof.txt')
    return (await server.ask('/form/sign-up', { method: 'POST', body })).text()
  }
  const [page, other] = [await mark(), await mark()]
  const [first, second] = await Promise.all([post(page, 'Ada'), post(page, 'Ada')])
  expect([second, await post(page, 'Ada')]).toEqual([first, first])
  expect([(await executions(server)).length, (await files(server)).length]).toEqual([1, 1])
  // Somebody went back and changed a word; somebody else writes the same; a program marks nothing.
  const ids = [first, await post(page, 'Bea'), await post(other, 'Ada'), await post('', 'Ada'), await post('', 'Ada')]
  expect(new Set(ids).size).toBe(5)
})

test('a field may be called as a part of a file is: what is changed in it is sent anew', async () => {
  const server = await testServer([source({ fields: [{ name: 'fileId', type: 'text' }] })])
  for (const fileId of ['one', 'two', 'two']) await send(server, { millrace_page: 'a-page', fileId })
  expect(await executions(server)).toHaveLength(2)
})

test('an upload is a file of the execution; with a mistake in the form it is not kept', async () => {
  const server = await testServer([source()])
  const upload = (who: string) => {
    const body = new FormData()
    body.append('who', who)
    body.append('proof', new File(['proof'], 'proof.pdf', { type: 'application/pdf' }))
    return server.ask('/form/sign-up', { method: 'POST', body })
  }
  expect((await upload('')).status).toBe(422)
  expect([await files(server), await executions(server)]).toEqual([[], []])
  expect((await upload('Ada')).status).toBe(200)
  const [execution] = await executions(server)
  expect(await files(server)).toMatchObject([{ name: 'proof.pdf', executionId: execution?.id }])
})

test('what does not fit is told beside its field, with what was filled in, and starts nothing', async () => {
  const server = await testServer([source()])
  const answer = await send(server, { who: '', mail: '"><script>alert(1)</script>', kind: 'Three' })
  const page = await answer.text()
  expect(answer.status).toBe(422)
  expect(page).toMatch(/<div class="mistakes" role="alert" tabindex="-1" autofocus><p>Please look at 3 fields again/)
  expect(page).toMatch(/<a href="#f-who">.*<a href="#f-mail">.*<a href="#f-kind">/)
  expect(page).toMatch(/id="f-mail" name="mail" aria-describedby="f-mail-mistake" aria-invalid="true"/)
  expect(page).toContain('value="&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;"')
  expect(page).not.toContain('<script')
  expect(await executions(server)).toEqual([])
})

test('attack 25: a flood is told to come later, and a program that fills in what nobody sees is only thanked', async () => {
  const server = await testServer([source({ rateLimit: { limit: 3, per: '1m' } })])
  const trapped = await send(server, { who: 'Bot', millrace_website: 'http://spam.example' })
  expect([trapped.status, await executions(server)]).toEqual([200, []])
  const statuses = []
  for (let times = 0; times < 5; times++) statuses.push((await send(server, { who: 'Ada' })).status)
  expect(statuses).toEqual([200, 200, 429, 429, 429])
  const refused = await send(server, { who: 'Ada' })
  expect([Number(refused.headers.get('retry-after')) > 0, refused.headers.get('content-type')]).toEqual([true, 'text/html; charset=utf-8'])
  expect(await executions(server)).toHaveLength(2)
  const listed = (await (await server.ask('/api/v1/triggers/signup/form')).json()) as object
  expect(listed).toMatchObject({
    url: 'http://localhost:8577/form/sign-up',
    isOpen: true,
    lastRefusal: { code: 'TOO_MANY_CALLS', count: 4 },
  })
})

test('attack 45: a page of another site cannot send it', async () => {
  const server = await testServer([source()])
  const sent = { who: 'Ada' }
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:8577' },
  ])
    expect((await send(server, sent, headers)).status).toBe(403)
  expect(await executions(server)).toEqual([])
  for (const headers of [{}, { origin: 'http://localhost:8577' }, { 'sec-fetch-site': 'same-origin' }])
    expect((await send(server, sent, headers)).status).toBe(200)
})

test('a browser is not kept from saying that the page sends it, which over plain HTTP is all it says', async () => {
  // Told `no-referrer`, browsers send `Origin: null`; and only over HTTPS, or on this machine, do they send Sec-Fetch-Site.
  const server = await testServer([source()])
  for (const page of [await server.ask('/form/sign-up'), await send(server, { who: '' })])
    expect(page.headers.get('referrer-policy')).toBe('same-origin')
  const sent = await send(server, { who: 'Ada' }, { origin: 'http://forms.example:8577', host: 'forms.example:8577' })
  expect(sent.status).toBe(200)
})

test('attacks 16 and 17: only a form is taken, and nothing in it poses as a file', async () => {
  const server = await testServer([source()])
  const json = await server.ask('/form/sign-up', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"who":"Ada"}' })
  expect(json.status).toBe(400)
  const posing = await send(server, { who: 'Ada', proof: 'f_00000000000000000000000000000000' })
  expect([posing.status, await executions(server)]).toEqual([422, []])
})

test('afterwards it leads on, where browsers may follow, or shows what a respond step gives', async () => {
  const leading = await testServer([source({ redirect: 'https://shop.example.com/thanks?a=b' })])
  const policy = (await leading.ask('/form/sign-up')).headers.get('content-security-policy')
  expect(policy).toContain("form-action 'self' https://shop.example.com;")
  const led = await send(leading, { who: 'Ada' })
  expect([led.status, led.headers.get('location')]).toEqual([303, 'https://shop.example.com/thanks?a=b'])
  const nodes = 'out: { type: reply, with: { headers: { content-type: text/html }, body: "<p>Hi {{ trigger.fields.who }}</p>" } }'
  const answering = await testServer([source({ respond: 'respond-node' }, nodes)])
  const answer = await send(answering, { who: 'Ada' })
  expect([answer.status, await answer.text(), answer.headers.get('content-security-policy')]).toEqual([200, '<p>Hi Ada</p>', 'sandbox'])
})

test('what fails inside is told without its reason; what takes long is thanked for', async () => {
  const failing = await testServer([source({ respond: 'respond-node' }, 'out: { type: fail, with: { message: password=hunter2 } }')])
  const failed = await send(failing, { who: 'Ada' })
  expect([failed.status, await failed.text()]).toEqual([500, expect.not.stringContaining('hunter2')])
  const slow = await testServer([source({ respond: 'respond-node' }, 'out: { type: forever }')], { answerTimeoutMs: 10 })
  expect((await send(slow, { who: 'Ada' })).status).toBe(200)
})

test('one that is unknown or switched off is not there; HEAD and OPTIONS start nothing', async () => {
  const server = await testServer([source({}, undefined, ', disabled: true')])
  for (const path of ['/form/sign-up', '/form/nope', '/form/Sign-up', '/form/sign-up/', '/form/sign%2Dup'])
    expect([(await server.ask(path)).status, (await server.ask(path, { method: 'POST' })).status]).toEqual([404, 404])
  await server.publish(source())
  for (const method of ['HEAD', 'OPTIONS']) expect((await server.ask('/form/sign-up', { method })).status).toBe(204)
  expect((await server.ask('/form/sign-up', { method: 'PUT' })).status).toBe(405)
  expect(await executions(server)).toEqual([])
})

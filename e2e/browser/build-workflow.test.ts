import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openContext, openPage, openTab } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

async function startWith(source: string): Promise<{ readonly url: string; readonly file: string }> {
  const directory = temporaryDirectory()
  const file = join(directory, 'orders.yaml')
  writeFileSync(file, source)
  const { url } = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  return { url: `${url}/workflows/orders`, file }
}

function card(page: Page, name: RegExp) {
  return page.getByRole('region', { name: 'Canvas' }).getByRole('group', { name })
}

async function addByKeys(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Tab')
  await page.getByRole('combobox', { name: 'Find a node or trigger to add' }).waitFor()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

test('a conditional workflow is built by keyboard alone, run, and lights up', async () => {
  const { url, file } = await startWith('id: orders\nname: Orders\nnodes:\n  is_large: { type: if, with: { condition: "{{ true }}" } }\n')
  const page = await openPage(url)
  await card(page, /^is_large/).focus()
  await addByKeys(page, 'merge')
  await card(page, /^merge, merge/).waitFor()
  await page.keyboard.press('F2')
  await page.keyboard.type('tell_them')
  await page.keyboard.press('Enter')
  await card(page, /^tell_them/).waitFor()
  await page.keyboard.press('ArrowLeft')
  // The first port is taken: what comes next goes to the other one.
  await addByKeys(page, 'merge')
  await card(page, /^merge, merge/).waitFor()
  await page.getByText('Draft saved').waitFor()
  expect(await seriousFindings(page)).toEqual([])

  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).press('Enter')
  await page.getByRole('region', { name: 'Test run' }).getByText('Success').waitFor()
  await card(page, /^tell_them/)
    .getByRole('img', { name: 'Success' })
    .waitFor()

  await page.keyboard.press('Control+s')
  await page.getByLabel('Note').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).press('Enter')
  // The test run has kept what it ran as a version too.
  await page.getByText(/^Version [2-9]$/).waitFor()
  expect(readFileSync(file, 'utf8')).toMatch(/next:.*true: tell_them.*false: merge/s)
})

test('a webhook workflow is built from nothing by mouse', async () => {
  const { url } = await startWith('id: orders\nnodes:\n  one: { type: merge }\n')
  const draft = url.replace('/workflows/orders', '/api/v1/workflows/fresh/draft')
  const source = 'id: fresh\nname: Fresh\nnodes: {}\n'
  const headers = { 'content-type': 'application/json', 'if-none-match': '*' }
  expect((await fetch(draft, { method: 'PUT', headers, body: JSON.stringify({ source }) })).status).toBe(200)
  const page = await openPage(url.replace('orders', 'fresh'))
  await page.getByRole('button', { name: 'Add the first node' }).click()
  await page
    .getByRole('option', { name: /^Webhook/ })
    .first()
    .click()
  await card(page, /^webhook, trigger webhook/).waitFor()
  // From the port into the open: the palette offers what comes there.
  const port = card(page, /^webhook, trigger/).locator('.react-flow__handle')
  const from = await port.boundingBox()
  if (from === null) throw new Error('The port is not seen.')
  await page.mouse.move(from.x + 6, from.y + 6)
  await page.mouse.down()
  await page.mouse.move(from.x + 140, from.y + 80, { steps: 6 })
  await page.mouse.up()
  await page.getByRole('option', { name: /^If\b/ }).first().click()
  await card(page, /^if, if/).waitFor()
  await card(page, /^if, if/).click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Duplicate/ }).click()
  await card(page, /^if_2, if/).waitFor()
  await page.keyboard.press('Delete')
  await card(page, /^if_2/).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Undo/ }).click()
  await card(page, /^if_2, if/).waitFor()
})

test('keys typed before a finder has come are none of the canvas', async () => {
  const { url } = await startWith('id: orders\nnodes:\n  one: { type: merge }\n')
  const context = await openContext()
  const loading = Promise.withResolvers<void>()
  await context.route('**/assets/node-finder-*.js', async (route) => {
    await loading.promise
    await route.continue()
  })
  const page = await openTab(context, url)
  const opening = page.getByRole('dialog', { name: 'Opening' })
  await card(page, /^one/).focus()
  await page.keyboard.press('Control+f')
  await opening.waitFor()
  await page.keyboard.press('Escape')
  await opening.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+f')
  await opening.waitFor()
  await page.keyboard.press('Delete')
  // Earlier than any hand could be: in the moment the field is there, before the page has time for anything else.
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[role="combobox"]') === null) return
      observer.disconnect()
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true, cancelable: true }))
    })
    observer.observe(document, { childList: true, subtree: true })
  })
  loading.resolve()
  await page.getByRole('combobox', { name: 'Find a node' }).waitFor()
  await page.keyboard.press('Enter')
  expect(await card(page, /^one/).count()).toBe(1)
  expect(await page.getByRole('button', { name: /^Undo/ }).isDisabled()).toBe(true)
})

test('keys typed before a new node is drawn are those of the canvas', async () => {
  const { url } = await startWith('id: orders\nnodes:\n  one: { type: merge }\n')
  const page = await openPage(url)
  await card(page, /^one/).focus()
  await page.keyboard.press('Tab')
  await page.getByRole('combobox', { name: 'Find a node or trigger to add' }).waitFor()
  await page.evaluate(() => {
    const { requestAnimationFrame } = window
    const held: FrameRequestCallback[] = []
    window.requestAnimationFrame = (draw) => held.push(draw)
    window.addEventListener('draw', () => {
      window.requestAnimationFrame = requestAnimationFrame
      for (const draw of held) requestAnimationFrame(draw)
    })
  })
  await page.keyboard.type('set values')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('merge')
  await page.evaluate(() => window.dispatchEvent(new Event('draw')))
  await page.keyboard.press('Enter')
  const draft = url.replace('/workflows/orders', '/api/v1/workflows/orders/draft')
  await expect.poll(async () => (await fetch(draft)).text()).toMatch(/one:.*next: set.*set:.*next: merge.*merge:/s)
})

test('two tabs see each other, and nothing is written over', async () => {
  const { url } = await startWith('id: orders\nnodes:\n  one: { type: merge }\n  two: { type: merge }\n')
  const context = await openContext()
  const mine = await openTab(context, url)
  const theirs = await openTab(context, url)
  await card(theirs, /^one/).waitFor()
  await card(mine, /^one/).focus()
  await mine.keyboard.press('d')
  await card(theirs, /^one, merge.*disabled/).waitFor()
  await card(theirs, /^two/).focus()
  await theirs.keyboard.press('Delete')
  await card(mine, /^two/).waitFor({ state: 'detached' })
  await card(mine, /^one, merge.*disabled/).waitFor()
})

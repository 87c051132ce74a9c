import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Layout } from '../../packages/editor/src/model/layout-file.ts'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openContext, openPage, openTab } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

const source = `id: orders
nodes:
  one: { type: log, with: { message: first }, next: two }
  two: { type: log, with: { message: second } }
`

async function startWith(text: string) {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'orders.yaml'), text)
  const { url, get } = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  const layout = async () => (await get('/workflows/orders/layout')) as Layout
  return { url: `${url}/workflows/orders`, layout }
}

function canvasOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Canvas' })
}

function card(page: Page, name: RegExp): Locator {
  return canvasOf(page).getByRole('group', { name })
}

async function dragBy(page: Page, what: Locator, x: number, y: number): Promise<void> {
  const box = await what.boundingBox()
  if (box === null) throw new Error('It is not seen.')
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + x, from.y + y, { steps: 5 })
  await page.mouse.up()
}

test('moves, notes and groups are kept, and undone in the order in which they were done, also after a reload', async () => {
  const { url, layout } = await startWith(`${source}triggers:\n  go: { type: manual }\n`)
  const page = await openPage(url)
  await card(page, /^one, log/).waitFor()
  await dragBy(page, card(page, /^one, log/), 0, 160)
  await expect.poll(layout).toMatchObject({ nodes: { one: { x: 296 } } })
  await card(page, /^two, log/).focus()
  await page.keyboard.press('d')
  await page.keyboard.press('Shift+S')
  await page.keyboard.type('**Why** it waits')
  await page.keyboard.press('Escape')
  await card(page, /^Note: \*\*Why/).waitFor()
  await page.getByRole('radio', { name: 'Blue' }).click()
  await dragBy(page, canvasOf(page).locator('.react-flow__resize-control.handle.bottom.right'), 80, 40)
  await expect.poll(async () => Object.values((await layout()).notes ?? {})).toMatchObject([{ width: 336, color: 'blue' }])
  await card(page, /^one, log/).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+g')
  await canvasOf(page).getByRole('button', { name: 'Close Group' }).waitFor()
  await page.keyboard.press('o')
  await card(page, /^Group, closed group, 2 nodes/).waitFor()
  await card(page, /^one, log/).waitFor({ state: 'detached' })
  expect(await seriousFindings(page)).toEqual([])
  await page.getByText('Draft saved').waitFor()

  await page.reload()
  // The edges of its nodes end at the box, though that is loaded after them.
  await canvasOf(page).locator('.react-flow__edge[data-id^="trigger:"]').first().waitFor({ state: 'attached' })
  await card(page, /^Group, closed group/).focus()
  await page.keyboard.press('Enter')
  await card(page, /^one, log/).waitFor()
  await card(page, /^Note: \*\*Why/).waitFor()
  for (const label of [/group/, /resize the note/, /color the note/, /write the note/, /add a note/, /disable/, /move one/]) {
    await page.getByRole('button', { name: label }).waitFor()
    await page.keyboard.press('Control+z')
  }
  await expect.poll(layout).toEqual({ nodes: {}, collapsed: {}, notes: {}, groups: {} })
  await card(page, /disabled/).waitFor({ state: 'detached' })
})

test('where two have changed the same node, the second is told, sees the other text and chooses, and nothing is lost', async () => {
  const { url } = await startWith(source)
  const context = await openContext()
  const mine = await openTab(context, url)
  const theirs = await openTab(context, url)
  await card(mine, /^one, log, first/).waitFor()
  await card(theirs, /^one, log, first/).waitFor()
  // What is typed here reaches the server only after the other tab has written.
  const { promise: hasWritten, resolve: goOn } = Promise.withResolvers<void>()
  await mine.route('**/draft', async (route) => {
    if (route.request().method() === 'PUT') await hasWritten
    await route.continue()
  })
  await rename(mine, 'one', 'alpha')
  await mine.getByText('Saving').waitFor()
  await rename(theirs, 'one', 'beta')
  await theirs.getByText('Draft saved').waitFor()
  goOn()

  const bar = mine.getByRole('alert').filter({ hasText: 'Somebody else has changed this workflow' })
  await bar.getByRole('button', { name: 'Show theirs' }).click()
  await mine.getByRole('dialog').getByText('beta').first().waitFor()
  expect(await seriousFindings(mine)).toEqual([])
  await mine.keyboard.press('Escape')
  await bar.getByRole('button', { name: 'Keep mine' }).click()
  await card(theirs, /^alpha/).waitFor()
  // Theirs is one step back.
  await card(mine, /^alpha/).focus()
  await mine.keyboard.press('Control+z')
  await card(theirs, /^beta/).waitFor()
})

test('a file that is dropped becomes a workflow on the list, and nodes on the canvas', async () => {
  const { url } = await startWith(source)
  const page = await openPage(url.replace('/orders', ''))
  await page.getByRole('link', { name: 'orders' }).first().waitFor()
  const parameters = { httpMethod: 'POST', path: 'elsewhere' }
  const webhook = { id: '1', name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], parameters }
  await drop(page, 'body', 'flow.json', JSON.stringify({ name: 'From elsewhere', nodes: [webhook], connections: {} }))
  await page.getByText('An export of n8n, converted').waitFor()
  await page.getByRole('button', { name: 'Create' }).click()
  await card(page, /trigger webhook/).waitFor()

  await drop(page, '.react-flow__pane', 'more.yaml', 'id: more\nnodes:\n  added: { type: log, with: { message: dropped } }\n')
  await card(page, /^added, log, dropped/).waitFor()
  await page.getByRole('button', { name: 'Undo: add more.yaml' }).waitFor()
  await drop(page, '.react-flow__pane', 'broken.yaml', 'id: more\nnodes:\n  added: [\n')
  await page
    .getByText(/no YAML of nodes. Line [34]:/)
    .first()
    .waitFor()

  await page.getByText('Draft saved').waitFor()
  // Two workflows are open now, each with what can be undone in it.
  await page.goto(url)
  await card(page, /^one, log/).waitFor()
  const tabs = page.getByRole('navigation', { name: 'Open workflows' })
  await expect.poll(() => tabs.getByRole('link').allTextContents()).toEqual(['From elsewhere', 'orders'])
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('textbox', { name: 'The workflow file, as YAML' }).click()
  await page.keyboard.press('Alt+PageUp')
  await page.getByRole('button', { name: 'Undo: add more.yaml' }).waitFor()
  await tabs.getByRole('link', { name: 'From elsewhere' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('From here')
  await page.keyboard.press('Enter')
  await tabs.getByRole('button', { name: 'Close From here' }).click()
  await card(page, /^one, log/).waitFor()
  await tabs.waitFor({ state: 'detached' })
})

/** As somebody drags it over the page and lets go. */
async function drop(page: Page, target: string, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([name = '', text = '']) => {
      const carried = new DataTransfer()
      carried.items.add(new File([text], name))
      return carried
    },
    [name, text],
  )
  await page.dispatchEvent(target, 'dragover', { dataTransfer })
  await page.getByRole('status').filter({ hasText: 'Drop a workflow file' }).waitFor()
  await page.dispatchEvent(target, 'drop', { dataTransfer })
}

async function rename(page: Page, from: string, to: string): Promise<void> {
  await card(page, new RegExp(`^${from}, `)).focus()
  await page.keyboard.press('F2')
  await page.keyboard.type(to)
  await page.keyboard.press('Enter')
  await card(page, new RegExp(`^${to}, `)).waitFor()
}

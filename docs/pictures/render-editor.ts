// Draws the pictures of the editor from what a browser shows of examples that have really run, in light and dark. Run it from the root of the checkout:
//   npx node --conditions=source docs/pictures/render-editor.ts

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { openChromium } from '../../bench/open-chromium.ts'
import { startServer } from '../../bench/started-server.ts'

const fileOf = (example: string, name: string) => readFileSync(new URL(`../../examples/${example}/${name}`, import.meta.url), 'utf8')

type Theme = 'light' | 'dark'

async function draw(browser: Browser, url: string, theme: Theme): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme: theme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const picture = (name: string) => page.screenshot({ path: fileURLToPath(new URL(`${name}-${theme}.png`, import.meta.url)) })

  await page.goto(`${url}/workflows/saga`)
  await runTest(page, '{ "id": 4711 }', 'Waiting')
  await picture('canvas')

  await page.goto(`${url}/workflows/logic_batch`)
  await runTest(page, fileOf('logic-batch', 'payload.json'), 'Success')
  await page.locator('.react-flow__node', { hasText: 'accept' }).dblclick({ position: { x: 60, y: 20 } })
  await page.getByLabel('What Values: rate gives').getByText('0.8').waitFor()
  await page.waitForLoadState('networkidle')
  await picture('node')

  await page.goto(`${url}/executions?status=success`)
  await page.getByRole('grid').press('Enter')
  await page.getByRole('tree', { name: 'Steps' }).waitFor()
  await page.getByRole('treeitem').filter({ hasText: 'each_row' }).first().click()
  await page.waitForLoadState('networkidle')
  await picture('execution')

  await page.goto(`${url}/tables/customer?sort=-total`)
  await page.getByRole('grid').press('ArrowDown')
  await page.getByRole('grid').press('Space')
  await page.getByRole('region', { name: 'Record' }).getByText('Created').waitFor()
  await page.waitForLoadState('networkidle')
  await picture('tables')
  await context.close()
}

async function runTest(page: Page, data: string, status: string): Promise<void> {
  await page.locator('.react-flow__edge-path').first().waitFor({ state: 'attached' })
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(data)
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('region', { name: 'Test run' }).getByText(status).waitFor()
  await page.getByRole('region', { name: 'Canvas' }).getByRole('group').first().focus()
  await page.keyboard.press('1')
  await page.waitForLoadState('networkidle')
}

/** Records of a small shop, for the page of tables. */
async function fillTables(url: string): Promise<void> {
  const send = async (path: string, body: object) => {
    const answer = await fetch(`${url}/api/v1/${path}`, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return answer.json() as Promise<{ id: string }>
  }
  const column = (name: string, type: string, more: object = {}) => ({ name, type, ...more })
  await send('tables', { name: 'company', columns: [column('name', 'string')] })
  const { id: company } = await send('tables/company/records', { name: 'Analytical Engines' })
  const columns = [
    column('email', 'string', { required: true, unique: true }),
    column('name', 'string'),
    column('company', 'pointer', { table: 'company' }),
    column('total', 'number', { index: true }),
    column('active', 'boolean', { default: true }),
    column('seen', 'date'),
  ]
  await send('tables', { name: 'customer', columns })
  const names = [
    'Ada Lovelace',
    'Grace Hopper',
    'Edsger Dijkstra',
    'Barbara Liskov',
    'Alan Turing',
    'Radia Perlman',
    'Donald Knuth',
    'Karen Jones',
  ]
  for (const [index, name] of names.entries()) {
    const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`
    const seen = new Date(Date.UTC(2027, 2, index + 1, 9, 30)).toISOString()
    const rest = index % 3 === 0 ? { company } : {}
    await send('tables/customer/records', { email, name, total: 1200 - index * 137.5, active: index !== 4, seen, ...rest })
  }
}

const browser = await openChromium()
if (browser === undefined) throw new Error('There is no Chromium here: install the package "chromium", or name one with CHROME_PATH.')
const server = await startServer({ logic_batch: fileOf('logic-batch', 'workflow.yaml'), saga: fileOf('saga', 'workflow.yaml') })
try {
  await fillTables(server.url)
  for (const theme of ['light', 'dark'] as const) await draw(browser, server.url, theme)
} finally {
  await browser.close()
  await server.stop()
}

import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openContext, openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

test('every place of the editor is reached from its frame, by keyboard, in light and dark', async () => {
  const { url } = await startMillrace({ workflows: 'examples/quick-answer', dataDirectory: temporaryDirectory() })
  const page = await openPage(url)
  await page.waitForURL('**/workflows')
  for (const name of ['Executions', 'Logs', 'Triggers', 'Tables', 'Statistics', 'Workflows']) {
    await page.getByRole('link', { name, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/${name.toLowerCase()}`)
    await page.getByRole('heading', { level: 1, name }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
  }
  await page.getByRole('button', { name: /^Colours: System/ }).press('Enter')
  await page.getByRole('button', { name: /^Colours: Light/ }).press('Enter')
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
  expect(await seriousFindings(page)).toEqual([])

  // What is pressed before a dialog has the keyboard is not meant for the page behind it.
  const dialog = page.getByRole('dialog', { name: 'New workflow' })
  await page.keyboard.press('c')
  await dialog.getByRole('textbox').first().waitFor()
  await page.evaluate(() => {
    for (const key of ['g', 'e']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  })
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/workflows')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
})

test('a page that cannot be loaded says so and what to do, and the others stay', async () => {
  const { url } = await startMillrace({ workflows: 'examples/quick-answer', dataDirectory: temporaryDirectory() })
  // Its browser complains, as it should.
  const page = await (await openContext()).newPage()
  await page.route('**/triggers-page*', (route) => route.abort())
  await page.goto(url)
  await page.getByRole('link', { name: 'Price with tax' }).waitFor()
  await page.getByRole('link', { name: 'Triggers', exact: true }).click()
  await page.getByRole('heading', { name: 'The server did not give this page' }).waitFor()
  await page.getByRole('button', { name: 'Reload' }).waitFor()
  await page.getByRole('link', { name: 'Workflows', exact: true }).click()
  await page.getByRole('link', { name: 'Price with tax' }).waitFor()

  // The server was upgraded meanwhile: the newer page is loaded by itself, once.
  await page.unroute('**/triggers-page*')
  await page.route(`${url}/`, (route) => route.fulfill({ body: '<script type="module" src="/assets/newer.js"></script>' }))
  await page.getByRole('link', { name: 'Triggers', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Triggers' }).waitFor()
})

test('a page that is opened while the server is away comes by itself when it is back', async () => {
  const options = { workflows: 'e2e/fixtures/history', dataDirectory: temporaryDirectory() }
  const first = await startMillrace(options)
  const page = await (await openContext()).newPage()
  await page.goto(`${first.url}/workflows`)
  await page.getByRole('link', { name: 'Order' }).waitFor()
  await first.end('SIGKILL')
  await page.getByText('Offline').waitFor()
  await page.getByRole('link', { name: 'Executions', exact: true }).click()
  await page.getByRole('heading', { name: 'The server did not give this page' }).waitFor()
  const second = await startMillrace({ ...options, port: Number(new URL(first.url).port) })
  await page.getByText('Nothing has run yet').waitFor()
  await second.send('/api/v1/workflows/order/run?wait=true', { inputs: { id: 4711 } })
  await page.getByRole('grid').getByRole('row').nth(1).waitFor()
})

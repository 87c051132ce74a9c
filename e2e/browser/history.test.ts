import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

async function startWithOrders() {
  const millrace = await startMillrace({ workflows: 'e2e/fixtures/history', dataDirectory: temporaryDirectory() })
  const run = (id: number) => millrace.send('/api/v1/workflows/order/run?wait=true', { inputs: { id } })
  for (const id of [4711, 3, 12]) expect((await run(id)).status).toBe(200)
  return { ...millrace, run }
}

test('a failure is found, by keyboard alone, and leads to its cause', async () => {
  const { url } = await startWithOrders()
  const page = await openPage(`${url}/executions`)
  const rows = page.getByRole('grid').getByRole('row')
  await expect.poll(() => rows.count()).toBe(4)
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('checkbox', { name: 'Failed', exact: true }).press('Space')
  await expect.poll(() => rows.count()).toBe(2)
  expect(page.url()).toContain('status=failed')
  await page.getByRole('grid').press('Enter')
  await page.waitForURL('**/executions/01*')
  await page.getByText('Order 3 is too small').first().waitFor()
  expect(await page.getByRole('treeitem', { selected: true }).first().textContent()).toContain('refuse')
  await page.getByRole('treeitem').first().click()
  await page.getByRole('article', { name: 'Start and result' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])

  // What can be done with it is found by its name, and its keys stand on the sheet.
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Go from step to step').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('retry')
  await page.getByRole('option', { name: 'Retry' }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Replay of').waitFor()
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor()
  await page.goBack()
  await page.getByText('Replay of').waitFor({ state: 'detached' })

  await page.getByRole('link', { name: 'Back to the executions' }).press('Enter')
  await page.waitForURL('**/executions?status=failed')
  await page.getByRole('button', { name: 'Clear' }).press('Enter')
  await expect.poll(() => rows.count()).toBe(5)
})

test('statistics follow what ends, of all workflows or of one, and lead to what failed', async () => {
  const { url, run } = await startWithOrders()
  const page = await openPage(`${url}/statistics`)
  const figure = (name: string) => page.getByRole('definition').nth(['Ended', 'Success', 'Failed'].indexOf(name))
  await expect.poll(() => figure('Ended').textContent()).toBe('3')
  expect([await figure('Success').textContent(), await figure('Failed').textContent()]).toEqual(['66.6 %', '1'])
  await run(99)
  await expect.poll(() => figure('Ended').textContent()).toBe('4')
  expect(await page.getByRole('figure').evaluate(({ clientWidth }) => clientWidth)).toBeLessThan(1200)
  await page.getByText('As a table').press('Enter')
  expect(await page.getByRole('row', { name: / 3 0 1$/ }).count()).toBe(1)
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('link', { name: '4 ended, the executions of Order' }).waitFor()
  await page.getByRole('rowheader').getByRole('link', { name: 'Order' }).press('Enter')
  await page.waitForURL('**/statistics?workflow=order&last=24h')
  await page.getByRole('button', { name: 'Last hour' }).press('Enter')
  await page.waitForURL('**/statistics?workflow=order&last=1h')
  await page.getByRole('listitem').getByRole('link', { name: 'Order' }).press('Enter')
  await page.getByText('Order 3 is too small').first().waitFor()

  // By the clock of the server, and though nothing happens: the time goes on.
  await page.clock.install({ time: Date.now() + 30 * 86_400_000 })
  await page.goto(`${url}/statistics?workflow=gone&last=90d`)
  await page.getByRole('combobox', { name: 'Workflow' }).filter({ hasText: 'gone' }).waitFor()
  await page.getByText('Nothing ended in this time').waitFor()
  await page.goto(`${url}/statistics?workflow=order&last=1h`)
  await expect.poll(() => figure('Ended').textContent()).toBe('4')
  const again = page.waitForRequest(/\/api\/v1\/statistics/)
  await page.clock.fastForward(61_000)
  await again
})

test('what a step has recorded is searched, and shown as text whatever it holds', async () => {
  const { url } = await startWithOrders()
  const page = await openPage(`${url}/executions`)
  await page.getByRole('grid').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('4711')
  await expect.poll(() => page.getByRole('grid').getByRole('row').count()).toBe(2)
  await page.getByRole('grid').press('Enter')
  await page.getByRole('tree', { name: 'Steps' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('heading', { name: 'check', exact: true }).waitFor()
  await page.getByRole('treeitem').filter({ hasText: 'charge' }).click()
  await page.getByText('<img src=x onerror=alert(1)>').first().waitFor()
  // The iterations of the loop stand below it.
  expect(await page.getByRole('treeitem').filter({ hasText: '[2]' }).count()).toBe(1)
})

test('the list follows what happens, and several executions are deleted after a question', async () => {
  const { url, run } = await startWithOrders()
  const page = await openPage(`${url}/executions`)
  const rows = page.getByRole('grid').getByRole('row')
  await expect.poll(() => rows.count()).toBe(4)
  await page.getByRole('grid').press('ArrowDown')
  await run(99)
  await expect.poll(() => rows.count()).toBe(5)
  // One more stands above the row that somebody has gone to: that stays the current one.
  expect(await page.getByRole('grid').getAttribute('aria-activedescendant')).toBe('execution-2')
  for (const width of [320, 400, 680]) {
    await page.setViewportSize({ width, height: 800 })
    // The navigation takes 80 of it.
    await expect.poll(() => page.evaluate('document.querySelector("[role=grid]").scrollWidth')).toBeLessThanOrEqual(width - 80)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await rows.nth(1).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await expect.poll(() => rows.count()).toBe(4)
  await page.getByRole('grid').press('Control+a')
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete 3 executions' }).click()
  await page.getByText('Nothing has run yet').waitFor()

  for (const id of [1, 2, 3]) await run(id)
  await expect.poll(() => rows.count()).toBe(4)
  await page.getByRole('checkbox', { name: 'Failed', exact: true }).press('Space')
  await page.getByRole('button', { name: 'Empty the history' }).click()
  await page.getByRole('button', { name: 'Delete all that fit' }).click()
  await page.getByText('Nothing fits').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('button', { name: 'Empty the history' }).click()
  await page.getByRole('button', { name: 'Delete everything' }).click()
  await page.getByText('Nothing has run yet').waitFor()

  // What React draws when there is time waits, as on a machine that has none: the second filter comes before the first is drawn so.
  await page.evaluate(() => {
    const { postMessage } = MessagePort.prototype
    const held: (() => void)[] = []
    MessagePort.prototype.postMessage = function (this: MessagePort, ...message: [unknown]) {
      held.push(() => postMessage.apply(this, message))
    }
    window.addEventListener('draw', () => {
      MessagePort.prototype.postMessage = postMessage
      for (const send of held) send()
    })
  })
  for (const name of ['Failed', 'Canceled']) await page.getByRole('checkbox', { name, exact: true }).press('Space')
  await page.evaluate(() => window.dispatchEvent(new Event('draw')))
  await page.waitForURL('**/executions?status=failed%2Ccanceled')
})

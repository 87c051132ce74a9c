import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'

test('a newcomer makes a workflow of an example, breaks it, finds the failure, mends it and runs it again', async () => {
  const began = performance.now()
  const { url, get } = await startMillrace({ workflows: temporaryDirectory(), dataDirectory: temporaryDirectory() })
  const page = await openPage(url)
  const draft = page.getByRole('status').filter({ hasText: 'Draft saved' })
  const greeting = page.getByRole('textbox', { name: 'Values: greeting' })
  async function setGreeting(value: string) {
    await page
      .locator('.react-flow__node', { hasText: 'greet' })
      .first()
      .dblclick({ position: { x: 60, y: 20 } })
    await greeting.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(value)
    await expect.poll(async () => (await get<{ source: string }>('/workflows/say_hello/draft')).source).toContain(value)
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: /^Node / }).waitFor({ state: 'detached' })
  }

  await page
    .getByRole('button', { name: /template/i })
    .first()
    .click()
  await page.getByRole('radio', { name: /Say hello/ }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.waitForURL('**/workflows/say_hello')
  await setGreeting('Hello, {{ trigger.body.name.toUpperCase() }}!')
  await draft.waitFor()
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 1 is live').waitFor()

  // A stranger sends what nobody thought of.
  const { items } = await get<{ items: readonly { url: string }[] }>('/triggers?workflow=say_hello')
  await fetch(items[0]?.url ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })

  await page.getByRole('link', { name: 'Executions', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Failed', exact: true }).click()
  await page.getByRole('grid').getByRole('row').nth(1).waitFor()
  await page.getByRole('grid').press('Enter')
  const error = page.getByRole('region', { name: 'Error' })
  await error.getByText('in greet').waitFor()
  await error.getByRole('link', { name: 'Show the place in the workflow' }).click()
  await page.getByRole('region', { name: 'greet in this execution' }).waitFor()
  await page.getByRole('button', { name: 'Unpin' }).click()
  await page.getByRole('button', { name: 'Publish' }).waitFor()
  await setGreeting("Hello, {{ trigger.body.name ?? 'you' }}!")
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 2 is live').waitFor()

  await page.goto(`${url}/executions?status=failed`)
  await page.getByRole('grid').press('Enter')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Replay from greet on the newest version' }).click()
  await page.getByText('Replay of').waitFor()
  await page.getByRole('main').getByText('Success').first().waitFor()
  expect(await get('/executions?status=success')).toMatchObject({ items: [{ workflowId: 'say_hello' }] })
  expect(performance.now() - began).toBeLessThan(180_000)
}, 180_000)

test('what is typed while the server is killed, and while it is away, is kept and arrives', async () => {
  const options = { workflows: 'e2e/fixtures/history', dataDirectory: temporaryDirectory() }
  const first = await startMillrace(options)
  const page = await openPage(`${first.url}/workflows/order`)
  const text = page.getByRole('textbox', { name: 'The workflow file, as YAML' })
  const saved = page.getByRole('status').filter({ hasText: 'Draft saved' })
  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('# before\n')
  await saved.waitFor()

  await page.keyboard.type('# as it died\n')
  await first.end('SIGKILL')
  await page.keyboard.type('# while it was away\n')
  await page.getByRole('status').filter({ hasText: 'Not saved' }).waitFor()
  await page.getByRole('status').filter({ hasText: 'Offline' }).waitFor()
  await page.getByRole('alert').getByText('What you type stays here').waitFor()
  // What would run is not what one sees: it is refused.
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Run a test' })
  await dialog.getByRole('textbox', { name: 'Id', exact: true }).fill('50')
  await page.keyboard.press('Control+Enter')
  await dialog.getByText('What you typed last is not saved').waitFor()
  await page.keyboard.press('Escape')
  const [asked] = await Promise.all([page.waitForEvent('dialog'), page.close({ runBeforeUnload: true })])
  expect(asked.type()).toBe('beforeunload')
  await asked.dismiss()

  const second = await startMillrace({ ...options, port: Number(new URL(first.url).port) })
  await saved.waitFor({ timeout: 20_000 })
  await page.getByText('Offline').waitFor({ state: 'detached' })
  const { source } = await second.get<{ source: string }>('/workflows/order/draft')
  expect(source).toMatch(/# before\n# as it died\n# while it was away\n/)
  await page.reload()
  await text.getByText('# while it was away').waitFor()
  // Undo has outlived the reload.
  await page.keyboard.press('Control+z')
  await text.getByText('# while it was away').waitFor({ state: 'detached' })
}, 120_000)

test('two people edit one workflow: each sees the other, and nobody writes over anybody', async () => {
  const { url, get } = await startMillrace({ workflows: 'e2e/fixtures/history', dataDirectory: temporaryDirectory() })
  const [ada, bob] = await Promise.all([openPage(`${url}/workflows/order`), openPage(`${url}/workflows/order`)])
  const textOf = (page: typeof ada) => page.getByRole('textbox', { name: 'The workflow file, as YAML' })
  await textOf(bob).waitFor()
  await textOf(ada).getByText('Order', { exact: true }).click()
  await ada.keyboard.press('End')
  await ada.keyboard.type(' of Ada')
  await bob.getByRole('heading', { name: 'Order of Ada' }).waitFor()

  // Both at once, in different places.
  await textOf(bob).click()
  await bob.keyboard.press('Control+End')
  await Promise.all([ada.keyboard.type(' alone'), bob.keyboard.type('# Bob\n')])
  for (const page of [ada, bob]) {
    await page.getByRole('heading', { name: 'Order of Ada alone' }).waitFor()
    await textOf(page).getByText('# Bob').waitFor()
  }
  await expect.poll(async () => (await get<{ source: string }>('/workflows/order/draft')).source).toMatch(/of Ada alone\n[\s\S]*# Bob\n$/)
})

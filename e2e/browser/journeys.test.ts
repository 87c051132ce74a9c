import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'

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
})

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

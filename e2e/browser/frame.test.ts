import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

test('every place of the editor is reached from its frame, by keyboard, in light and dark', async () => {
  const { url } = await startMillrace({ workflows: 'examples/quick-answer', dataDirectory: temporaryDirectory() })
  const page = await openPage(url)
  await page.waitForURL('**/workflows')
  for (const name of ['Executions', 'Triggers', 'Workflows']) {
    await page.getByRole('link', { name, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/${name.toLowerCase()}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await page.getByRole('button', { name: /^Colours: System/ }).press('Enter')
  await page.getByRole('button', { name: /^Colours: Light/ }).press('Enter')
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
  expect(await seriousFindings(page)).toEqual([])
})

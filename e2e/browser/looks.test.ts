import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { focused } from './support/by-keyboard.ts'
import { compareLooks } from './support/look.ts'
import { openPage } from './support/open-browser.ts'
import { contrastFindings, seriousFindings } from './support/serious-findings.ts'

test('every page, and what opens on it, looks as it did and can be read, in light and dark', async () => {
  const { url, send } = await startMillrace({ workflows: 'e2e/fixtures/overlay', dataDirectory: temporaryDirectory() })
  const lines = [{ sku: 'pen', grams: 20 }]
  const answer = await send('/api/v1/workflows/parcels/run?wait=true', { inputs: { express: true, lines } })
  const { executionId } = (await answer.json()) as { executionId: string }
  const page = await openPage(`${url}/workflows`)
  const compare = await compareLooks(page)
  const problems: string[] = []

  /** Colours change where they stand: nothing is loaded twice. */
  async function look(name: string) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const difference = await compare(`${name}-${colorScheme}`)
      if (difference !== undefined) problems.push(difference)
    }
    problems.push(...(await contrastFindings(page)).map((finding) => `${name}, dark: ${finding}`))
    await page.emulateMedia({ colorScheme: 'light' })
  }
  /** What other tests do not audit. */
  async function audit(name: string) {
    problems.push(...(await seriousFindings(page)).map((finding) => `${name}: ${finding}`))
  }
  const leave = () => page.keyboard.press('Escape')

  await page.getByRole('link', { name: 'Send parcels' }).waitFor()
  await look('workflows')
  await page.getByRole('button', { name: 'Actions of Send parcels' }).click()
  await page.getByRole('menu').waitFor()
  await audit('menu')
  await look('menu')
  await leave()
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: 'Send parcels' }).waitFor()
  await look('command-bar')
  await leave()

  await page.getByRole('link', { name: 'Send parcels' }).click()
  await page.getByRole('textbox', { name: 'The workflow file, as YAML' }).waitFor()
  await page.getByRole('group', { name: /^total/ }).waitFor()
  await look('canvas')
  await expect.poll(() => focused(page)).toMatchObject({ said: 'region Canvas' })
  await page.keyboard.press('Tab')
  await page
    .getByRole('region', { name: /^About / })
    .getByText('The body')
    .first()
    .waitFor()
  // What it says changes with every node.
  await audit('palette')
  await leave()
  await page.getByRole('group', { name: /^total/ }).dblclick()
  await page.getByLabel('What Values: express gives').getByText('true').waitFor()
  await look('node')
  await leave()
  await expect.poll(() => focused(page)).toMatchObject({ said: expect.stringMatching(/^group total/) })
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog', { name: 'Run a test' }).waitFor()
  await audit('run')
  await look('run')
  await leave()

  await page.getByRole('link', { name: 'Executions', exact: true }).click()
  await page.getByRole('grid').getByRole('row').nth(1).waitFor()
  await page.getByRole('combobox').first().click()
  await page.getByRole('listbox').waitFor()
  await audit('executions')
  await look('executions')
  await leave()
  await page.goto(`${url}/workflows/parcels?execution=${executionId}`)
  await page.getByRole('button', { name: /^tell, .*, success/ }).waitFor()
  await look('pinned')
  await page.getByRole('link', { name: 'Logs', exact: true }).click()
  await page.getByRole('grid', { name: 'Logs' }).press('Enter')
  await page.getByRole('region', { name: 'The line' }).waitFor()
  await audit('logs')
  await look('logs')
  await page.getByRole('link', { name: 'Triggers', exact: true }).click()
  await page.getByRole('button', { name: /^Send parcels nightly/ }).click()
  await page.getByText('At 02:00, every day (UTC)', { exact: true }).waitFor()
  await audit('triggers')
  await look('triggers')

  for (const [sku, grams] of [
    ['pen', 20],
    ['ink', 300],
  ])
    await send('/api/v1/tables/part/records', { sku, grams, sold: grams === 20 })
  await page.getByRole('link', { name: 'Tables', exact: true }).click()
  await page.getByRole('link', { name: 'part', exact: true }).click()
  await page.getByRole('grid', { name: 'Records of part' }).press('Space')
  await page.getByRole('region', { name: 'Record' }).getByText('Created').waitFor()
  await page.getByRole('button', { name: 'Filter' }).click()
  await audit('table')
  await look('table')
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  await page.getByRole('dialog', { name: 'Columns of part' }).waitFor()
  await audit('columns')
  await look('columns')
  expect(problems).toEqual([])
}, 240_000)

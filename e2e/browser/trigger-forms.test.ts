import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isJsonObject, parseYaml } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'

/** What is filled in, by the label of the field; every other field is left as it is. */
const filled: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  webhook: { Path: '/orders' },
  function: { Name: 'quote_price' },
  form: { Path: '/sign-up', Title: 'Sign up' },
  chat: { Path: '/help', Title: 'Help' },
  schedule: { Cron: '0 6 * * MON' },
  poll: { Id: 'number' },
  email: { Connection: 'office_inbox', Subject: 'invoice' },
  file: { Folder: 'inbox' },
  event: { 'Name 1': 'order.paid' },
  'event.pattern': { 'Name 1': 'login.failed', Times: '3' },
  table: { Table: 'orders' },
  workflow: { 'Workflows 1': 'nightly' },
  manual: {},
  error: {},
}

// What starts by each of them, by whatever it was configured: ../every-trigger.test.ts.
test('each type of trigger is added from the palette, and its form writes the file', async () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'all.yaml'), 'id: all\nname: All\nnodes:\n  one: { type: log, with: { message: hi } }\n')
  const { url, get } = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  const page = await openPage(`${url}/workflows/all`)
  /** As the draft has it. */
  async function written(type: string): Promise<string> {
    const { value } = parseYaml((await get<{ source: string }>('/workflows/all/draft')).source)
    const triggers = isJsonObject(value) && isJsonObject(value.triggers) ? Object.values(value.triggers) : []
    return JSON.stringify(triggers.find((one) => isJsonObject(one) && one.type === type) ?? null)
  }
  const canvas = page.getByRole('region', { name: 'Canvas' })
  await canvas.getByRole('group', { name: /^one, log/ }).waitFor()
  const catalog = createStandardCatalog()
  for (const { type, title } of catalog.listTriggers()) {
    await page.getByRole('button', { name: 'Add a node' }).click()
    await page.getByRole('combobox', { name: 'Find a node or trigger to add' }).fill(title)
    await page.getByRole('option', { name: `${title} ${type}`, exact: true }).click()
    const card = canvas.getByRole('group', { name: new RegExp(`, trigger ${type}\\b`) })
    await card.press('Enter')
    const panel = page.getByRole('dialog')
    for (const [label, value] of Object.entries(filled[type] ?? {})) {
      const field = panel.getByRole('textbox', { name: label, exact: true }).or(panel.getByRole('combobox', { name: label, exact: true }))
      await field.fill(value)
      await field.press('Tab')
    }
    await panel.press('Escape')
    await panel.waitFor({ state: 'detached' })
  }
  // Together, for a draft is saved a moment after the last change.
  for (const [type, fields] of Object.entries(filled)) {
    for (const value of Object.values(fields)) await expect.poll(() => written(type), { message: type }).toContain(value)
    await expect.poll(() => written(type)).not.toBe('null')
  }
  expect(Object.keys(filled)).toEqual(catalog.triggerTypes())
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

const source = `id: shop
name: Shop
triggers:
  placed: { type: webhook, with: { path: /placed, auth: none } }
nodes:
  large:
    type: if
    with:
      where: { path: total, is: equals, value: 7 } # of the order
`

test('a structured condition is built by keyboard, row by row, and written into the file', async () => {
  const workflows = temporaryDirectory()
  writeFileSync(join(workflows, 'shop.yaml'), source)
  const { url, get } = await startMillrace({ workflows, dataDirectory: temporaryDirectory() })
  const page = await openPage(`${url}/workflows/shop`)
  await page.getByRole('group', { name: /^large, if/ }).dblclick()
  const panel = page.getByRole('dialog', { name: 'Node large' })

  await panel.getByRole('combobox', { name: 'Operator of Where' }).press('Enter')
  await page.keyboard.type('greater')
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: 'Condition', exact: true }).press('Enter')
  await panel.getByRole('textbox', { name: 'Field of Where 2' }).fill('customer.country')
  await panel.getByRole('combobox', { name: 'Operator of Where 2' }).press('Enter')
  await page.keyboard.type('in')
  await page.keyboard.press('Enter')
  await panel.getByRole('combobox', { name: 'How Where is put together' }).press('Enter')
  await page.keyboard.type('any')
  await page.keyboard.press('Enter')
  await panel.getByRole('group', { name: 'Where: Any of these holds' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])

  const written =
    'where: { any: [{ path: total, is: greater-than, value: 7 }, { path: customer.country, is: in, value: [] }] } # of the order'
  await expect.poll(async () => (await get<{ readonly source: string }>('/workflows/shop/draft')).source).toContain(written)
})

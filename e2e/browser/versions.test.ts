import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

const first = `id: shop
name: Shop
triggers:
  placed: { type: webhook, with: { path: /placed, auth: none } }
nodes:
  note: { type: log, with: { message: got it } }
`
const second = first.replace('got it', 'got one').concat('  thank: { type: log, with: { message: "<b>thanks</b>" } }\n')

test('two versions are compared by text and on the canvas, and the older one is published again', async () => {
  const workflows = temporaryDirectory()
  writeFileSync(join(workflows, 'shop.yaml'), first)
  const { url, get } = await startMillrace({ workflows, dataDirectory: temporaryDirectory() })
  const json = { 'content-type': 'application/json' }
  const draft = `${url}/api/v1/workflows/shop/draft`
  await fetch(draft, { method: 'PUT', headers: { ...json, 'if-match': '"0"' }, body: JSON.stringify({ source: second }) })
  await fetch(`${draft}/publish`, { method: 'POST', headers: json, body: JSON.stringify({ revision: 1, note: 'Thanks, <i>too</i>.' }) })

  const page = await openPage(`${url}/workflows/shop`)
  await page.getByRole('button', { name: 'Versions' }).click()
  const changes = page.getByRole('region', { name: 'Changes' })
  await changes.getByText('got one').waitFor()
  await page.getByRole('group', { name: 'thank, log, <b>thanks</b>, added' }).waitFor()
  await page.getByText('Thanks, <i>too</i>.').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('n')
  await changes.getByRole('button', { name: 'Added thank', expanded: true }).waitFor()

  await page.getByRole('button', { name: 'Text', exact: true }).click()
  await page.getByRole('cell', { name: /^added: .*message: got one/ }).waitFor()
  await page
    .getByRole('button', { name: /lines are the same/ })
    .first()
    .click()
  await page.getByRole('cell', { name: 'id: shop' }).first().waitFor()
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Roll back to version 1' }).click()
  await page.getByRole('textbox', { name: 'Note' }).fill('Too friendly.')
  await page.getByRole('button', { name: 'Roll back', exact: true }).click()
  await page.getByText('Version 3 is live').waitFor()
  await page.getByRole('button', { name: /^Version 3 ?live.*Too friendly/, pressed: true }).waitFor()
  expect(await get('/workflows/shop/versions')).toMatchObject({ items: [{ version: 3, note: 'Too friendly.' }, {}, {}] })

  await page.getByRole('button', { name: /^Version 2/ }).click()
  await page.getByRole('button', { name: 'Open as draft' }).click()
  await page
    .getByRole('region', { name: 'Canvas' })
    .getByRole('group', { name: /^thank, log/ })
    .waitFor()
})

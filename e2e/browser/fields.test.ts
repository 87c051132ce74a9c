import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'

const workflow = `id: fields
nodes:
  say: { type: log, with: { message: hello } }
  ask: { type: http.request, with: { url: "{{ vars.a }}", headers: { accept: text/plain } } }
`

test('a field keeps the keyboard and what it holds, whatever becomes of it', async () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'fields.yaml'), workflow)
  const millrace = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  const source = async () => (await millrace.get<{ source: string }>('/workflows/fields/draft')).source
  const page = await openPage(`${millrace.url}/workflows/fields`)
  const card = (name: string) => page.getByRole('group', { name: new RegExp(`^${name},`) })

  // A text becomes an expression while it is typed: no key is lost, and none is taken for a shortcut.
  await card('say').dblclick()
  await page.getByRole('textbox', { name: 'Message' }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('for {{ trigger.body.name }} and more', { delay: 50 })
  await expect.poll(source).toContain('message: "for {{ trigger.body.name }} and more"')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => card('say').evaluate((element) => element === document.activeElement)).toBe(true)

  // An expression is emptied and typed anew in the same place.
  await page.keyboard.press('ArrowDown')
  await card('ask').focus()
  await page.keyboard.press('Enter')
  const url = page.getByRole('textbox', { name: 'URL' })
  await url.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect.poll(source).not.toContain('vars.a')
  await page.keyboard.type('https://example.test')
  await expect.poll(source).toContain('url: https://example.test')

  // Headers shown as text and back are the same headers; whatever else is set is undone by the key.
  await page.getByRole('button', { name: 'Expression for Headers', exact: true }).click()
  await page.getByRole('textbox', { name: 'Headers', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Write Headers out', exact: true }).click()
  await page.getByRole('textbox', { name: 'Headers: accept' }).waitFor()
  await page.getByRole('button', { name: 'Remove accept' }).click()
  await expect.poll(source).not.toContain('accept')
  await page.keyboard.press('Control+z')
  await expect.poll(source).toContain('headers: { accept: text/plain }')

  // What was chosen can be taken back.
  await page.getByRole('combobox', { name: 'Method' }).click()
  await page.getByRole('option', { name: 'POST' }).click()
  await expect.poll(source).toContain('method: POST')
  await page.getByRole('combobox', { name: 'Method' }).click()
  await page.getByRole('option', { name: 'Not set' }).click()
  await expect.poll(source).not.toContain('method')
})

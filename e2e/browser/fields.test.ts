import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'

const workflow = `id: fields
triggers: { called: { type: webhook, with: { path: /called } } }
nodes:
  say: { type: log, with: { message: hello } }
  ask: { type: http.request, with: { url: "{{ vars.a }}", headers: { accept: text/plain } } }
  route: { type: switch, with: { value: "{{ input.kind }}", cases: { paid: paid } } }
  keep: { type: table.create, with: { table: orders, record: { status: open } } }
  shape: { type: transform, with: { steps: [] }, next: compute }
  compute: { type: code.javascript, with: { code: return input } }
  later: { type: wait.until, with: { next: { time: "09:00" } } }
`

test('a field keeps the keyboard and what it holds, whatever becomes of it', async () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'fields.yaml'), workflow)
  const millrace = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  const source = async () => (await millrace.get<{ source: string }>('/workflows/fields/draft')).source
  await millrace.send('/api/v1/tables', { name: 'orders', columns: [{ name: 'total', type: 'number' }] })
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

  // Who may call a webhook is to be chosen: that nobody is asked stands in the file only once somebody has said so.
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog', { name: 'Publish' }).getByRole('list', { name: 'Warnings' }).getByText('has no "auth"').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await card('called').dblclick()
  await page.getByRole('combobox', { name: 'Kind of Authentication' }).filter({ hasText: 'Choose …' }).click()
  await page.getByRole('option', { name: 'Nobody is asked: open to all' }).click()
  await expect.poll(source).toContain('auth: none')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

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

  // Credentials are made on the way: what is secret leaves the page once, and the file names the connection.
  await page.getByRole('button', { name: 'New connection' }).click()
  const made = page.getByRole('dialog', { name: 'New connection' })
  await made.getByRole('textbox', { name: 'Name' }).fill('shop')
  await made.getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: /^Bearer token/ }).click()
  await made.getByLabel('Token', { exact: true }).last().fill('s3cret')
  await made.getByRole('button', { name: 'Add' }).click()
  await made.getByRole('textbox', { name: 'Hosts 1' }).fill('example.test')
  await made.getByRole('button', { name: 'Make it' }).click()
  await made.waitFor({ state: 'detached' })
  await expect.poll(source).toContain('connection: shop')
  expect(await millrace.get('/connections')).toMatchObject({ items: [{ name: 'shop', type: 'http.bearer' }] })
  await page.keyboard.press('Escape')

  // Another case is another port.
  await card('route').dblclick()
  await page.getByRole('list', { name: 'Cases', exact: true }).getByRole('button', { name: 'Add' }).click()
  // Whoever adds one goes on in it.
  await page.locator('input:focus[value^="name"]').waitFor()
  await page.keyboard.type('late')
  await expect.poll(source).toMatch(/cases: \{ paid: paid, late: /)
  await page.keyboard.press('Escape')
  await card('route').getByText('late', { exact: true }).waitFor()

  // A table is chosen by its name, and offers its columns.
  await card('keep').dblclick()
  await page.getByRole('list', { name: 'Record', exact: true }).getByRole('button', { name: 'Add' }).click()
  await page.getByRole('menuitem', { name: 'total (number)' }).click()
  // Its name is known: whoever adds it goes on in its value. Keys that no field took would be keys of the page.
  await page.getByRole('textbox', { name: 'Record: total' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.type('12')
  await expect.poll(source).toMatch(/record: \{ status: open, total: 12 \}/)
  await page.keyboard.press('Escape')

  // A step is one operation.
  await card('shape').dblclick()
  await page.getByRole('list', { name: 'Steps', exact: true }).getByRole('button', { name: 'Add' }).click()
  await page.getByRole('combobox', { name: 'What Steps 1 does' }).click()
  await page.getByRole('option', { name: /^Limit/ }).click()
  await page.getByRole('textbox', { name: 'Limit of Steps 1' }).fill('3')
  await expect.poll(source).toContain('limit: 3')
  await page.keyboard.press('Escape')

  // A moment is written with its zone, as typed by keys alone.
  await card('later').dblclick()
  await page.getByRole('textbox', { name: 'At', exact: true }).fill('2027-05-01T09:30')
  await expect.poll(source).toMatch(/at: "?2027-05-01T09:30:00(Z|[+-]\d\d:\d\d)/)
  await page.keyboard.press('Escape')

  // Code is completed with what came in, and marked where it cannot be read.
  await card('compute').dblclick()
  await page.getByRole('button', { name: 'Type what comes in' }).click()
  await page.getByRole('textbox', { name: 'Input', exact: true }).fill('{ "customer": "Ann" }')
  await page.getByRole('button', { name: 'Use it' }).click()
  await page.getByRole('textbox', { name: 'Code' }).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('.cus', { delay: 50 })
  await page.getByRole('option', { name: /customer.*"Ann"/ }).click()
  await expect.poll(source).toContain('return input.customer')
  await page.getByRole('button', { name: 'Run this node' }).click()
  await page.getByRole('region', { name: 'What went out' }).getByText('Ann').waitFor()
  await page.getByRole('textbox', { name: 'Code' }).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' +')
  await page.locator('.cm-lint-marker-error').filter({ visible: true }).first().waitFor()
})

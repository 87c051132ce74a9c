import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { largeWorkflow } from '../../bench/large-workflow.ts'
import { checkout } from '../support/checkout.ts'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

test('a workflow is drawn with its scopes, which close and open', async () => {
  // A copy: a scope that is closed is written beside its workflow.
  const directory = temporaryDirectory()
  cpSync(join(checkout, 'examples/saga'), directory, { recursive: true })
  const { url } = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  const page = await openPage(`${url}/workflows/saga`)
  const canvas = page.getByRole('region', { name: 'Canvas' })
  await canvas.getByRole('group', { name: /^ordered, trigger webhook, POST \/saga\/orders/ }).waitFor()
  await canvas.getByRole('group', { name: /^refund, store.delete/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await canvas.getByRole('button', { name: 'Close order' }).click()
  await canvas.getByRole('group', { name: /^refund/ }).waitFor({ state: 'detached' })
})

test('the text beside the canvas changes it at each key, is kept and published', async () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'greet.yaml'), '# It greets.\nid: greet\nnodes:\n  hello: { type: log, with: { message: hello } }\n')
  const { url } = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  const page = await openPage(`${url}/workflows/greet`)
  const canvas = page.getByRole('region', { name: 'Canvas' })
  const text = page.getByRole('textbox', { name: 'The workflow file, as YAML' })
  await canvas.getByRole('group', { name: /^hello, log, hello/ }).waitFor()

  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('  bye: { type: log, with: { message: farewell } }')
  await canvas.getByRole('group', { name: /^bye, log, farewell/ }).waitFor()
  await page.getByText('Draft saved').waitFor()

  // A mistake is told on the server's word, and the last canvas stays while the text is broken.
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\nnodes: [')
  const problems = page.getByRole('region', { name: 'Problems' })
  await problems
    .getByRole('button', { name: /^Mistake/ })
    .first()
    .waitFor()
  await canvas.getByRole('group', { name: /^bye/ }).waitFor()
  // A mistake leads to its place.
  await problems
    .getByRole('button', { name: /^Mistake/ })
    .first()
    .click()
  await expect.poll(() => text.evaluate((element) => element.matches(':focus'))).toBe(true)
  await page.keyboard.press('Control+End')
  for (const _ of '\nnodes: [') await page.keyboard.press('Backspace')
  await problems.waitFor({ state: 'detached' })
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByLabel('Note').fill('It says farewell.')
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Version 2', { exact: true }).waitFor()
  expect(readFileSync(join(directory, 'greet.yaml'), 'utf8')).toContain('# It greets.\nid: greet')

  // The file changes on disk: the canvas follows.
  writeFileSync(join(directory, 'greet.yaml'), 'id: greet\nnodes:\n  anew: { type: log, with: { message: hello } }\n')
  await canvas.getByRole('group', { name: /^anew/ }).waitFor()
})

test('among a thousand nodes one is found, renamed, taken back and run', async () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'large.yaml'), largeWorkflow(1000))
  const { url, get } = await startMillrace({ workflows: directory, dataDirectory: temporaryDirectory() })
  const source = async () => (await get<{ source: string }>('/workflows/large/draft')).source
  const page = await openPage(`${url}/workflows/large`)
  const canvas = page.getByRole('region', { name: 'Canvas' })
  await canvas.getByRole('group', { name: /^n0, set/ }).waitFor()

  await canvas.focus()
  await page.keyboard.press('Control+f')
  await page.getByRole('combobox', { name: 'Find a node' }).fill('n777')
  await page.getByRole('option', { name: /n777/ }).first().waitFor()
  await page.keyboard.press('Enter')
  const found = canvas.getByRole('group', { name: /^n777, set/ })
  await expect.poll(() => found.evaluate((card) => card.matches(':focus'))).toBe(true)
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'New name of n777' }).waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('lucky')
  await page.keyboard.press('Enter')
  // The edge that leads there knows the new name.
  await expect.poll(source).toMatch(/ {2}n752: .*next: lucky.* {2}lucky: /s)
  const renamed = canvas.getByRole('group', { name: /^lucky, set/ })
  await expect.poll(() => renamed.evaluate((card) => card.matches(':focus'))).toBe(true)
  await page.keyboard.press('Control+z')
  await expect.poll(source).toMatch(/ {2}n752: .*next: n777/)

  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('region', { name: 'Test run' }).getByText('Success').waitFor({ timeout: 120_000 })
  await found.getByRole('img', { name: 'Success' }).waitFor({ timeout: 120_000 })
}, 180_000)

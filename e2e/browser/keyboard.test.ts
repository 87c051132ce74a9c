import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { focused, keyTo } from './support/by-keyboard.ts'
import { openPage } from './support/open-browser.ts'

test('a newcomer makes a webhook with a condition from nothing, finds what fails, mends and replays it, without a mouse', async () => {
  const began = performance.now()
  const { url, get, send } = await startMillrace({ workflows: temporaryDirectory(), dataDirectory: temporaryDirectory() })
  const page = await openPage(url)
  const mice = await countMice(page)
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const type = (text: string) => page.keyboard.type(text)
  const card = (name: RegExp) => page.getByRole('region', { name: 'Canvas' }).getByRole('group', { name })
  /** What was closed gives the keys back a moment later. */
  const hasKeys = (said: RegExp) => expect.poll(() => focused(page)).toMatchObject({ said: expect.stringMatching(said) })
  const source = async () => (await get<{ source: string }>('/workflows/parcels/draft')).source
  async function add(type: string) {
    await press('Tab')
    await page.getByRole('combobox', { name: 'Find a node or trigger to add' }).waitFor()
    await page.keyboard.type(type)
    await press('Enter')
    await card(new RegExp(`^${type}, (trigger )?${type}`)).waitFor()
    await hasKeys(new RegExp(`^group ${type},`))
  }
  async function setField(node: string, field: string, text: string) {
    await press('Enter')
    await page.getByRole('dialog', { name: `Node ${node}` }).waitFor()
    await keyTo(page, `textbox ${field}`)
    await press('Control+a')
    await page.keyboard.insertText(text)
    await expect.poll(source).toContain(text)
    await press('Escape')
    await page.getByRole('dialog', { name: `Node ${node}` }).waitFor({ state: 'detached' })
    await hasKeys(new RegExp(`^group ${node},`))
  }
  async function publish() {
    await press('Control+s')
    await hasKeys(/^textbox Note/)
    await press('Control+Enter')
    // The message may still be that of the version before; the keys are the page's again when the dialog is gone.
    await page.getByLabel('Note').waitFor({ state: 'detached' })
    await page
      .getByText(/^Version \d+ is live$/)
      .first()
      .waitFor()
  }

  // What is offered as a name gives way to what is typed, and the canvas has the keys at once.
  await page.getByRole('heading', { name: 'Make your first workflow' }).waitFor()
  await press('c')
  await page.getByRole('dialog', { name: 'New workflow' }).waitFor()
  await type('Parcels')
  await press('Enter')
  await page.waitForURL('**/workflows/parcels')
  await expect.poll(() => focused(page)).toEqual({ said: 'region Canvas', isSeen: true })
  expect(await page.title()).toBe('Parcels · Millrace')

  await add('webhook')
  await setField('webhook', 'Path', '/parcels')
  await keyTo(page, /^group hello/, 'ArrowRight')
  await add('if')
  await setField('if', 'Condition', '{{ trigger.body.kg > 10 }}')
  await add('log')
  await setField('log', 'Message', 'To {{ trigger.body.to.toUpperCase() }}')
  expect(await source()).toMatch(/next: if[\s\S]*true: log/)
  await publish()
  await hasKeys(/^group log,/)

  // It is tried out with a call that is well.
  await press('Control+Enter')
  await page.getByRole('dialog', { name: 'Run a test' }).waitFor()
  await expect.poll(() => focused(page)).toMatchObject({ said: 'combobox start' })
  await press('Enter')
  await hasKeys(/^option start/)
  await press('ArrowDown', 'Enter')
  await hasKeys(/^combobox webhook/)
  await keyTo(page, 'textbox What webhook receives')
  await press('Control+a')
  await type('{ "kg": 20, "to": "Ada" }')
  await press('Control+Enter')
  await page.getByRole('region', { name: 'Test run' }).getByText('Success').waitFor()
  // A stranger sends what nobody thought of.
  await send('/webhook/parcels', { kg: 20 })

  await press('g', 'e')
  await page.waitForURL('**/executions')
  await keyTo(page, 'checkbox Failed')
  await press('Space')
  await page.waitForURL('**/executions?status=failed')
  await page.getByRole('grid').getByRole('row').nth(1).waitFor()
  await keyTo(page, /^grid/)
  await press('Enter')
  await page.waitForURL('**/executions/01*')
  await page.getByRole('region', { name: 'Error' }).waitFor()
  await keyTo(page, 'link Show the place in the workflow')
  await press('Enter')
  await page.getByRole('region', { name: 'log in this execution' }).waitFor()
  await keyTo(page, 'button Unpin')
  await press('Enter')

  await page.waitForURL('**/workflows/parcels')
  await expect.poll(() => focused(page)).toMatchObject({ said: 'region Canvas' })
  await card(/^log, log/).waitFor()
  await keyTo(page, /^group log/, 'ArrowRight')
  await setField('log', 'Message', "To {{ trigger.body.to ?? 'nobody' }}")
  await publish()
  await hasKeys(/^group log,/)

  await press('g', 'e')
  await page.getByRole('grid').getByRole('row').nth(1).waitFor()
  await keyTo(page, /^grid/)
  await press('Enter')
  await page.getByRole('region', { name: 'Error' }).waitFor()
  await keyTo(page, 'button More actions')
  await press('Enter')
  await keyTo(page, 'menuitem Replay from log on the newest version', 'ArrowDown')
  await press('Enter')
  await page.getByText('Replay of').waitFor()
  await page.getByRole('main').getByText('Success').first().waitFor()
  await keyTo(page, 'link On the canvas')
  await press('Enter')
  await page.getByRole('button', { name: /^log, .*, success/ }).waitFor()
  expect(await mice()).toBe(0)
  const seconds = (performance.now() - began) / 1000
  console.log(`A newcomer's journey of ${seconds.toFixed(0)} s, with the start of the server.`)
  expect(seconds).toBeLessThan(180)
}, 180_000)

/** How often something was pressed that is no key. */
async function countMice(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = Object.assign(globalThis, { mice: 0 })
    for (const type of ['mousedown', 'pointerdown']) addEventListener(type, () => counted.mice++, true)
  })
  return () => page.evaluate(() => (globalThis as { mice?: number }).mice ?? Number.NaN)
}

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { contrastFindings, seriousFindings } from './support/serious-findings.ts'

const source = `id: shop
triggers:
  talk: { type: chat, with: { path: /help, title: Help, greeting: Ask us anything. } }
  order:
    type: form
    with:
      path: /order
      title: Order
      fields: [{ name: who, type: text, label: Your name, required: true }, { name: agree, type: checkbox, label: I agree, required: true }]
nodes:
  wrong: { type: if, with: { condition: "{{ trigger.message == 'break' }}" }, next: { true: stop, false: say } }
  stop: { type: stop, with: { status: failed, message: No way to db.internal } }
  say: { type: respond, with: { body: "You said {{ trigger.message }}" } }
`

async function served() {
  const workflows = temporaryDirectory()
  writeFileSync(join(workflows, 'shop.yaml'), source)
  return startMillrace({ workflows, dataDirectory: temporaryDirectory() })
}

test('a chat goes on by keyboard on a narrow dark screen; what could not be answered is given back to be sent again', async () => {
  const { url } = await served()
  const page = await openPage(`${url}/chat/help`, { width: 320, height: 640, theme: 'dark' })
  const message = page.getByRole('textbox', { name: 'Your message' })
  const log = page.getByRole('log', { name: 'Messages' })
  await message.press('a')
  await message.fill('Hello <b>there</b>')
  await message.press('Enter')
  await log.getByText('You said Hello <b>there</b>').waitFor()
  await expect.poll(() => message.evaluate((box) => box === document.activeElement)).toBe(true)

  await message.fill('break')
  await message.press('Enter')
  await page.getByRole('status').getByText('Please try again later.').waitFor()
  await expect.poll(() => message.inputValue()).toBe('break')
  expect(await log.getByRole('listitem').count()).toBe(2)
  await message.fill('mend')
  await message.press('Enter')
  await log.getByText('You said mend').waitFor()
  await page.reload()
  await log.getByText('You said mend').waitFor()
  expect(await log.getByRole('listitem').count()).toBe(4)
  expect([await seriousFindings(page), await contrastFindings(page)]).toEqual([[], []])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
})

test('a form that was refused begins at its mistakes, and a second click sends nothing twice', async () => {
  const { url, get } = await served()
  const page = await openPage(`${url}/form/order`, { width: 320, height: 640 })
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada')
  await page.getByRole('button', { name: 'Send' }).press('Enter')
  const mistakes = page.getByRole('alert')
  await mistakes.getByText('Please look at one field again').waitFor()
  await expect.poll(() => mistakes.evaluate((box) => box === document.activeElement)).toBe(true)
  expect([await seriousFindings(page), await contrastFindings(page)]).toEqual([[], []])
  await page.getByRole('checkbox', { name: 'I agree' }).check()
  await page.getByRole('button', { name: 'Send' }).dblclick()
  await page.getByText('Thank you. We have received it.').waitFor()
  await page.reload()
  await page.getByText('Thank you. We have received it.').waitFor()
  const { items } = (await get('/executions?workflow=shop')) as { readonly items: readonly unknown[] }
  expect(items).toHaveLength(1)
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { focused } from './support/by-keyboard.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

const source = `id: shop
name: Shop
triggers:
  placed: { type: webhook, with: { path: /placed, auth: none } }
  nightly: { type: schedule, with: { cron: "0 2 * * *", timezone: Europe/Berlin } }
nodes:
  note: { type: log, with: { message: got it } }
`

test('a schedule is paused and run, and a test call of a webhook is shown as it comes', async () => {
  const workflows = temporaryDirectory()
  writeFileSync(join(workflows, 'shop.yaml'), source)
  const { url, get, send } = await startMillrace({ workflows, dataDirectory: temporaryDirectory() })
  const page = await openPage(`${url}/triggers`)

  await page.getByRole('button', { name: /^Shop nightly/ }).press('Enter')
  const details = page.getByRole('region', { name: 'Trigger nightly of Shop' })
  await details.getByText('At 02:00').waitFor()
  expect(await details.getByRole('listitem').count()).toBe(5)
  await details.getByRole('button', { name: 'Pause' }).press('Enter')
  await details.getByText('these times pass without an execution').waitFor()
  expect(await get('/triggers/shop/nightly')).toMatchObject({ isPaused: true })
  // What was pressed keeps the keyboard while it is busy, and after.
  await expect.poll(() => focused(page)).toEqual({ said: 'button Resume', isSeen: true })
  await page.keyboard.press('Enter')
  await details.getByText('these times pass without an execution').waitFor({ state: 'detached' })
  // What somebody else does is seen here too, and so is what a webhook refuses.
  await send('/api/v1/schedules/shop/nightly/pause', {})
  await details.getByText('these times pass without an execution').waitFor()
  await send('/api/v1/schedules/shop/nightly/resume', {})
  await details.getByText('these times pass without an execution').waitFor({ state: 'detached' })
  await details.getByRole('button', { name: 'Run now' }).click()
  await page.getByText('Shop was started').waitFor()
  await details.getByText('Success').waitFor()
  expect(await seriousFindings(page)).toEqual([])

  await page.keyboard.press('/')
  await page.keyboard.type('placed')
  await page.getByRole('button', { name: /^Shop placed/ }).click()
  const webhook = page.getByRole('region', { name: 'Trigger placed of Shop' })
  await webhook.getByRole('button', { name: 'Listen' }).click()
  await webhook.getByText('/webhook-test/placed').waitFor()
  await send('/webhook-test/placed', { hello: '<img src=x onerror=alert(1)>' })
  await webhook.getByText('<img src=x onerror=alert(1)>').waitFor()
  expect(await page.locator('main img').count()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])

  // On the screen of a telephone nothing stands outside, and the way back can be pressed.
  await page.setViewportSize({ width: 390, height: 800 })
  const rightEdge = async (what: Locator) => {
    const { x = 0, width = 0 } = (await what.boundingBox()) ?? {}
    return x + width
  }
  expect(await rightEdge(webhook.getByRole('button', { name: 'Close the details' }))).toBeLessThanOrEqual(390)
  await webhook.getByRole('button', { name: 'Close the details' }).press('Enter')
  await webhook.waitFor({ state: 'detached' })
  await page.goto(`${url}/tables`)
  expect(await rightEdge(page.getByRole('button', { name: 'New table' }).last())).toBeLessThanOrEqual(390)
  await page.goto(`${url}/statistics`)
  expect(await rightEdge(page.getByRole('group', { name: 'Time' }))).toBeLessThanOrEqual(390)
  await page.goto(`${url}/logs/events`)
  expect(await rightEdge(page.getByRole('region', { name: 'a node that sends an event' }))).toBeLessThanOrEqual(390)
})

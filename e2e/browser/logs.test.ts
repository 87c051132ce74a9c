import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

const talk = `id: talk
name: Talk
triggers: { call: { type: webhook, with: { path: /talk, auth: none } } }
nodes:
  hello: { type: log, with: { message: "Hello {{ trigger.body.name }}", data: { sku: A-1 } }, next: [each, tell] }
  each:
    type: for-each
    with: { items: [1, 2] }
    nodes: { low: { type: log, with: { level: warn, message: "Item {{ item }} is low" } } }
  tell: { type: event.emit, with: { name: talk.said, data: { to: "{{ trigger.body.name }}" } } }
`
const hear = `id: hear
name: Hear
triggers: { heard: { type: event, with: { name: talk.* } } }
nodes: { note: { type: set, with: { values: { to: "{{ trigger.data.to }}" } } } }
`

test('what is said and told is followed, held back, filtered, and leads to where it was said', async () => {
  const workflows = join(temporaryDirectory(), 'workflows')
  mkdirSync(workflows)
  for (const [name, source] of Object.entries({ talk, hear })) writeFileSync(join(workflows, `${name}.yaml`), source)
  const { url, send } = await startMillrace({ workflows, dataDirectory: temporaryDirectory() })
  const say = (name: string) => send('/webhook/talk', { name })
  const page = await openPage(`${url}/logs`)
  const row = (name: string | RegExp) => page.getByRole('grid').getByRole('row', { name })
  await page.getByText('Nothing has been said yet').waitFor()
  expect(await seriousFindings(page)).toEqual([])

  await say('Ada')
  await row(/Info Talk hello Hello Ada/).waitFor()
  // All that it says: what comes after *Pause* is counted.
  await row(/Item 2 is low/).waitFor()
  await page.getByRole('button', { name: 'Pause' }).press('Enter')
  await page.getByRole('button', { name: 'Follow' }).waitFor()
  await say('Grace')
  await page.getByRole('status').filter({ hasText: '3 new' }).waitFor()
  expect(await row(/Hello Grace/).count()).toBe(0)
  await page.getByRole('button', { name: 'Follow' }).press('Enter')
  await row(/Hello Grace/).waitFor()

  await page.getByRole('textbox', { name: 'Search in messages' }).fill('2 is LOW')
  await page.waitForURL('**/logs?text=2+is+LOW')
  await row(/Hello/).first().waitFor({ state: 'detached' })
  await page.getByRole('grid').press('Enter')
  const line = page.getByRole('region', { name: 'The line' })
  await line.getByText('Item 2 is low').waitFor()
  expect(await line.getByRole('link', { name: 'On the canvas' }).getAttribute('href')).toMatch(
    /^\/workflows\/talk\?execution=\w+&node=each\.low&turn=each%3A1$/,
  )
  expect(await seriousFindings(page)).toEqual([])
  await line.getByRole('link', { name: 'The step' }).press('Enter')
  await page.getByRole('article', { name: 'Step each[1].low' }).waitFor()

  await page.getByRole('link', { name: 'Logs', exact: true }).press('Enter')
  await page.getByRole('link', { name: 'Events' }).press('Enter')
  await row(/1 started talk\.said Talk: tell/)
    .nth(1)
    .waitFor()
  await page.getByRole('button', { name: 'Pause' }).press('Enter')
  await send('/api/v1/events', { name: 'talk.late', data: 1 })
  await page.getByRole('status').filter({ hasText: '1 new' }).waitFor()
  await page.getByRole('button', { name: 'Follow' }).press('Enter')
  await row(/1 started talk\.late/).waitFor()
  await page.getByRole('combobox', { name: 'Time' }).click()
  await page.getByRole('option', { name: 'Last hour' }).click()
  await page.waitForURL('**/logs/events?since=1h')
  await row(/talk\.said/)
    .nth(1)
    .waitFor()
  await page.getByRole('button', { name: 'Clear' }).press('Enter')
  await page.waitForURL(/events$/)
  await row(/talk\.said/)
    .first()
    .click()
  const event = page.getByRole('region', { name: 'The event' })
  await event.getByText('Grace').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await event.getByRole('link', { name: 'Hear' }).press('Enter')
  await page.waitForURL('**/executions/01*')
})

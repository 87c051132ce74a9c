import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

const pen = { sku: 'pen', grams: 20 }
const anvil = { sku: 'anvil', grams: 70_000 }

const workflows = 'e2e/fixtures/overlay'

async function startWithParcels() {
  const millrace = await startMillrace({ workflows, dataDirectory: temporaryDirectory() })
  async function run(inputs: object) {
    const answer = await millrace.send('/api/v1/workflows/parcels/run?wait=true', { inputs })
    return ((await answer.json()) as { executionId: string }).executionId
  }
  return { ...millrace, run }
}

test('a failed execution is pinned, gone through by keyboard, and compared with a green one', async () => {
  const { url, run } = await startWithParcels()
  const green = await run({ express: true, lines: [pen] })
  const red = await run({ express: false, lines: [pen, anvil] })
  const page = await openPage(`${url}/executions/${red}`)
  await page.getByRole('link', { name: 'On the canvas' }).press('Enter')

  // It opens at the end, at what failed, and nothing can be edited.
  const panel = page.getByRole('region', { name: 'too_heavy in this execution' })
  await panel.getByText('anvil weighs 70000 g').first().waitFor()
  await page.getByText('Step 12 of 12').waitFor()
  expect(await page.getByRole('button', { name: 'Publish' }).count()).toBe(0)
  await page.getByRole('button', { name: /^weigh, .*, ran 2 times/ }).waitFor()
  await page.getByRole('button', { name: /^too_heavy, stop, .*, failed/ }).waitFor()
  await page.getByRole('button', { name: /^label, .*, success/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])

  // The panel goes along with the step; later steps have no badge.
  await page.keyboard.press('Home')
  await page.getByText('Step 1 of 12').waitFor()
  await page.getByRole('region', { name: 'total in this execution' }).waitFor()
  await page.getByRole('button', { name: /^is_express, .*did not run/ }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: /^is_express, .*, success/ }).waitFor()
  await expect.poll(() => page.url()).toContain('at=2')
  await page.keyboard.press('End')

  // One iteration after the other.
  await page.getByRole('button', { name: 'Next iteration of each_line' }).click()
  const which = page.getByRole('spinbutton', { name: 'Which iteration of each_line' })
  expect(await which.inputValue()).toBe('1')
  await page.getByRole('button', { name: /^too_heavy, .*, skipped/ }).waitFor()
  await page.getByRole('button', { name: 'Next failed iteration of each_line' }).click()
  await page.getByRole('button', { name: /^label, .*, skipped/ }).waitFor()
  await which.fill('1')
  await page.getByRole('button', { name: /^label, .*, success/ }).waitFor()
  await which.press('Escape')

  // Replayed from what failed: the new execution is pinned in its place.
  await page.getByRole('button', { name: /^too_heavy, / }).click()
  await page.getByRole('button', { name: 'Next failed iteration of each_line' }).click()
  await panel.getByRole('button', { name: 'Replay from here' }).click()
  const dialog = page.getByRole('dialog', { name: 'Replay from each_line[1].too_heavy' })
  await dialog.getByText('Nothing that ran from here on changes anything outside.').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Replay', exact: true }).press('Enter')
  await page.waitForURL((address) => address.searchParams.get('execution') !== red)
  await page.getByText('steps were taken over').waitFor()
  await panel.getByText('anvil weighs 70000 g').first().waitFor()

  // Opened once it has ended, it shows what failed as large as can be read; one that goes on is shown whole.
  await page.reload()
  await expect.poll(() => page.locator('.react-flow__viewport').getAttribute('style')).toContain('scale(0.8)')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  // Under the pointer: what went along an edge is of the run that took it, and a trigger tells what it received.
  await page.locator('[data-id="weigh>true>label"] path').first().hover({ force: true })
  await page.getByText('Taken, with').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('1')
  await page.getByRole('button', { name: /^by_hand, .*started it/ }).hover()
  await page.getByText('It started with').waitFor()
  // What the panel would stand in front of comes out from behind it.
  await page.getByRole('button', { name: /^tell, / }).click()
  const told = page.getByRole('region', { name: 'tell in this execution' })
  await told.waitFor()
  await page.getByRole('button', { name: /^tell, / }).waitFor()
  await page.keyboard.press('Escape')
  await told.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Compare', exact: true }).press('Enter')
  await page.getByRole('dialog', { name: 'Compare with …' }).getByRole('listitem').first().waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page
    .getByRole('listitem')
    .getByRole('button', { name: /Success/ })
    .press('Enter')
  await expect.poll(() => page.url()).toContain(`with=${green}`)
  const differences = page.getByRole('region', { name: 'Differences' })
  await differences.getByRole('article', { name: 'total in both executions' }).waitFor()
  await differences.getByRole('button', { name: 'Next difference' }).press('Enter')
  await differences.getByRole('article', { name: 'is_express in both executions' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])

  await differences.getByRole('button', { name: 'They were started with different data' }).press('Enter')
  await differences
    .getByRole('article', { name: 'What started both executions' })
    .getByRole('rowheader', { name: /express$/ })
    .first()
    .waitFor()

  // The one that it is compared with may be deleted.
  await page.goto(page.url().replace(green, 'gone'))
  await page.getByRole('link', { name: 'Show the other one alone' }).press('Enter')
  await page.getByRole('button', { name: 'Unpin' }).press('Enter')
  await page.waitForURL(/\/workflows\/parcels$/)
  await page.getByRole('button', { name: 'Publish' }).waitFor()
})

test('an execution of an older version is shown on that, and its data is taken into the editor', async () => {
  const { url, get, run } = await startWithParcels()
  const id = await run({ express: true, lines: [pen] })
  const source = readFileSync('e2e/fixtures/overlay/parcels.yaml', 'utf8').replaceAll('tell', 'announce')
  const headers = { 'content-type': 'application/yaml' }
  expect((await fetch(`${url}/api/v1/workflows/parcels`, { method: 'PUT', headers, body: source })).status).toBe(201)
  const page = await openPage(`${url}/workflows/parcels?execution=${id}&node=tell`)
  await page.getByText('You see version 1, which ran. 8 of 9 steps are on the current version').waitFor()
  await page.getByRole('region', { name: 'tell in this execution' }).waitFor()
  await page.getByRole('button', { name: /^tell, .*, success/ }).waitFor()
  await page.getByRole('button', { name: 'As it is now' }).click()
  await page.getByText('You see the workflow as it is now').waitFor()
  await page.getByRole('button', { name: /^announce, .*did not run/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])

  // Elsewhere and back again: it is as it was left, until it is unpinned.
  await expect.poll(() => page.url()).toContain('version=current')
  await page.getByRole('link', { name: 'Workflows', exact: true }).click()
  await page.getByRole('link', { name: 'Send parcels' }).click()
  await page.waitForURL(`**/parcels?execution=${id}*version=current`)

  await page.getByRole('button', { name: 'Edit with this data' }).click()
  await page.getByRole('dialog').getByText('is_express: it decides which way to go').waitFor()
  await page.getByRole('button', { name: 'Pin 2 outputs and edit' }).click()
  await page.getByRole('button', { name: 'Publish' }).waitFor()
  expect(Object.keys(await get('/workflows/parcels/pins'))).toEqual(['call_courier', 'total'])

  await page.goto(`${url}/workflows/order?execution=${id}`)
  await page.getByRole('link', { name: 'Show it on the canvas of parcels' }).click()
  await page.getByText('Step 9 of 9').waitFor()

  await fetch(`${url}/api/v1/executions/${id}`, { method: 'DELETE' })
  await page.reload()
  await page.getByRole('link', { name: 'Open the workflow parcels' }).click()
  await page.getByRole('button', { name: 'Publish' }).waitFor()
})

test('an execution that goes on is followed', async () => {
  const { url, send } = await startWithParcels()
  const answer = (await (await send('/api/v1/workflows/approval/run', {})).json()) as { executionId: string }
  const page = await openPage(`${url}/workflows/approval?execution=${answer.executionId}`)
  await page.getByText('Step 1 of 1').waitFor()
  await page.getByRole('button', { name: /^ask, .*, waiting/ }).waitFor()
  await page.getByText('waits for a decision').waitFor()

  // In the history it opens where to decide, and stays there when that is done.
  const decided = await openPage(`${url}/executions/${answer.executionId}`)
  await decided.getByRole('button', { name: 'Approve' }).click()
  await decided.getByRole('article', { name: 'Step ask' }).getByText('left by “approved”').waitFor()
  await page.getByText('Step 2 of 2').waitFor()
  await page.getByRole('button', { name: /^ship, .*, success/ }).waitFor()

  // Played in time, it ends where it ends.
  await page.getByRole('button', { name: 'Time', exact: true }).click()
  await page.getByRole('slider', { name: 'Time in the execution' }).press('Home')
  await page.getByText('Step 1 of 2').waitFor()
  for (const speed of ['1 ×', '2 ×']) await page.getByRole('button', { name: `Speed of playing: ${speed}` }).click()
  await page.getByRole('button', { name: 'Play the steps' }).press('Enter')
  await page.getByText('Step 2 of 2').waitFor()
})

test('whoever has gone back stays there, and nothing is missing or twice when the server has been killed', async () => {
  const dataDirectory = temporaryDirectory()
  const killed = await startMillrace({ workflows, dataDirectory })
  const { executionId } = (await (await killed.send('/api/v1/workflows/relay/run', {})).json()) as { executionId: string }
  const decide = (server: Pick<typeof killed, 'send'>, step: string) =>
    server.send(`/api/v1/executions/${executionId}/steps/${step}/decision`, { decision: 'approved' })
  const page = await openPage(`${killed.url}/workflows/relay?execution=${executionId}`)
  await page.getByRole('button', { name: /^first, .*, waiting/ }).waitFor()
  await decide(killed, 'first')
  await page.getByText('Step 3 of 3').waitFor()
  await page.keyboard.press('Home')
  await page.getByText('Step 1 of 3').waitFor()
  await page.getByRole('button', { name: 'Back to live' }).press('Enter')
  await page.getByText('Step 3 of 3').waitFor()
  await page.keyboard.press('Home')

  await killed.end('SIGKILL')
  const millrace = await startMillrace({ workflows, dataDirectory, port: Number(new URL(killed.url).port) })
  await decide(millrace, 'second')
  // The longer the server was away, the longer the page waits before it tries again.
  await page.getByText('Step 1 of 4').waitFor({ timeout: 20_000 })
  await page.getByRole('button', { name: /^b, .*, did not run/ }).waitFor()
  expect(await page.getByRole('button', { name: /^\d\. (first|a|second|b): success/ }).count()).toBe(4)

  await page.keyboard.press('End')
  const slider = page.getByRole('slider', { name: 'Step of the execution' })
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('step 4 of 4, b, success')

  // Compared with one that goes on: what has not come there is no difference yet; then the end of a large value is one.
  const other = (await (await millrace.send('/api/v1/workflows/relay/run', {})).json()) as { executionId: string }
  await page.goto(`${killed.url}/workflows/relay?execution=${executionId}&with=${other.executionId}`)
  const differences = page.getByRole('region', { name: 'Differences' })
  await differences.getByText('No differences').waitFor()
  for (const step of ['first', 'second'])
    await millrace.send(`/api/v1/executions/${other.executionId}/steps/${step}/decision`, { decision: 'approved' })
  const pair = differences.getByRole('article', { name: 'b in both executions' })
  await differences.getByRole('button', { name: /^b Output differs/ }).click()
  await pair.getByRole('row', { name: new RegExp(`^at ${other.executionId} ${executionId}$`) }).waitFor()
  expect(await pair.getByRole('row', { name: /xxx/ }).count()).toBe(0)
})

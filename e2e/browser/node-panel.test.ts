import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

interface Draft {
  readonly source: string
}

async function openNode(page: Page, name: string) {
  const card = page.locator('.react-flow__node', { hasText: name }).first()
  await card.dblclick({ position: { x: 60, y: 20 } })
  const panel = page.getByRole('dialog', { name: `Node ${name}` })
  await panel.waitFor()
  return panel
}

test('a node is set by its form with real values beside it, run alone, pinned, and tried out', async () => {
  const millrace = await startMillrace({ workflows: 'e2e/fixtures/history', dataDirectory: temporaryDirectory() })
  await millrace.send('/api/v1/workflows/order/run?wait=true', { inputs: { id: 4711 } })
  const source = async () => (await millrace.get<Draft>('/workflows/order/draft')).source
  const page = await openPage(`${millrace.url}/workflows/order`)

  const panel = await openNode(page, 'charge')
  const incoming = panel.getByRole('region', { name: 'What came in' })
  await incoming.getByText('4711').first().waitFor()
  expect(await seriousFindings(page)).toEqual([])

  // An expression is previewed with the values of the last run, and written into the file.
  const order = panel.getByRole('textbox', { name: 'Values: order' })
  await order.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('{{ inputs.id * 2 ')
  await panel.getByLabel('What Values: order gives').getByText('9422').waitFor()
  await expect.poll(source).toContain('order: "{{ inputs.id * 2 }}"')

  // A value is dragged out of what came in, and stands where it falls.
  const note = panel.getByRole('textbox', { name: 'Values: note' })
  await note.fill('')
  await panel.getByRole('button', { name: 'Expression for Values: note' }).click()
  await incoming
    .getByText('4711')
    .first()
    .dragTo(panel.getByRole('textbox', { name: 'Values: note' }))
  await expect.poll(source).toMatch(/note: "?\{\{ (inputs|input)[\w.]* \}\}/)

  // A setting that has a control of its own.
  await panel.getByRole('tab', { name: 'Settings' }).click()
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Charge the card')
  await expect.poll(source).toContain('name: Charge the card')

  await panel.getByRole('button', { name: 'Run this node' }).click()
  const outgoing = page.getByRole('region', { name: 'What went out' })
  await outgoing.getByText('9422').first().waitFor()
  await outgoing.getByRole('button', { name: 'Pin this output' }).click()
  await outgoing.getByText(/^Pinned:/).waitFor()
  expect(await millrace.get('/workflows/order/pins')).toMatchObject({ charge: { order: 9422 } })
  expect(await source()).not.toContain('9422')

  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog', { name: /^Node / }).count()).toBe(0)

  // The canvas shows the pin, and takes it away by its key.
  const card = page.locator('.react-flow__node', { hasText: 'Charge the card' })
  await card.getByText('Pinned').waitFor()
  await page.keyboard.press('p')
  await expect.poll(() => millrace.get('/workflows/order/pins')).toEqual({})

  // A run begins with a form of the inputs that the workflow declares.
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Run a test' })
  await form.getByText('Fill in Id to run it.').waitFor()
  await form.getByRole('textbox', { name: 'Id', exact: true }).fill('50')
  await form.getByRole('button', { name: 'Run', exact: true }).click()
  await card.getByRole('img', { name: 'Success' }).waitFor()
  const { items } = await millrace.get<{ items: readonly { id: string }[] }>('/executions?test=true&limit=1')
  expect(await millrace.get(`/executions/${items[0]?.id}`)).toMatchObject({ status: 'success', inputs: { id: 50 } })
})

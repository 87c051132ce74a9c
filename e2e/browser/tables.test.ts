import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { hostile, keepRefusals, traces } from './support/hostile.ts'
import { openContext, openTab } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

const evil = hostile('cell').replaceAll('"', '""')
const csv = `email,age,active,seen,note\nada@example.com,36,true,2027-03-01T09:30:00.000Z,first\nbob@example.com,41,false,,"${evil}"\n`
const broken = 'email,age\nada@example.com,36\n"unfinished,1\n'

test('a table is made of a file, filtered, written in by keys alone, followed, and deleted', { timeout: 300_000 }, async () => {
  const { url, get, send } = await startMillrace({ workflows: 'examples/guest-book', dataDirectory: temporaryDirectory() })
  const files = temporaryDirectory()
  writeFileSync(join(files, 'Customers.csv'), csv)
  writeFileSync(join(files, 'broken.csv'), broken)
  const context = await openContext()
  await keepRefusals(context)
  const page = await openTab(context, `${url}/tables`)
  await page.getByRole('heading', { name: 'What your workflows remember' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'From a file' }).press('Enter')
  await page.getByLabel('File with records').setInputFiles(join(files, 'broken.csv'))
  await page
    .getByRole('alert')
    .getByText(/^Nothing was imported\. Line/)
    .waitFor()
  await page.getByLabel('File with records').setInputFiles(join(files, 'Customers.csv'))
  await page.getByText('2 lines are right').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Import 2 records' }).press('Enter')
  await page.waitForURL('**/tables/customers')

  const grid = page.getByRole('grid', { name: 'Records of customers' })
  await grid.getByText('ada@example.com').waitFor()
  expect(await traces(page)).toEqual([])
  await grid.focus()
  const keys = async (...names: readonly string[]) => {
    for (const name of names) await page.keyboard.press(name)
  }
  const written = () => page.locator('[aria-invalid]').waitFor({ state: 'detached' })
  // A number is wrong first, then right; then a date, a yes or no, and the last one is taken back.
  await keys('ArrowRight', 'ArrowDown', 'Enter', 'x', 'Enter')
  await page.getByRole('alert').getByText('A number').waitFor()
  await keys('Backspace', '0', 'Enter')
  const bob = async () =>
    (await get('/tables/customers/records?where={"email":"bob@example.com"}')) as { items: readonly Record<string, unknown>[] }
  await written()
  await expect.poll(async () => (await bob()).items[0]?.age).toBe(410)
  await keys('ArrowRight', 'Enter')
  await expect.poll(async () => (await bob()).items[0]?.active).toBe(true)
  await keys('Control+z')
  await expect.poll(async () => (await bob()).items[0]?.active).toBe(false)
  // What is typed into a text stands there whole, from its first letter on.
  await keys('ArrowRight', 'ArrowRight')
  await page.keyboard.type('hello')
  await keys('Enter')
  await written()
  await expect.poll(async () => (await bob()).items[0]?.note).toBe('hello')
  await keys('Control+z', 'ArrowLeft', 'ArrowLeft')
  await expect.poll(async () => (await bob()).items[0]?.note).not.toBe('hello')
  expect(await seriousFindings(page)).toEqual([])

  // What somebody else does is seen without a row moving, and is not written over unseen.
  const [first] = (await bob()).items
  await keys('ArrowLeft', 'Enter')
  await fetch(`${url}/api/v1/tables/customers/records/${String(first?.id)}`, { method: 'PATCH', body: JSON.stringify({ age: 50 }) })
  await grid.getByText('50', { exact: true }).waitFor()
  await keys('7', 'Enter')
  await page.getByRole('alert').getByText('Somebody else has set it to “50” meanwhile').waitFor()
  await keys('Enter')
  await expect.poll(async () => (await bob()).items[0]?.age).not.toBe(50)
  await send('/api/v1/tables/customers/records', { email: 'grace@example.com', age: 30 })
  await page.getByRole('button', { name: '1 new: show' }).press('Enter')
  await grid.getByText('grace@example.com').waitFor()

  // The address keeps what is asked for.
  await page.getByRole('button', { name: 'Filter' }).press('Enter')
  await page.getByLabel('Value of Condition 1').fill('grace')
  await page.getByText('1 of 3 records').waitFor()
  expect(new URL(page.url()).searchParams.get('where')).toBe('{"email":{"contains":"grace"}}')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Clear' }).press('Enter')

  // One record in full; columns with what a change would lose.
  await grid.getByText('bob@example.com').waitFor()
  await grid.focus()
  await keys('Space')
  const panel = page.getByRole('region', { name: 'Record' })
  await panel.getByLabel('note').waitFor()
  expect(await traces(page)).toEqual([])
  expect(await seriousFindings(page)).toEqual([])
  const friends = { name: 'friends', type: 'relation', table: 'customers' }
  await send('/api/v1/tables/customers/changes', { changes: [{ type: 'add', column: friends }] })
  await page.getByRole('button', { name: 'Columns', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Remove note' }).press('Enter')
  await page.getByRole('button', { name: 'Change', exact: true }).press('Enter')
  await page.getByText('note is removed: 2 records stand against it.').waitFor()
  expect(await traces(page)).toEqual([])
  await page.getByRole('button', { name: 'Change, and lose these values' }).press('Enter')
  await page.getByText('customers is changed').waitFor()
  await panel.getByLabel('note').waitFor({ state: 'detached' })

  // Whom somebody else relates to a record is seen in its row and beside it.
  await panel.getByText('None.').waitFor()
  const { items: all } = (await get('/tables/customers/records?sort=email')) as { items: readonly Record<string, unknown>[] }
  const grace = all.at(-1)?.id
  const relate = ({ id }: Record<string, unknown>) => ({
    type: 'add-relation',
    table: 'customers',
    id,
    column: 'friends',
    targets: [grace],
  })
  await send('/api/v1/table-writes', { operations: all.map(relate) })
  await grid.getByText('+1', { exact: true }).first().waitFor()
  await panel.getByRole('button', { name: `Take ${String(grace)} out of friends` }).waitFor()
  expect(await seriousFindings(page)).toEqual([])

  // What is pasted beyond the last row is new, and taken back as one.
  await grid.focus()
  await keys('Home', 'Control+ArrowDown')
  const paste = (text: string) =>
    grid.evaluate((element, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  await paste('eve@example.com\t20\nmallory@example.com\t21\n')
  await grid.getByText('mallory@example.com').waitFor()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await grid.getByText('mallory@example.com').waitFor({ state: 'detached' })
  await grid.getByText('grace@example.com').waitFor()

  // What somebody else sets just before is shown, and the next paste decides.
  const setAges = async (age: number) => {
    for (const { id } of all) {
      await fetch(`${url}/api/v1/tables/customers/records/${String(id)}`, { method: 'PATCH', body: JSON.stringify({ age }) })
    }
  }
  const ages = async () => {
    const { items } = (await get('/tables/customers/records?sort=age')) as { items: readonly Record<string, unknown>[] }
    return items.map(({ age }) => age)
  }
  await page.route('**/api/v1/table-writes', (route) => setAges(60).then(() => route.continue()), { times: 1 })
  await grid.focus()
  await keys('Control+Home')
  await paste('peggy@example.com\t70\nvictor@example.com\t71\n')
  await page.getByRole('alert').getByText('Somebody else has changed 2 records here meanwhile').waitFor()
  expect(await ages()).toEqual([60, 60, 60])
  await grid.getByText('60', { exact: true }).first().waitFor()
  await paste('peggy@example.com\t70\nvictor@example.com\t71\n')
  await grid.getByText('victor@example.com').waitFor()
  expect(await ages()).toEqual([60, 70, 71])

  // Before a record goes, it is counted what leads to it.
  await page.goto(`${url}/tables/customers?record=${String(grace)}`)
  await page.getByRole('button', { name: 'Delete this record' }).press('Enter')
  await page.getByRole('alertdialog').getByRole('status').getByText('2 records of customers lose it from friends.').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Delete 1 record' }).press('Enter')
  await expect.poll(ages).toHaveLength(2)

  const more = async (name: string) => {
    await page.getByRole('button', { name: 'More of customers' }).press('Enter')
    await page.getByRole('menuitem', { name }).press('Enter')
  }
  await more('Export')
  await page.getByRole('tab', { name: 'Columns of all tables' }).press('Enter')
  await page.getByRole('region', { name: 'the schema' }).getByText('"customers"').waitFor()
  await page.getByRole('button', { name: 'Copy the schema' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')

  await more('Who may use it')
  await page.getByRole('checkbox', { name: 'See: Owner' }).press('Space')
  await page.getByLabel('See: roles').fill('editor')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Change', exact: true }).press('Enter')
  await page.getByText('Access to customers is changed').waitFor()
  expect(await get('/tables/customers')).toMatchObject({ access: { read: ['owner', 'role:editor'] } })

  await more('Delete the table')
  await page.getByLabel('Type customers to delete it').fill('customers')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/tables')
  await expect.poll(async () => (await get('/tables')) as { items: readonly unknown[] }).toEqual({ items: [] })
})

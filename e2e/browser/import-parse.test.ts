import { expect, test } from 'vitest'
import { startParseService, twoClasses } from '../support/parse-service.ts'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { focused, keyTo } from './support/by-keyboard.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

/** In the second hundred of the first class, and of what they are related with. */
const requestsBeforeStop = 180

test('what a Parse server has is looked at, imported, stopped midway, left, found again, and goes on to the end', {
  timeout: 300_000,
}, async () => {
  const parse = await startParseService({ classes: twoClasses() })
  const { url, get, send } = await startMillrace({
    workflows: temporaryDirectory(),
    dataDirectory: temporaryDirectory(),
    environment: { MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' },
  })
  const page = await openPage(`${url}/tables`)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
  const begin = async () => {
    await press('Import')
    await page.getByRole('menuitem', { name: 'From a Parse server' }).press('Enter')
  }
  await begin()
  await page.getByRole('heading', { name: 'Where your records are' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])

  // A key that is wrong is told with what to do, and nothing leads on before it is right.
  const dialog = page.getByRole('dialog')
  const field = (name: string) => dialog.getByRole('textbox', { name })
  const next = page.getByRole('button', { name: 'Next' })
  const submit = async () => {
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'detached' })
  }
  await press('New connection')
  await field('Server URL').fill(parse.url)
  await field('Application id').fill(parse.applicationId)
  await field('Master key').fill('another-key')
  await submit()
  await press('Test the connection')
  await page.getByRole('alert').getByText('PARSE_KEY').waitFor()
  expect(await next.isDisabled()).toBe(true)
  expect(await seriousFindings(page)).toEqual([])
  await press('Change')
  await field('Master key').fill(parse.masterKey)
  expect(await seriousFindings(page)).toEqual([])
  await submit()
  expect(await next.isDisabled()).toBe(true)
  await press('Test the connection')
  await page.getByText('It answers: 2 classes with 250 records.').waitFor()
  await expect.poll(() => focused(page)).toEqual({ said: 'button Test the connection', isSeen: true })
  await keyTo(page, 'button Next')
  await page.keyboard.press('Enter')

  // All of it is seen before anything is written; what is left behind is said.
  const tags = page.getByRole('checkbox', { name: 'Tag' })
  await tags.press('Space')
  await page.getByText('1 of 2 classes, 200 records').waitFor()
  await page.getByText('names records of Tag').first().waitFor()
  await page
    .getByRole('button', { name: /^\d+ columns/ })
    .first()
    .press('Enter')
  await page.getByRole('table', { name: 'Columns of Post' }).getByText('Relation → Tag').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.reload()
  await tags.waitFor()
  expect(await get('/tables')).toEqual({ items: [] })
  // What refuses the start is told beside its button, however long the list above is.
  parse.stopAfter(0)
  await press('Import 250 records')
  await page.locator('footer').getByRole('alert').getByText('PARSE_UNREACHABLE').waitFor()
  parse.comeBack()
  parse.stopAfter(requestsBeforeStop)
  await press('Import 250 records')

  // It goes on whoever looks, and says where it stopped.
  await page.waitForURL('**/tables/import/parse?execution=*')
  await page.reload()
  const posts = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Post' }) })
  await posts.waitFor()
  const { applicationId, masterKey } = parse
  await send('/api/v1/connections', { name: 'another', type: 'parse', values: { serverUrl: parse.url, applicationId, masterKey } })
  await page.goto(`${url}/tables`)
  await begin()
  await page.getByRole('combobox', { name: 'Connection' }).getByText('parse', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Look at it' }).press('Enter')
  await page.getByText('It stopped.').waitFor({ timeout: 120_000 })
  await page.getByRole('alert').getByText('Class Post:').waitFor()
  await posts.getByText('100 of 200 records').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  const failed = page.url()

  parse.comeBack()
  await press('Retry')
  await page.getByText('250 records of 2 classes are here.').waitFor({ timeout: 120_000 })
  expect(page.url()).not.toBe(failed)
  expect(await seriousFindings(page)).toEqual([])
  expect(await get('/tables/Post')).toMatchObject({ count: 200 })
  expect(await get('/tables/Tag')).toMatchObject({ count: 50 })
  // Who comes back to the one that failed is told so, and led on.
  await page.goto(failed)
  await page.getByText('its retry has gone on from there').waitFor()
  await press('See its retry')
  await page.getByText('250 records of 2 classes are here.').waitFor()
  await page.getByRole('link', { name: 'See it on the canvas' }).press('Enter')
  await page.getByText('Copy class').first().waitFor()
  await page.goBack()
  await page.getByRole('link', { name: 'Post' }).press('Enter')
  await page.getByRole('grid', { name: 'Records of Post' }).waitFor()
  await page.getByText('200 records').waitFor()
})

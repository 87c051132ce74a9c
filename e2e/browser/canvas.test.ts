import { expect, test } from 'vitest'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openPage } from './support/open-browser.ts'
import { seriousFindings } from './support/serious-findings.ts'

test('a workflow is drawn with its scopes, which close and open', async () => {
  const { url } = await startMillrace({ workflows: 'examples/saga', dataDirectory: temporaryDirectory() })
  const page = await openPage(`${url}/workflows/saga`)
  const canvas = page.getByRole('region', { name: 'Canvas' })
  await canvas.getByRole('group', { name: /^ordered, trigger webhook, POST \/saga\/orders/ }).waitFor()
  await canvas.getByRole('group', { name: /^refund, store.delete/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await canvas.getByRole('button', { name: 'Close order' }).click()
  await canvas.getByRole('group', { name: /^refund/ }).waitFor({ state: 'detached' })
})

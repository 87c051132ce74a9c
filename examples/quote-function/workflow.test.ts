import { expect, test } from 'vitest'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

test('a program calls the workflow by name', async () => {
  const millrace = await startMillrace({ workflows: 'examples/quote-function', dataDirectory: temporaryDirectory() })
  const call = async (body: object) => {
    const answer = await millrace.send('/api/v1/functions/quote_price', body)
    return { status: answer.status, told: (await answer.json()) as object }
  }
  expect(await call({ sku: 'mill', count: 3 })).toEqual({ status: 200, told: { sku: 'mill', total: 360 } })
  expect(await call({ sku: 'moon' })).toEqual({ status: 404, told: { error: 'We do not sell moon.' } })
  expect(await call({ count: 3 })).toMatchObject({ status: 400, told: { code: 'INPUTS_INVALID' } })
})

import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Page {
  readonly items: readonly { readonly id: string; readonly workflowId: string; readonly status: string }[]
}

test('what fails is reported once and stays in the list, over a restart, until it is dealt with', async () => {
  const dataDirectory = temporaryDirectory()
  const start = () => startMillrace({ workflows: 'examples/failure-handling', dataDirectory })
  const first = await start()
  const prices = [{ sku: 'pen' }, { sku: 'desk' }]
  const taken = await first.send('/webhook/prices', { currency: 'EUR', prices })
  expect(await taken.json()).toEqual(prices.toReversed())
  const refused = await first.send('/webhook/prices', { currency: 'USD', prices: [] })
  expect(refused.status).toBe(500)
  const { items } = await eventually('the report is made', async () => {
    const page = await first.get<Page>('/executions?workflow=report_failure')
    return page.items[0]?.status === 'success' ? page : undefined
  })
  expect(items).toHaveLength(1)
  const report = await first.get<{ readonly steps: readonly { readonly logs: readonly { readonly message: string }[] }[] }>(
    `/executions/${items[0]?.id}`,
  )
  expect(report.steps[0]?.logs[0]?.message).toBe('Import prices failed in step refuse: Prices are in EUR, not in USD')
  await first.end('SIGKILL')

  const second = await start()
  const millrace = (...words: string[]) => runMillrace([...words, '--server', second.url])
  const listed = JSON.parse((await millrace('dead-letter', 'list', '--json')).out) as Page['items']
  expect(listed).toMatchObject([{ workflowId: 'import_prices' }])
  const id = listed[0]?.id ?? ''
  expect(JSON.parse((await millrace('dead-letter', 'show', id)).out)).toMatchObject({ trigger: { data: { body: { currency: 'USD' } } } })
  expect((await millrace('dead-letter', 'replay', '--all')).code).toBe(2)
  expect((await millrace('dead-letter', 'replay', id)).out).toMatch(new RegExp(`^${id} runs again as \\w+\n$`))
  const again = await eventually('the replay has failed too', async () => {
    const page = JSON.parse((await millrace('dead-letter', 'list', '--json')).out) as Page['items']
    return page[0] !== undefined && page[0].id !== id ? page : undefined
  })
  expect(again).toHaveLength(1)
  expect((await millrace('dead-letter', 'delete', '--workflow', 'import_prices', '--yes')).err).toBe('1 letter deleted.\n')
  expect((await millrace('dead-letter', 'list')).out).toBe('There are no dead letters.\n')
})

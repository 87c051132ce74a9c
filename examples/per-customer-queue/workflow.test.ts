import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Row {
  readonly id: string
  readonly status: string
  readonly key?: string
  readonly waitsFor?: { readonly sentence: string; readonly ahead?: number }
  readonly finishedAt?: string
}

test('orders of one customer are booked in their order, over a kill, and no other customer waits', async () => {
  const dataDirectory = temporaryDirectory()
  const start = () => startMillrace({ workflows: 'examples/per-customer-queue', dataDirectory })
  const first = await start()
  async function place(customer: string, order: number, takes: string): Promise<{ executionId: string; status: string }> {
    const answer = await first.send('/webhook/book-orders', { customer, order, takes })
    expect(answer.status).toBe(202)
    return (await answer.json()) as { executionId: string; status: string }
  }
  const ada = [await place('ada', 1, '1500ms'), await place('ada', 2, '10ms'), await place('ada', 3, '10ms')]
  const bob = await place('bob', 1, '10ms')
  expect([...ada, bob].map(({ status }) => status)).toEqual(['running', 'queued', 'queued', 'running'])
  const last = await first.get<Row>(`/executions/${ada[2]?.executionId}`)
  expect(last).toMatchObject({ status: 'queued', key: 'customer=ada', waitsFor: { ahead: 1 } })
  expect(last.waitsFor?.sentence).toMatch(/^is queued, 1 ahead for key customer=ada, .*: its one place is taken$/)
  await first.end('SIGKILL')

  const second = await start()
  const ended = await eventually('all are booked', async () => {
    const { items } = await second.get<{ readonly items: readonly Row[] }>('/executions?workflow=book_orders')
    return items.every(({ status }) => status === 'success') ? items : undefined
  })
  const finished = new Map(ended.map(({ id, finishedAt }) => [id, Date.parse(finishedAt ?? '')]))
  // Bob's order began at once, beside Ada's; when the restart takes long, both are due by then and end in either order.
  const times = ada.map(({ executionId }) => finished.get(executionId) ?? 0)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(finished.has(bob.executionId)).toBe(true)
})

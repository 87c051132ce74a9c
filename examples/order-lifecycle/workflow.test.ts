import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Event {
  readonly id: string
  readonly name: string
  readonly received: number
  readonly firings: readonly { readonly workflowId: string; readonly outcome: string }[]
}

interface Page<T> {
  readonly items: readonly T[]
}

const started = ({ firings }: Event) => firings.map(({ workflowId }) => workflowId).sort()

test('an order is placed, reviewed and released, over a restart, and each event has started what listens for it, once', async () => {
  const dataDirectory = temporaryDirectory()
  const start = () => startMillrace({ workflows: 'examples/order-lifecycle', dataDirectory })
  const first = await start()
  expect((await first.send('/webhook/lifecycle/orders', { id: 3, total: 20 })).status).toBe(200)
  expect(await (await first.send('/webhook/lifecycle/orders', { id: 17, total: 2500 })).json()).toMatchObject({ order: 17 })
  const review = await eventually('the review waits', async () => {
    const { items } = await first.get<Page<{ readonly id: string; readonly status: string }>>('/executions?workflow=review_order')
    return items[0]?.status === 'waiting' ? items : undefined
  })
  expect(review).toHaveLength(1)
  await eventually('both orders are in the ledger', async () => {
    const { items } = await first.get<Page<unknown>>('/executions?workflow=order_ledger&status=success')
    return items[1]
  })
  await first.end('SIGKILL')

  const second = await start()
  const millrace = (...words: string[]) => runMillrace([...words, '--server', second.url])
  const sent = await millrace('event', 'emit', 'order.reviewed.17', '--data', '{"approved":true}', '--id', 'once', '--json')
  expect(JSON.parse(sent.out)).toMatchObject({ isNew: true, isDelivered: true, received: 1, firings: [{ workflowId: 'order_ledger' }] })
  expect((await millrace('event', 'emit', 'order.reviewed.17', '--data', '{"approved":true}', '--id', 'once')).err).toMatch(
    /^Event once was sent before/,
  )
  await eventually('the end of the review is heard', async () => {
    const { items } = await second.get<Page<{ readonly status: string }>>('/executions?workflow=after_review&status=success')
    return items[0]
  })
  const ledger = await eventually('the ledger is whole', async () => {
    const { out } = await millrace('value', 'get', 'order-17')
    return out.includes('order.released') ? (JSON.parse(out) as readonly string[]) : undefined
  })
  expect(ledger.toSorted()).toEqual(['order.placed', 'order.released'])
  const { items } = await second.get<Page<Event>>('/events?name=order.*')
  expect(items.map((event) => [event.name, started(event)])).toEqual([
    ['order.released', ['order_ledger']],
    ['order.reviewed.17', ['order_ledger']],
    ['order.placed', ['order_ledger', 'review_order']],
    ['order.placed', ['order_ledger']],
  ])
  expect((await millrace('event', 'show', 'once')).out).toContain('1 step received it.')
  expect((await millrace('event', 'show', 'nothing')).code).toBe(3)
})

import { quantile } from './figure.ts'

/** What was answered with 2xx, when, and how long it had taken. */
interface Acknowledged {
  readonly writer: number
  readonly n: number
  readonly at: number
  readonly tookMs: number
}

export interface OrderLoad {
  readonly acknowledged: readonly Acknowledged[]
  /** Between two moments of `performance.now()`. */
  between(from: number, to: number): { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number }
  stop(): Promise<void>
}

const writers = 8
const note = 'x'.repeat(1_000)

/** Writers that each count up, one acknowledged order after the other: each is an execution of recorded steps that writes a record. */
export function startOrders(url: string): OrderLoad {
  const acknowledged: Acknowledged[] = []
  let isOver = false
  const ends = Array.from({ length: writers }, async (_, writer) => {
    for (let n = 1; !isOver; n++) {
      const began = performance.now()
      await placeOrder(url, { writer, n, note })
      const at = performance.now()
      acknowledged.push({ writer, n, at, tookMs: at - began })
    }
  })
  const ended = Promise.all(ends)
  // An order that failed is told by `stop`: until then whoever measures still has a server to end.
  ended.catch(() => undefined)
  return {
    acknowledged,
    between(from, to) {
      const times = acknowledged.filter(({ at }) => at >= from && at < to).map(({ tookMs }) => tookMs)
      return { perSecond: times.length / ((to - from) / 1_000), p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) }
    },
    async stop() {
      isOver = true
      await ended
    },
  }
}

/** Its execution is at its end, and on disk, when this resolves. */
export async function placeOrder(url: string, order: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await fetch(`${url}/webhook/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`An order was answered with ${answer.status}: ${text}`)
}

/** When the first order was acknowledged that is not there any more; throws when one is missing among those that are. */
export async function oldestMissing(url: string, acknowledged: readonly Acknowledged[]): Promise<number> {
  const answer = await fetch(`${url}/api/v1/tables/ledger/aggregate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ groupBy: ['writer'], metrics: { count: { count: true }, last: { max: 'n' } } }),
  })
  const { items } = (await answer.json()) as { readonly items: readonly { writer: number; count: number; last: number }[] } // As the route answers.
  const torn = items.find(({ count, last }) => count !== last)
  if (torn !== undefined) throw new Error(`Of writer ${torn.writer}, ${torn.count} of ${torn.last} orders are there: no prefix.`)
  const lastOf = new Map(items.map(({ writer, last }) => [writer, last]))
  const missing = acknowledged.filter(({ writer, n }) => n > (lastOf.get(writer) ?? 0))
  return missing.reduce((oldest, { at }) => Math.min(oldest, at), Number.POSITIVE_INFINITY)
}

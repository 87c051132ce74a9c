const writerCount = 4

/** What each writer sent and what was answered, by the clock of this machine; order n is at n - 1. */
export interface PlacedOrders {
  readonly writers: readonly {
    readonly writer: string
    readonly sentAt: readonly number[]
    readonly acknowledgedAt: readonly number[]
  }[]
  /** Resolves when the server answers no more. */
  readonly ended: Promise<void>
}

/** Writers that each count up, one acknowledged order after the other, until the server is gone. */
export function placeOrders(url: string, session: string): PlacedOrders {
  const writers = Array.from({ length: writerCount }, (_, index) => ({
    writer: `${session}, writer ${index}`,
    sentAt: [] as number[],
    acknowledgedAt: [] as number[],
  }))
  return { writers, ended: Promise.all(writers.map((writer) => place(url, writer))).then(() => undefined) }
}

async function place(url: string, { writer, sentAt, acknowledgedAt }: Mutable): Promise<void> {
  for (let n = 1; ; n++) {
    sentAt.push(Date.now())
    const isAcknowledged = await send(`${url}/webhook/orders`, { writer, n, note: 'x'.repeat(1_000) })
    if (!isAcknowledged) return
    acknowledgedAt.push(Date.now())
  }
}

interface Mutable {
  readonly writer: string
  readonly sentAt: number[]
  readonly acknowledgedAt: number[]
}

/** False when the server is gone, or on its way. */
async function send(url: string, order: object): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) })
    await answer.arrayBuffer()
    if (answer.status === 503) return false
    if (!answer.ok) throw new Error(`An order was answered with ${answer.status}.`)
    return true
  } catch (error) {
    // What undici throws when the connection breaks.
    if (error instanceof TypeError) return false
    throw error
  }
}

import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { type PlacedOrders, placeOrders } from './support/place-orders.ts'
import { runMillrace } from './support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const shippedMs = 120_000

const workflow = `id: orders
triggers: { placed: { type: webhook, with: { path: /orders, auth: none, respond: respond-node } } }
nodes:
  order: { type: set, with: { values: { writer: "{{ trigger.body.writer }}", n: "{{ trigger.body.n }}" } }, next: keep }
  keep: { type: table.create, with: { table: ledger, record: "{{ input }}" }, next: { success: answer } }
  answer: { type: respond, with: { body: "{{ input }}" } }
`

interface Place {
  readonly workflows: string
  readonly dataDirectory: string
  readonly replica: string
}

async function makePlace(): Promise<Place> {
  const directory = temporaryDirectory()
  const workflows = join(directory, 'workflows')
  await mkdir(workflows)
  await writeFile(join(workflows, 'orders.yaml'), workflow)
  return { workflows, dataDirectory: join(directory, 'data'), replica: join(directory, 'replica') }
}

function start({ workflows, dataDirectory, replica }: Place): Promise<StartedMillrace> {
  return startMillrace({ workflows, dataDirectory, environment: { MILLRACE_REPLICA: replica } })
}

/** The times at which more was safe, in ms since 1970, the oldest first. */
async function momentsIn(replica: string, timeline: string): Promise<readonly number[]> {
  const path = join(replica, 'timelines', timeline, 'moments')
  const text = existsSync(path) ? await readFile(path, 'utf8') : ''
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => Date.parse(line.split(' ')[0] ?? ''))
}

/** Until that many moments more are there: what was acknowledged before the first of them is in the last. */
async function moreMoments(replica: string, timeline: string, count: number): Promise<void> {
  const before = (await momentsIn(replica, timeline)).length
  await eventually('more is shipped', async () => (await momentsIn(replica, timeline)).length >= before + count || undefined, shippedMs)
}

async function isRestorable(replica: string, timeline: string): Promise<void> {
  const base = join(replica, 'timelines', timeline, 'bases', '000001', 'base.json')
  await eventually('the database is copied', () => existsSync(base) || undefined, shippedMs)
}

interface Group {
  readonly writer: string
  readonly count: number
  readonly last: number
}

async function ledgerOf({ send }: StartedMillrace): Promise<readonly Group[]> {
  const answer = await send('/api/v1/tables/ledger/aggregate', {
    groupBy: ['writer'],
    metrics: { count: { count: true }, last: { max: 'n' } },
  })
  // Nobody has ordered anything by then.
  if (answer.status === 404) return []
  if (!answer.ok) throw new Error(await answer.text())
  const { items } = (await answer.json()) as { readonly items: readonly Group[] } // As the route answers.
  return items
}

interface Bounds {
  /** All that was acknowledged before has to be there. */
  readonly acknowledgedBefore: number
  /** Nothing that was sent after may be there. */
  readonly sentUntil?: number
}

/** Of each writer a beginning without a gap, which is not too short, and not too long. */
function expectPrefix(ledger: readonly Group[], orders: readonly PlacedOrders[], { acknowledgedBefore, sentUntil }: Bounds): void {
  const found = new Map(ledger.map((group) => [group.writer, group]))
  for (const { writer, sentAt, acknowledgedAt } of orders.flatMap(({ writers }) => writers)) {
    const { count, last } = found.get(writer) ?? { count: 0, last: 0 }
    expect(count, writer).toBe(last)
    expect(count, writer).toBeGreaterThanOrEqual(acknowledgedAt.filter((at) => at < acknowledgedBefore).length)
    // One may have been on disk and not yet answered.
    expect(count, writer).toBeLessThanOrEqual(sentAt.length)
    if (sentUntil !== undefined && count > 0) expect(sentAt[count - 1], writer).toBeLessThanOrEqual(sentUntil)
  }
}

/** Restores to a new directory and reads what is there by a server of its own. */
async function restoredLedger(place: Place, args: readonly string[] = []): Promise<readonly Group[]> {
  const directory = join(temporaryDirectory(), 'restored')
  const restored = await runMillrace(['restore', '--replica', place.replica, '--data-dir', directory, ...args])
  expect(restored.code, restored.err).toBe(0)
  const server = await startMillrace({ workflows: place.workflows, dataDirectory: directory })
  const ledger = await ledgerOf(server)
  expect((await server.end('SIGTERM')).code).toBe(0)
  return ledger
}

describe('replica', () => {
  test('R15: after kill -9 and the loss of the disk it gives an exact prefix of what was acknowledged, up to any moment it has', async () => {
    const place = await makePlace()
    const { replica } = place
    const orders: PlacedOrders[] = []
    const serve = async (): Promise<StartedMillrace> => {
      const server = await start(place)
      orders.push(placeOrders(server.url, `session ${orders.length}`))
      await isRestorable(replica, '000001')
      await moreMoments(replica, '000001', 3)
      return server
    }
    const endWith = async (server: StartedMillrace, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
      const ended = server.end(signal)
      await orders.at(-1)?.ended
      await ended
    }

    await endWith(await serve(), 'SIGKILL')
    await endWith(await serve(), 'SIGTERM')
    const server = await serve()

    // While it ships on.
    const before = Date.now()
    await moreMoments(replica, '000001', 2)
    expectPrefix(await restoredLedger(place), orders, { acknowledgedBefore: before })

    await endWith(server, 'SIGKILL')
    await rm(place.dataDirectory, { recursive: true })
    const moments = await momentsIn(replica, '000001')
    // A moment was looked for after the one before it was written.
    expectPrefix(await restoredLedger(place), orders, { acknowledgedBefore: moments.at(-2) ?? 0 })

    const { out } = await runMillrace(['replica', 'show', replica, '--check', '--json'])
    const { timelines, damages } = JSON.parse(out) as { timelines: readonly { from: string }[]; damages: readonly string[] } // As it is told.
    expect(damages).toEqual([])
    expect(timelines).toHaveLength(1)
    const first = moments.findIndex((at) => at >= Date.parse(timelines[0]?.from ?? ''))
    for (const share of [0, 0.4, 0.8]) {
      const index = first + Math.floor(share * (moments.length - 1 - first))
      const sentUntil = moments[index] ?? 0
      const ledger = await restoredLedger(place, ['--at', new Date(sentUntil).toISOString()])
      expectPrefix(ledger, orders, { acknowledgedBefore: index > first ? (moments[index - 1] ?? 0) : 0, sentUntil })
    }
  }, 900_000)

  test('what is restored goes on in a new timeline of the same replica, and that one is restored like the first', async () => {
    const place = await makePlace()
    const { replica } = place
    const first = await start(place)
    const orders = placeOrders(first.url, 'first')
    await isRestorable(replica, '000001')
    const status = await runMillrace(['status', '--data-dir', place.dataDirectory])
    expect(status.out, status.err).toMatch(/^ {2}replica {2}.*replica \((copying|following|behind)/m)
    await moreMoments(replica, '000001', 3)
    // In order: then nothing at all is missing.
    const ended = first.end('SIGTERM')
    await orders.ended
    expect((await ended).code).toBe(0)
    await rm(place.dataDirectory, { recursive: true })
    const restored = await runMillrace(['restore', '--replica', replica, '--data-dir', place.dataDirectory])
    expect(restored, restored.err).toMatchObject({ code: 0, err: expect.stringContaining('The encryption key is not in a replica') })
    const second = await start(place)
    const more = placeOrders(second.url, 'second')
    await isRestorable(replica, '000002')
    await moreMoments(replica, '000002', 3)
    const endedToo = second.end('SIGTERM')
    await more.ended
    await endedToo
    expectPrefix(await restoredLedger(place), [orders, more], { acknowledgedBefore: Number.POSITIVE_INFINITY })
    const refused = await runMillrace(['restore', '--replica', replica, '--data-dir', place.dataDirectory])
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') })
  }, 600_000)
})

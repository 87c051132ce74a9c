import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { checkout } from '../../support/checkout.ts'
import { type Ledger, startLedger } from '../ledger/start-ledger.ts'
import type { Start } from '../load/kind.ts'
import { kinds, startAtWebhook } from '../load/kinds.ts'
import { createWorld, type World } from '../load/world.ts'
import { freePort } from '../process/free-port.ts'
import { type Product, startProduct } from '../process/start-product.ts'
import { faultsCache } from '../support/faults-cache.ts'
import { type Random, seededRandom } from '../support/random.ts'
import { judge, type Verdict } from './judge.ts'

/**
 * One database through many lives of the server that owns it, the load that is put on it, and the ledger that it calls.
 * Owns: the lives, who is under way outside, and the end. Does not own: when a life ends.
 */
export interface Trial {
  readonly directory: string
  readonly random: Random
  readonly ledger: Ledger
  readonly world: World
  /** The next life of the server, when the one before is over. */
  begin(environment?: Readonly<Record<string, string>>): Promise<Product>
  /** Sends so many starts, spread over a time, each followed by what must happen outside. Of all kinds, or of one workflow. */
  offer(count: number, overMs: number, workflow?: string): void
  /** Lives on until all has ended; then ends the server. */
  end(): Promise<TrialEnd>
  /** The same, and judges what is on the disk. */
  finish(): Promise<Verdict>
  /** Kills what is left and closes the ledger. */
  close(): Promise<void>
}

export interface TrialEnd {
  /** How long the rest took after the last start. */
  readonly drainMs: number
  /** What was seen while it ran. */
  readonly violations: readonly string[]
}

export interface TrialOptions {
  readonly seed: number
  /** The built program; the checkout's own when left out. */
  readonly script?: string
  /** Names the directory that keeps all that a failure leaves. */
  readonly name: string
}

/** Nothing may be stuck for longer; the longest timer of the load is added. */
const longestStallMs = 10_000
const longestTimerMs = 11_500

export async function openTrial({ seed, script, name }: TrialOptions): Promise<Trial> {
  const random = seededRandom(seed)
  const directory = mkdtempSync(join(faultsCache(), `${name}-${seed}-`))
  const dataDirectory = join(directory, 'data')
  mkdirSync(dataDirectory)
  const ledger = await startLedger(random)
  const port = await freePort()
  const starts: Start[] = []
  const underWay = new Set<Promise<void>>()
  const choices = kinds.flatMap((kind) => Array.from({ length: kind.weight * 2 }, () => kind))
  let product: Product | undefined
  /** Starts on their way. */
  let unsent = 0
  let isOver = false
  const world = createWorld({ random, ledger, baseUrl: `http://127.0.0.1:${port}`, up, isOver: () => isOver })

  /** Whoever comes while it is dead waits for the next life, and asks again if that one dies too. */
  async function up(): Promise<void> {
    const now = product
    if (now === undefined) throw new Error('Nothing has been started.')
    await Promise.race([now.up, pause(2000)]).catch(() => pause(10))
  }

  async function begin(environment: Readonly<Record<string, string>> = {}): Promise<Product> {
    await ledger.beginLife()
    product = startProduct({
      ...(script !== undefined && { script }),
      workflows: join(checkout, 'e2e/faults/workflows'),
      dataDirectory,
      port,
      errorFile: join(directory, 'errors.log'),
      environment: { MILLRACE_VAR_LEDGER: ledger.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8', ...environment },
    })
    return product
  }

  function offer(count: number, overMs: number, workflow?: string): void {
    const fitting = workflow === undefined ? choices : choices.filter((kind) => kind.workflow === workflow)
    for (let index = 0; index < count; index++) {
      const start: Start = { kind: random.pick(fitting), n: starts.length + 1 }
      starts.push(start)
      track(afterwards(random.below(overMs + 1), start))
    }
  }

  async function afterwards(ms: number, start: Start): Promise<void> {
    unsent++
    await pause(ms)
    await (start.kind.start ?? startAtWebhook)(start, world).finally(() => unsent--)
    await start.kind.follow?.(start, world)
  }

  function track(work: Promise<void>): void {
    const tracked = work.catch((error) => void world.violations.push(`The load failed: ${error}`)).finally(() => underWay.delete(tracked))
    underWay.add(tracked)
  }

  /** Until nothing that was started goes on. What nobody knows to be there is canceled, for only a cancel ends it. */
  async function drain(): Promise<number> {
    const begunAt = performance.now()
    // They would go on for ever.
    ledger.feed.end()
    await world.insist('/api/v1/schedules/ticking/tick/pause')
    const deadline = begunAt + longestTimerMs + longestStallMs
    while (performance.now() < deadline) {
      const told = await lastEvent()
      const left = await unfinished()
      await cancelForgotten(left)
      const isQuiet = left.length === 0 && unsent === 0 && ledger.feed.isTaken() && starts.every(isSettled)
      // What had ended by then has told nothing more, and all that was told has been heard.
      if (isQuiet && told.isDelivered && (await lastEvent()).id === told.id) break
      await pause(50)
    }
    isOver = true
    await Promise.all(underWay)
    return performance.now() - begunAt
  }

  async function lastEvent(): Promise<{ readonly id?: string; readonly isDelivered: boolean }> {
    const answer = await world.insist('/api/v1/events?limit=1', { method: 'GET' })
    if (answer.type === 'lost' || answer.status !== 200) throw new Error(`The events were not answered: ${JSON.stringify(answer)}`)
    const { items } = answer.body as { readonly items: readonly { readonly id: string; readonly isDelivered: boolean }[] } // As the API says.
    return items[0] ?? { isDelivered: true }
  }

  function isSettled({ kind, executionId, isCanceled }: Start): boolean {
    return kind.workflow !== 'canceled' || executionId === undefined || isCanceled === true
  }

  interface Listed {
    readonly id: string
    readonly workflowId?: string
    readonly workflow?: { readonly id: string }
  }

  async function unfinished(): Promise<readonly Listed[]> {
    const answer = await world.send('/api/v1/executions?status=queued,running,waiting,paused&limit=200', { method: 'GET' })
    if (answer.type === 'lost' || answer.status !== 200)
      throw new Error(`The list of executions was not answered: ${JSON.stringify(answer)}`)
    return (answer.body as { readonly items: readonly Listed[] }).items // As the API says.
  }

  async function cancelForgotten(left: readonly Listed[]): Promise<void> {
    const known = new Set(starts.map(({ executionId }) => executionId))
    for (const { id, workflowId, workflow } of left) {
      if ((workflowId ?? workflow?.id) === 'canceled' && !known.has(id)) await world.send(`/api/v1/executions/${id}/cancel`)
    }
  }

  async function end(): Promise<TrialEnd> {
    await product?.up
    const drainMs = await drain()
    const left = await unfinished()
    await product?.end('SIGTERM')
    const stuck = left.map(({ id }) => `Execution ${id} is stuck: it had not ended ${longestStallMs} ms after the longest timer.`)
    return { drainMs, violations: [...world.violations, ...ledger.violations, ...stuck] }
  }

  return {
    directory,
    random,
    ledger,
    world,
    begin,
    offer,
    end,
    finish: async () => judge({ dataDirectory, starts, ledger, ...(await end()) }),
    async close() {
      isOver = true
      await product?.end('SIGKILL')
      await Promise.all(underWay)
      await ledger.close()
    },
  }
}

import type { Removal, Removed, Store, StoreSize, WorkflowPlace } from '@millrace/store'
import type { FileVault } from '../host/file-vault.ts'
import { nextTurn } from '../next-turn.ts'
import type { Clock } from '../ports.ts'
import type { Workflows } from '../workflows.ts'
import { expiredOf, type Limits, outcomeOf } from './expired.ts'
import type { KeepRules } from './keep-rules.ts'
import { type KeepSettingName, limitOf } from './keep-settings.ts'

/**
 * Owns: when finished executions and delivered events end their life, and that their room goes back to the file system.
 * Does not own: what can be removed; the store keeps what an unfinished execution needs, and open dead letters.
 * Invariants: one clean-up at a time. Between any two writes of it everybody else has a turn.
 */
export interface Retention {
  run(mode: 'now' | 'dry-run' | 'by-itself'): Promise<CleanUp>
  /** Those that somebody names, open letters too. */
  remove(account: string, ids: readonly string[]): Promise<Omit<Removed, 'files'>>
  size(): Promise<StoreSize>
  /** What the last clean-up did. */
  last(): CleanUp | undefined
  /** Cleans up by itself from now on. */
  start(): void
  /** Resolves when the clean-up that goes on has stopped; what is left is done next time. */
  close(): Promise<void>
}

export interface CleanUp {
  readonly at: number
  readonly success: number
  readonly failure: number
  /** Beyond a limit, but needed or an open dead letter. */
  readonly kept: number
  /** Of the executions that went, as text. */
  readonly bytes: number
  readonly files: number
  /** How many events went. */
  readonly events: number
  /** By how much the database has become smaller on disk. */
  readonly freedBytes: number
}

export interface RetentionPorts {
  readonly store: Pick<Store, 'retention' | 'events'>
  readonly files: Pick<FileVault, 'forget' | 'sweep'>
  readonly workflows: Pick<Workflows, 'get'>
  readonly rules: KeepRules
  readonly clock: Clock
  /** Whose events go when they are old enough. */
  readonly accounts: readonly string[]
  onTrouble(error: unknown): void
}

const everyMs = 5 * 60_000
const firstAfterMs = 60_000
const sweepFilesEveryMs = 24 * 60 * 60_000
const idsAtOnce = 100
/** In one transaction, so that no other write waits for long. */
const eventsAtOnce = 1_000
/** Between the draft that is kept and the start of its execution lies the wait of a test address, an hour at most. */
const spareDraftMs = 24 * 60 * 60_000
/** By itself it leaves as much room free as the next executions take at once. */
const spareBytes = 16e6

type Draft = { -readonly [Name in keyof CleanUp]: CleanUp[Name] }

export function createRetention(ports: RetentionPorts): Retention {
  const { files, workflows, rules, clock, accounts, onTrouble } = ports
  const { retention, events } = ports.store
  let isClosed = false
  let running: Promise<unknown> = Promise.resolve()
  let last: CleanUp | undefined
  let lastFileSweepAt = clock.now()
  let stopAlarm: (() => void) | undefined
  let atOnce = 10

  async function remove({ account, ids, letters }: Removal): Promise<Removed> {
    const sum = { removed: [] as string[], kept: [] as string[], files: [] as string[], bytes: 0 }
    for (let left = ids; left.length > 0 && !isClosed; ) {
      const begin = performance.now()
      const part = await retention.remove({ account, ids: left.slice(0, atOnce), letters })
      atOnce = nextSize(atOnce, performance.now() - begin)
      await files.forget(part.files)
      await dropLogs()
      for (const key of ['removed', 'kept', 'files'] as const) sum[key].push(...part[key])
      sum.bytes += part.bytes
      const settled = new Set([...part.removed, ...part.kept])
      left = left.filter((id) => !settled.has(id))
      await nextTurn()
    }
    return sum
  }

  /** Also what a death in the middle of a deletion has left. */
  async function dropLogs(): Promise<void> {
    while (!isClosed && (await retention.dropLogs())) await nextTurn()
  }

  async function limitsOf({ account, workflowId }: WorkflowPlace): Promise<Limits> {
    const settings = await settingsOf(account, workflowId)
    const limit = (name: KeepSettingName) => limitOf(name, rules.value({ account, workflowId, settings }, name).value)
    return {
      success: { ageMs: limit('success.age'), count: limit('success.count'), bytes: limit('success.bytes') },
      failure: { ageMs: limit('failure.age'), count: limit('failure.count'), bytes: limit('failure.bytes') },
    }
  }

  /** A version that nobody can read any more must not keep its executions for ever. */
  async function settingsOf(account: string, workflowId: string) {
    try {
      return (await workflows.get(account, workflowId))?.workflow.settings
    } catch (error) {
      onTrouble(error)
      return undefined
    }
  }

  async function cleanWorkflow(place: WorkflowPlace, report: Draft, mode: 'now' | 'dry-run'): Promise<void> {
    const limits = await limitsOf(place)
    for await (const rows of expiredOf({ retention, place, limits, now: clock.now(), turn: nextTurn })) {
      for (let from = 0; from < rows.length && !isClosed; from += idsAtOnce) {
        const part = rows.slice(from, from + idsAtOnce)
        const ids = part.map(({ id }) => id)
        const done = mode === 'dry-run' ? undefined : await remove({ account: place.account, ids, letters: 'kept' })
        const gone = done === undefined ? part : part.filter(({ id }) => done.removed.includes(id))
        for (const row of gone) report[outcomeOf(row.status)] += 1
        report.bytes += gone.reduce((sum, { bytes }) => sum + bytes, 0)
        report.kept += done?.kept.length ?? 0
        report.files += done?.files.length ?? 0
      }
      if (isClosed) return
    }
  }

  async function* places(): AsyncGenerator<WorkflowPlace> {
    for (let page = await retention.workflows(); page.length > 0 && !isClosed; page = await retention.workflows(page.at(-1))) yield* page
  }

  /** An event that is not delivered stays, however old it is. */
  async function purgeEvents(account: string, report: Draft): Promise<void> {
    const ageMs = limitOf('events.age', rules.value({ account }, 'events.age').value)
    if (ageMs === undefined) return
    for (let purged = eventsAtOnce; purged === eventsAtOnce && !isClosed; await nextTurn()) {
      purged = await events.purge(account, clock.now() - ageMs, eventsAtOnce)
      report.events += purged
    }
  }

  /** The oldest go, of all workflows; failures only once nothing else is left. */
  async function holdTotal(report: Draft): Promise<void> {
    const accounts = new Set<string>()
    for await (const { account } of places()) accounts.add(account)
    for (const account of accounts) {
      const limit = limitOf('total.bytes', rules.value({ account }, 'total.bytes').value)
      if (limit === undefined) continue
      for (const outcome of ['success', 'failure'] as const) await removeOldest({ account, outcome, limit, report })
    }
  }

  async function removeOldest({ account, outcome, limit, report }: { account: string; outcome: Outcome; limit: number; report: Draft }) {
    let cursor: string | undefined
    do {
      if (isClosed || usedOf(await retention.size()) <= limit) return
      const page = await retention.finished({ account, order: 'oldest-first', limit: idsAtOnce, ...(cursor !== undefined && { cursor }) })
      const ids = page.items.filter(({ status }) => outcomeOf(status) === outcome).map(({ id }) => id)
      const done = await remove({ account, ids, letters: 'kept' })
      report[outcome] += done.removed.length
      report.kept += done.kept.length
      report.bytes += done.bytes
      report.files += done.files.length
      cursor = page.nextCursor
      await nextTurn()
    } while (cursor !== undefined)
  }

  /** Those whose executions have gone; none that was kept for one just now. */
  async function dropDrafts(): Promise<void> {
    const keptBefore = clock.now() - spareDraftMs
    let cursor: string | undefined
    do {
      const page = await retention.dropDrafts({ keptBefore, limit: idsAtOnce, ...(cursor !== undefined && { cursor }) })
      cursor = page.nextCursor
      await nextTurn()
    } while (cursor !== undefined && !isClosed)
  }

  async function giveBack(spare: number): Promise<void> {
    while (!isClosed && (await retention.giveBack(spare))) await nextTurn()
  }

  async function sweepFiles(): Promise<void> {
    lastFileSweepAt = clock.now()
    await files.sweep((ids) => retention.unknownFiles(ids))
  }

  async function cleanUp(mode: 'now' | 'dry-run' | 'by-itself'): Promise<CleanUp> {
    const report: Draft = { at: clock.now(), success: 0, failure: 0, kept: 0, bytes: 0, files: 0, events: 0, freedBytes: 0 }
    const before = (await retention.size()).bytes
    for await (const place of places()) await cleanWorkflow(place, report, mode === 'dry-run' ? mode : 'now')
    if (mode === 'dry-run') return report
    await dropLogs()
    for (const account of accounts) await purgeEvents(account, report)
    await holdTotal(report)
    await dropDrafts()
    while (!isClosed && (await retention.dropSealed(idsAtOnce)) === idsAtOnce) await nextTurn()
    await giveBack(mode === 'now' ? 0 : spareBytes)
    if (mode === 'now' || Math.abs(clock.now() - lastFileSweepAt) >= sweepFilesEveryMs) await sweepFiles()
    report.freedBytes = Math.max(0, before - (await retention.size()).bytes)
    last = report
    return report
  }

  function next(mode: 'now' | 'dry-run' | 'by-itself'): Promise<CleanUp> {
    const run = running.then(() => cleanUp(mode))
    running = run.catch(() => undefined) // Told to whoever asked for it.
    return run
  }

  function runLater(afterMs: number): void {
    if (isClosed) return
    stopAlarm = clock.wakeAfter(afterMs, () => {
      next('by-itself')
        .catch(onTrouble)
        .finally(() => runLater(everyMs))
    })
  }

  return {
    run: next,
    remove: (account, ids) => remove({ account, ids, letters: 'removed' }),
    size: () => retention.size(),
    last: () => last,
    start: () => runLater(firstAfterMs),
    async close() {
      isClosed = true
      stopAlarm?.()
      await running
    },
  }
}

type Outcome = ReturnType<typeof outcomeOf>

function usedOf({ bytes, freeBytes, fileBytes }: StoreSize): number {
  return bytes - freeBytes + fileBytes
}

/** As many as a transaction of some ten milliseconds takes, on this disk and with this load: writers wait for no more than that. */
function nextSize(size: number, tookMs: number): number {
  if (tookMs > 10) return Math.max(1, Math.floor(size / 2))
  return tookMs < 5 ? Math.min(idsAtOnce, size + 5) : size
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** How fast a store has grown lately, and what was set about it while a server ran. */
export interface StoreGrowth {
  /** Of the executions that were looked at: the newest of the last week, at most 20,000. */
  readonly executions: number
  /** What they take on disk, indexes and all. */
  readonly bytes: number
  /** Since the first of them started. */
  readonly spanMs: number
  /** Set for all workflows, by name. */
  readonly settings: Readonly<Record<string, string>>
  /** Whether what is deleted can be given back to the file system. */
  readonly canShrink: boolean
}

const weekMs = 7 * 24 * 60 * 60_000
const mostLookedAt = 20_000
/** Beside the text of its events: its row, five index entries and two rows of the log. Measured with executions of 0.7 KB. */
const rowBytes = 450

/** Reads beside a running server and writes nothing. Undefined when there is no database, or one that this release has not opened yet. */
export function inspectGrowth({
  directory,
  account,
  now,
}: {
  readonly directory: string
  readonly account: string
  readonly now: number
}): StoreGrowth | undefined {
  const file = join(directory, 'millrace.db')
  if (!existsSync(file) || !existsSync(`${file}-wal`)) return undefined
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 })
  try {
    if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'setting'").get() === undefined) return undefined
    const row = database
      .prepare(
        `SELECT count(*) AS executions, ifnull(sum(bytes), 0) AS bytes, min(started_at) AS since FROM (
           SELECT bytes, started_at FROM execution INDEXED BY execution_by_start
           WHERE account = ? AND started_at > ? ORDER BY started_at DESC LIMIT ${mostLookedAt})`,
      )
      .get(account, now - weekMs)
    const settings = database.prepare("SELECT name, value FROM setting WHERE account = ? AND workflow_id = ''").all(account)
    const executions = Number(row?.executions)
    return {
      executions,
      bytes: Number(row?.bytes) + executions * rowBytes,
      spanMs: executions === 0 ? 0 : now - Number(row?.since),
      settings: Object.fromEntries(settings.map(({ name, value }) => [String(name), String(value)])),
      canShrink: Number(database.prepare('PRAGMA auto_vacuum').get()?.auto_vacuum) !== 0,
    }
  } finally {
    database.close()
  }
}

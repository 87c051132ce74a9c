// The program that holds one SQLite database open, for the process that started it. It reads and writes one folder and nothing else.
// SQLite cannot be interrupted from outside a running statement: a process can be killed, a thread cannot.

import { constants, DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import type { Answer, Request, Value } from './sqlite-protocol.ts'

const [, , path = '', largestBytes = '0'] = process.argv

/** While a statement runs for ever nothing else here does, so that another thread sees whether the parent is gone. */
const watch = `const parent = process.ppid
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 1000)`
new Worker(watch, { eval: true }).unref()

const longestValue = 32 * 1024 * 1024
const db = new DatabaseSync(path, {
  timeout: 5000,
  allowExtension: false,
  defensive: true,
  limits: { length: longestValue, sqlLength: 1_000_000, attach: 0 },
})
db.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA hard_heap_limit = 268435456')
limitSize(Number(largestBytes))

/** The transaction is ours alone to begin and end. */
let mayTransact = false
const { SQLITE_ATTACH, SQLITE_DENY, SQLITE_DETACH, SQLITE_FUNCTION, SQLITE_OK, SQLITE_PRAGMA, SQLITE_SAVEPOINT, SQLITE_TRANSACTION } =
  constants
const readablePragmas = new Set([
  'table_info',
  'table_xinfo',
  'table_list',
  'index_list',
  'index_info',
  'index_xinfo',
  'foreign_key_list',
  'foreign_key_check',
])
db.setAuthorizer((action, first, second) => {
  if (action === SQLITE_ATTACH || action === SQLITE_DETACH) return SQLITE_DENY
  if (action === SQLITE_PRAGMA) return readablePragmas.has(first ?? '') ? SQLITE_OK : SQLITE_DENY
  if (action === SQLITE_FUNCTION) return second === 'load_extension' || second === 'fts3_tokenizer' ? SQLITE_DENY : SQLITE_OK
  if (action === SQLITE_TRANSACTION || action === SQLITE_SAVEPOINT) return mayTransact ? SQLITE_OK : SQLITE_DENY
  return SQLITE_OK
})

/** Rows that are being read. Outside of a transaction they have one of their own: what is not read to its end is undone. */
let open: { readonly rows: Iterator<unknown>; readonly ownsTransaction: boolean } | undefined

process.on('disconnect', () => process.exit())
process.on('message', (request: Request) => process.send?.(answer(request)))
process.send?.({ type: 'ready' } satisfies Answer)

function answer(request: Request): Answer {
  try {
    return handle(request)
  } catch (error) {
    const { message, errcode = 0, errstr = '' } = error as Error & { readonly errcode?: number; readonly errstr?: string }
    return { type: 'failed', message, code: errcode, text: errstr }
  }
}

function handle(request: Request): Answer {
  switch (request.type) {
    case 'transaction':
      transact(request.step === 'begin' ? 'begin immediate' : request.step)
      return { type: 'done', rowCount: 0 }
    case 'open':
      return openRows(request.sql, request.args)
    case 'next':
      return nextRows(request.most)
    case 'close':
      closeRows('rollback')
      return { type: 'done', rowCount: 0 }
  }
}

function transact(step: 'begin' | 'begin immediate' | 'commit' | 'rollback'): void {
  mayTransact = true
  try {
    // A failed statement may have rolled back on its own.
    if (step !== 'rollback' || db.isTransaction) db.exec(step)
  } finally {
    mayTransact = false
  }
}

function openRows(sql: string, args: readonly Value[]): Answer {
  const statement = db.prepare(sql)
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  const rest = sql.slice(statement.sourceSQL.length)
  if (/[^\s;]/.test(rest.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, '')))
    throw new Error('there is more than one statement: list them under statements')
  const names = statement.columns().map(({ name }) => name)
  if (names.length === 0) return { type: 'done', rowCount: Number(statement.run(...bindable(args)).changes) }
  const ownsTransaction = !db.isTransaction
  if (ownsTransaction) transact('begin')
  try {
    open = { rows: statement.iterate(...bindable(args)), ownsTransaction }
  } catch (error) {
    if (ownsTransaction) transact('rollback')
    throw error
  }
  return { type: 'opened', columns: names }
}

function closeRows(end: 'commit' | 'rollback'): void {
  const closed = open
  open = undefined
  closed?.rows.return?.()
  if (closed?.ownsTransaction) transact(end)
}

/** SQLite's own kinds: a whole number would otherwise be stored as a real one. */
function bindable(args: readonly Value[]): SQLInputValue[] {
  return args.map((arg) => {
    if (typeof arg === 'boolean') return arg ? 1n : 0n
    return typeof arg === 'number' && Number.isSafeInteger(arg) ? BigInt(arg) : arg
  })
}

function nextRows(most: number): Answer {
  try {
    return readBatch(most)
  } catch (error) {
    closeRows('rollback')
    throw error
  }
}

function readBatch(most: number): Answer {
  const rows: Value[][] = []
  let bytes = 0
  while (open !== undefined && rows.length < most && bytes < longestValue / 4) {
    const { done, value } = open.rows.next()
    if (done) {
      closeRows('commit')
      return { type: 'rows', rows, isLast: true }
    }
    const row = (value as readonly unknown[]).map(plain) // Rows are arrays here: setReturnArrays.
    for (const cell of row) bytes += typeof cell === 'string' ? cell.length : 8
    rows.push(row)
  }
  return { type: 'rows', rows, isLast: false }
}

function plain(value: unknown): Value {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return value === null ? null : String(value)
}

/** Pages that are there already stay, even when the limit has become smaller since. */
function limitSize(bytes: number): void {
  const { page_size: size } = db.prepare('PRAGMA page_size').get() as { readonly page_size: number }
  db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytes / size))}`)
}

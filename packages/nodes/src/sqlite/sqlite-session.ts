import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Json } from '@millrace/engine'
import { FatalError, RetryableError } from '@millrace/kit'
import { columnNames } from '../sql/column-names.ts'
import type { Statement } from '../sql/insert-statements.ts'
import { createRowCollector } from '../sql/row-collector.ts'
import type { SqlBatch, SqlSession } from '../sql/sql-session.ts'
import type { Answer, Request, Value } from './sqlite-protocol.ts'

export interface SqliteSession extends SqlSession {
  /** Ends the process, whatever it is doing; what it had not committed is undone. */
  kill(): void
  isAlive(): boolean
}

interface DatabasePlace {
  readonly folder: string
  readonly file: string
  readonly largestBytes: number
}

/** Starts a process of its own for the database: with an empty environment, and with no file in reach but those of the folder. */
export async function openSqlite({ folder, file, largestBytes }: DatabasePlace): Promise<SqliteSession> {
  const program = new URL(`./sqlite-process.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
  const ownPackage = fileURLToPath(new URL('../..', import.meta.url))
  const child = fork(program, [`${folder}/${file}`, String(largestBytes)], {
    env: {},
    execArgv: [
      '--permission',
      '--allow-worker',
      `--allow-fs-read=${ownPackage}`,
      `--allow-fs-read=${folder}/*`,
      `--allow-fs-write=${folder}/*`,
      '--max-old-space-size=128',
    ],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let lastWords = ''
  child.stderr?.on('data', (text) => {
    lastWords = (lastWords + text).slice(-2000)
  })
  let settle: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | undefined
  child.on('message', (answer: Answer) => settle?.resolve(answer))
  child.on('exit', () => settle?.reject(ended(lastWords)))
  child.on('error', (error) => settle?.reject(ended(error.message)))
  const nextAnswer = () =>
    new Promise<Answer>((resolve, reject) => {
      settle = { resolve, reject }
    })
  const ask = async (request: Request): Promise<Answer> => {
    if (!child.connected) throw ended(lastWords)
    const next = nextAnswer()
    child.send(request, (error) => error && settle?.reject(ended(error.message)))
    const answer = await next
    if (answer.type === 'failed') throw sqliteError(answer)
    return answer
  }
  await nextAnswer()
  return {
    ...createSession(ask),
    kill: () => void child.kill('SIGKILL'),
    isAlive: () => child.connected,
  }
}

const rowsPerBatch = 500

function createSession(ask: (request: Request) => Promise<Answer>): SqlSession {
  const open = ({ sql, args }: Statement) => ask({ type: 'open', sql, args: args.map(bound) })
  const transact = async (step: 'begin' | 'commit' | 'rollback') => void (await ask({ type: 'transaction', step }))

  async function* batches(names: readonly string[], most = Number.POSITIVE_INFINITY): AsyncGenerator<SqlBatch> {
    const columns = columnNames(names)
    let isAtEnd = false
    let taken = 0
    try {
      while (!isAtEnd) {
        const answer = await ask({ type: 'next', most: Math.min(most - taken, rowsPerBatch) })
        isAtEnd = answer.type !== 'rows' || answer.isLast
        if (answer.type !== 'rows') continue
        taken += answer.rows.length
        yield { columns, rows: answer.rows.map((cells) => rowOf(columns, cells)) }
      }
    } finally {
      if (!isAtEnd) await ask({ type: 'close' })
    }
  }

  return {
    // One row more than the limit shows that it is passed while the statement can still be undone.
    async run(statement, limit) {
      const opened = await open(statement)
      const collector = createRowCollector(limit)
      if (opened.type !== 'opened') return { rows: [], rowCount: opened.type === 'done' ? opened.rowCount : 0 }
      for await (const { rows } of batches(opened.columns, limit + 1)) for (const row of rows) collector.add(row)
      return { rows: collector.rows, rowCount: collector.rows.length }
    },
    async *stream(statement) {
      const opened = await open(statement)
      if (opened.type === 'opened') yield* batches(opened.columns)
    },
    begin: () => transact('begin'),
    commit: () => transact('commit'),
    rollback: () => transact('rollback'),
  }
}

function rowOf(columns: readonly string[], cells: readonly Value[]): Record<string, Json> {
  return Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? null]))
}

/** Lists and maps are bound as JSON. */
function bound(arg: Json): Value {
  return typeof arg === 'object' && arg !== null ? JSON.stringify(arg) : arg
}

/** SQLITE_BUSY and SQLITE_LOCKED, whatever their extended code. */
const conflicts: ReadonlySet<number> = new Set([5, 6])

function sqliteError({ message, code, text }: Extract<Answer, { readonly type: 'failed' }>): Error {
  const details = { code, reason: text }
  if (conflicts.has(code & 0xff)) return new RetryableError(`SQLite: ${message}.`, { code: 'SQL_CONFLICT', details })
  const hint = code === 13 ? ' The database has reached its limit: delete what is not needed.' : ''
  return new FatalError(`SQLite: ${message}.${hint}`, { code: 'SQL_FAILED', details })
}

function ended(lastWords: string): Error {
  return new FatalError('The process that held the database ended: it may have needed more memory than it may have.', {
    code: 'SQL_FAILED',
    ...(lastWords !== '' && { details: { said: lastWords } }),
  })
}

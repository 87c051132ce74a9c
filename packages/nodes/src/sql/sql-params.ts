import type { ParamMistake } from '@millrace/engine'
import { FatalError, fileHandle, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { transactionWord } from './sql-text.ts'

const sqlText = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const word = transactionWord(text)
    if (word !== undefined) {
      context.addIssue({
        code: 'custom',
        message: `must not be ${word}: list what belongs together under statements, which is a transaction`,
      })
    }
  })

const identifier = z.string().regex(/^[^\0]+$/, { error: 'must be a name, not empty and without a zero character' })

const insert = z.strictObject({
  table: identifier.meta({ title: 'Table', description: 'Its name, with the schema before a dot if need be' }),
  rows: z
    .array(z.record(identifier, jsonValue()))
    .meta({ title: 'Rows', description: 'Maps from column to value; what is missing is null' }),
  onConflict: z
    .enum(['fail', 'ignore', 'update'])
    .default('fail')
    .meta({ title: 'On conflict', description: 'What to do about a row whose key is there already' }),
  key: z.array(identifier).min(1).optional().meta({ title: 'Key', description: 'The columns that tell rows apart' }),
})

export type Insert = z.output<typeof insert>

/** What all SQL nodes take beside `connection` or `database`. */
export const sqlParams = {
  sql: sqlText.optional().meta({ title: 'SQL', description: 'One statement, taken as it is written; values go into args' }),
  args: z.array(jsonValue()).default([]).meta({ title: 'Args', description: 'The values of the placeholders, in their order' }),
  statements: z
    .array(sqlText)
    .min(1)
    .max(100)
    .optional()
    .meta({ title: 'Statements', description: 'Several in one transaction; args then has one list for each', ...folded }),
  insert: insert.optional().meta({ title: 'Insert', description: 'Rows to insert or update in one transaction', ...folded }),
  output: z
    .enum(['rows', 'ndjson', 'csv'])
    .default('rows')
    .meta({ title: 'Output', description: 'The rows themselves, or a file of them, which may be of any size', ...folded }),
  limit: z
    .int()
    .min(1)
    .max(100_000)
    .default(10_000)
    .meta({ title: 'Limit', description: 'More rows than these fail; files have no limit', ...folded }),
  fileName: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({ title: 'File name', description: 'What people see; never a path', ...folded }),
}

/** Never templates: nothing that comes in can change a statement. */
export const literalSqlParams = ['sql', 'statements'] as const

const shape = z.object(sqlParams)

export type SqlParams = z.output<typeof shape>

const oneResult = { rows: z.array(z.record(z.string(), jsonValue())), rowCount: z.int() }

export const sqlOutput = z.strictObject({
  rows: oneResult.rows.optional(),
  rowCount: z.int(),
  results: z.array(z.strictObject(oneResult)).optional(),
  file: fileHandle().optional(),
})

export const sqlErrors = [
  { code: 'SQL_FAILED', when: 'The server refuses the statement; `error.details` has its code and position. A retry does not help.' },
  { code: 'SQL_CONFLICT', when: 'Another transaction was in the way: a deadlock or a lock. A retry may help.' },
  { code: 'SQL_TOO_MANY_ROWS', when: 'There are more rows than `limit`, or more than 16 MiB of them. A retry does not help.' },
]

export const serverErrors = [
  ...sqlErrors,
  { code: 'SQL_REFUSED', when: 'The server refuses the login, or its certificate is not to be trusted. A retry does not help.' },
  { code: 'SQL_CONNECTION', when: 'The server cannot be reached, or the connection broke. A retry may help.' },
]

/** What the schema cannot see. */
export function checkSql(written: Readonly<Record<string, unknown>>): readonly ParamMistake[] {
  const given = ['sql', 'statements', 'insert'].filter((name) => written[name] !== undefined)
  if (given.length !== 1) return [mistake('sql', 'must be given, or statements, or insert: exactly one of them.')]
  const [kind] = given
  if (kind !== 'sql' && ['ndjson', 'csv'].includes(String(written.output)))
    return [mistake('output', 'may be a file for a single sql only.')]
  if (kind === 'insert') return checkInsert(written.insert)
  const text = checkText(written)
  if (text.length > 0) return text
  if (kind === 'statements') return checkLists(written.statements, written.args)
  return []
}

/** Names what expressions read, for two braces alone are an array of PostgreSQL too: `'{{1,2},{3,4}}'`. */
const reads = /\{\{\s*(?:input|inputs|trigger|nodes|vars|env|secrets|item|execution|workflow)\s*(?:[.[]|\}\})/

/** A text is never a template, so an expression in it would reach the database with its braces. */
function checkText({ sql, statements }: Readonly<Record<string, unknown>>): readonly ParamMistake[] {
  const message = 'is taken as it is written: put a placeholder there, and the expression in args.'
  if (typeof sql === 'string') return reads.test(sql) ? [mistake('sql', message)] : []
  if (!Array.isArray(statements)) return []
  return statements.flatMap((text, index) => (reads.test(String(text)) ? [mistake('statements', message, index)] : []))
}

function checkInsert(insert: unknown): readonly ParamMistake[] {
  if (typeof insert !== 'object' || insert === null) return []
  const { onConflict, key } = insert as { readonly onConflict?: unknown; readonly key?: unknown } // Whatever they are, the schema has its say.
  return onConflict === 'update' && key === undefined ? [mistake('insert', 'needs a key to update by: name its columns.')] : []
}

function checkLists(statements: unknown, args: unknown): readonly ParamMistake[] {
  if (!Array.isArray(statements) || !Array.isArray(args)) return []
  if (args.length > statements.length) return [mistake('args', `has ${args.length} lists for ${statements.length} statements.`)]
  const bad = args.findIndex((list) => !Array.isArray(list) && typeof list !== 'string')
  return bad === -1 ? [] : [mistake('args', 'must hold one list of values for each of the statements.', bad)]
}

function mistake(name: string, message: string, ...rest: readonly number[]): ParamMistake {
  return { path: [name, ...rest], message }
}

/** The same, once the expressions in it are evaluated. */
export function refuseMistakes(params: Readonly<Record<string, unknown>>): void {
  const [first] = checkSql(params)
  if (first) throw new FatalError(`"${first.path.join('.')}" ${first.message}`, { code: 'BAD_PARAMS' })
}

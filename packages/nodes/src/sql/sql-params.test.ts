import { expect, test } from 'vitest'
import { sqliteQuery } from '../sqlite/query.ts'

const mistakes = (params: Parameters<typeof sqliteQuery.checkParams>[0]) =>
  sqliteQuery.checkParams({ database: 'shop', ...params }).map(({ path, message }) => `${path.join('.')} ${message}`)

test.each([
  ['a statement', { sql: "SELECT * FROM orders WHERE id = '{{ input.id }}'" }, 'sql'],
  ['one of several', { statements: ['SELECT 1', 'DELETE FROM t WHERE id = {{nodes.a.output}}'] }, 'statements.1'],
  ['a whole value', { sql: 'SELECT {{ input }}' }, 'sql'],
])('an expression in the text of %s is told, for it would never be evaluated', (_, params, place) => {
  expect(mistakes(params)).toEqual([`${place} is taken as it is written: put a placeholder there, and the expression in args.`])
})

test("the braces of PostgreSQL's arrays are none", () => {
  expect(mistakes({ sql: "SELECT '{{1,2},{3,4}}'::int[]" })).toEqual([])
  expect(mistakes({ sql: "SELECT '{{input},{item}}'::text[]" })).toEqual([])
})

import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { documentProblems } from '../packages/engine/src/document/problem-catalogue.ts'
import { expressionCodes } from '../packages/engine/src/expression/expression-code.ts'
import { editProblems } from '../packages/engine/src/yaml/edit/refusal.ts'
import { yamlProblems } from '../packages/engine/src/yaml/yaml-problems.ts'
import { sandboxErrors } from '../packages/sandbox/src/sandbox-error.ts'
import { serverProblems } from '../packages/server/src/problem-catalogue.ts'
import { storeErrors } from '../packages/store/src/errors.ts'

const root = new URL('../', import.meta.url)
const errors = readFileSync(new URL('docs/errors.md', root), 'utf8')

/** The rows of the tables under a heading, each as its cells. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = errors.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) => row.slice(2, -2).split(' | '))
}

const quoted = (code: string) => `\`${code}\``

for (const [heading, catalogue] of Object.entries({ 'Workflow files': documentProblems, YAML: yamlProblems, Edits: editProblems })) {
  test(`the table "${heading}" says what the catalogue says, no more and no less`, () => {
    const rows = Object.entries(catalogue).map(([code, { severity, title, action }]) => [quoted(code), severity, title, action])
    expect(rowsUnder(heading)).toEqual(rows)
  })
}

test('the table of expression errors says what the catalogue says, no more and no less', () => {
  expect(rowsUnder('Expressions')).toEqual(Object.entries(expressionCodes).map(([code, meaning]) => [quoted(code), meaning]))
})

test('the table of store errors lists the catalogue, no more and no less', () => {
  const listed = rowsUnder('Store').map(([code, status]) => [code, status])
  expect(listed).toEqual(Object.entries(storeErrors).map(([code, { status }]) => [quoted(code), String(status)]))
})

test('every code that the engine, the kit, the runtime or the sandbox gives an error is listed, and no other', () => {
  const files = ['packages/engine/src/execution/*.ts', 'packages/kit/src/*.ts', 'packages/runtime/src/**/*.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: ['**/*.test.ts', '**/testing/**'] }),
  )
  const sources = files.map((file) => readFileSync(new URL(file, root), 'utf8')).join('\n')
  const given = [
    ...sources.matchAll(/\bcode(?: =|:) '([A-Z]+_?[A-Z_]*)'/g),
    ...sources.matchAll(/^ {2}([A-Z_]+): \{ status: \d+ \},$/gm),
    ...sources.matchAll(/: '([A-Z]+_[A-Z_]+)'$/gm),
  ].map(([, code]) => code ?? '')
  const listed = ['Steps and executions', 'Starting', 'Secrets', 'Connections', "Users' code"].flatMap((heading) =>
    rowsUnder(heading).map(([code]) => code),
  )
  // A code of the operating system, which undici would have given too; and what the API answers for one of many executions, as for one alone.
  // And what a workflow file is told of, wherever that is found out.
  const others = { ...serverProblems, ...documentProblems }
  const isOwn = (code: string) => code !== 'ENOTFOUND' && (!Object.hasOwn(others, code) || listed.includes(quoted(code)))
  const codes = new Set([...given.filter(isOwn), ...Object.keys(sandboxErrors)])
  expect(listed.toSorted()).toEqual([...codes].map(quoted).toSorted())
})

test('every code that a test of a workflow may give is listed, and no other', () => {
  const files = globSync('packages/cli/src/test-file/*.ts', { cwd: root, exclude: ['**/*.test.ts'] })
  const given = files.flatMap((file) => [...readFileSync(new URL(file, root), 'utf8').matchAll(/\b(?:code:|notGivenCode =) '([A-Z_]+)'/g)])
  expect(rowsUnder('Tests of workflows').map(([code]) => code)).toEqual(given.map(([, code]) => quoted(code ?? '')).toSorted())
})

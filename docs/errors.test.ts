import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { documentProblems } from '../packages/engine/src/document/problem-catalogue.ts'

const errors = readFileSync(new URL('errors.md', import.meta.url), 'utf8')

/** The rows of the tables under a heading, each as its cells. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = errors.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) => row.slice(2, -2).split(' | '))
}

test('the table of workflow file problems says what the catalogue says, no more and no less', () => {
  const catalogue = Object.entries(documentProblems).map(([code, { severity, title, action }]) => [`\`${code}\``, severity, title, action])
  expect(rowsUnder('Workflow files')).toEqual(catalogue)
})

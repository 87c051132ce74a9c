import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { liveErrors } from './live/live-protocol.ts'
import { serverProblems } from './problem-catalogue.ts'

const errors = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')

/** The rows of the table under a heading, each as its cells. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = errors.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) => row.slice(2, -2).split(' | '))
}

test('docs/errors.md lists the HTTP problems, no more and no less', () => {
  const catalogue = Object.entries(serverProblems).map(([code, { status, title }]) => [`\`${code}\``, `${status}`, title])
  expect(rowsUnder('HTTP answers')).toEqual(catalogue)
})

test('docs/errors.md lists the errors of the live link, no more and no less', () => {
  expect(rowsUnder('Live link')).toEqual(Object.entries(liveErrors).map(([code, meaning]) => [`\`${code}\``, meaning]))
})

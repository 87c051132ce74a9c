import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from '../../support/checkout.ts'
import { testScale } from '../support/test-scale.ts'
import { caughtPage, readCaught } from './caught-bugs.ts'
import { plantedBugs } from './planted-bugs.ts'
import { fileOf } from './run-planted.ts'
import { failureOf } from './suites.ts'

const caught = readCaught()
/** Those that a test file notices, and which: a build and some minutes of kills are too much for each run. */
const quick = plantedBugs.flatMap((bug) => {
  const file = fileOf(caught.find(({ bug: name }) => name === bug.name))
  return file === undefined ? [] : [{ bug, file }]
})
const count = Math.max(1, Math.round(3 * testScale))
const day = Math.floor(Date.now() / 86_400_000)
const today = Array.from({ length: count }, (_, index) => quick[(day * count + index) % quick.length]).flatMap((one) => one ?? [])

test.each(plantedBugs.flatMap(({ name, patches }) => patches.map((patch) => ({ name, ...patch }))))(
  'can be planted: $name, in $file',
  ({ file, before }) => {
    // A bug that no longer fits the source proves nothing: write it anew, for what the code says now.
    expect(readFileSync(join(checkout, file), 'utf8')).toContain(before)
  },
)

test('nineteen of twenty were noticed when all were planted, and the page says by whom', () => {
  const noticed = plantedBugs.filter(({ name }) => caught.some(({ bug, suite }) => bug === name && suite !== undefined))
  expect(noticed.length / plantedBugs.length).toBeGreaterThanOrEqual(0.95)
  expect(readFileSync(join(checkout, 'docs/planted-bugs.md'), 'utf8')).toBe(caughtPage(caught))
})

// Without the bug these files are run by themselves, with all other tests.
test.each(today)('$bug.name: noticed by $file', { timeout: 300_000 }, async ({ bug, file }) => {
  expect(await failureOf(bug, [file])).toContain(`${file} > `)
})

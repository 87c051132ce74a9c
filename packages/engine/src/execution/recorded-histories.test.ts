import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { foldTurns, type RecordedHistory } from '../testing/recorded-history.ts'

const folder = fileURLToPath(new URL('../../histories/', import.meta.url))
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

test('each kind of history is there', () => {
  expect(files.length).toBeGreaterThanOrEqual(10)
})

test.each(files)('%s, as a release recorded it, means today what it meant then', (file) => {
  const history = JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as RecordedHistory // Written by record-history.ts.
  const { turns } = history
  if (turns === undefined) throw new Error(`${file} has no turns: fill them in with packages/engine/scripts/record-history.ts.`)
  const today = foldTurns(
    history,
    turns.map(({ event }) => event),
    hash,
  )
  // Through JSON, as the file went.
  expect(JSON.parse(JSON.stringify(today))).toEqual(turns)
})

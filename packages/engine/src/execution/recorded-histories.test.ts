import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { foldTurns, type RecordedHistory } from '../testing/recorded-history.ts'
import type { ExecutionEvent } from './event.ts'

const folder = fileURLToPath(new URL('../../histories/', import.meta.url))
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

function read(file: string): RecordedHistory {
  return JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as RecordedHistory // Written by record-history.ts.
}

const recorded = files.flatMap((file) => read(file).turns?.map(({ event }) => event) ?? [])

/** One for each type of event: whoever adds a type is told here to record a history with it. */
const types: Readonly<Record<ExecutionEvent['type'], true>> = {
  'execution-started': true,
  'step-succeeded': true,
  'step-failed': true,
  'step-waiting': true,
  'signal-received': true,
  'timer-fired': true,
  'cancel-requested': true,
  'pause-requested': true,
  'resume-requested': true,
  'clock-moved': true,
  'execution-admitted': true,
  'place-released': true,
}

test.each(Object.keys(types))('a history with %s is kept', (type) => {
  expect(recorded.some((event) => event.type === type)).toBe(true)
})

const waits = (event: ExecutionEvent) => (event.type === 'step-waiting' ? event.wait : undefined)

/** What gives an event another meaning. */
const marks: Readonly<Record<string, (event: ExecutionEvent) => boolean>> = {
  'an old cancel, which ends at once': (event) => event.type === 'cancel-requested' && event.mode === undefined,
  'a cancel that cleans up': (event) => event.type === 'cancel-requested' && event.mode === 'cooperative',
  'a stop': (event) => event.type === 'step-succeeded' && event.stop !== undefined && event.stop.only === undefined,
  'a stop of its path alone': (event) => event.type === 'step-succeeded' && event.stop?.only === 'path',
  'a wait for a time': (event) => waits(event)?.type === 'time',
  'a wait for a moment on the wall': (event) => (waits(event) as { readonly clock?: string } | undefined)?.clock === 'wall',
  'a wait to be run again': (event) => waits(event)?.type === 'again',
  'a wait for a signal': (event) => waits(event)?.type === 'signal',
  'a wait for a called execution': (event) => waits(event)?.type === 'call',
  'a start without a place': (event) => event.type === 'execution-started' && event.queued === true,
  'a cancel of what is queued alone': (event) => event.type === 'cancel-requested' && event.only === 'queued',
  'an outcome that was taken': (event) => 'taken' in event && event.taken !== undefined,
  'a jitter of the retry': (event) => event.type === 'step-failed' && event.random > 0,
}

test.each(Object.entries(marks))('a history with %s is kept', (_name, isMarked) => {
  expect(recorded.some(isMarked)).toBe(true)
})

test.each(files)('%s, as a release recorded it, means today what it meant then', (file) => {
  const history = read(file)
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

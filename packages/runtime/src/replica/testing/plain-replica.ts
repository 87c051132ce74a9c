import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { LogPlayer } from '../log-player.ts'
import { momentLine } from '../moments.ts'
import { replicaPaths, timelinePaths } from '../replica-layout.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
export const contents = ['one', 'two'].map((text, index) => ({ id: `f_a${index}`.padEnd(34, '0'), text }))

/** Each line of a log is a transaction: its number, and what only that number has beside it. A database is the numbers in it. */
const line = (number: number): string => `${number} ${sha256(String(number)).slice(0, 8)}\n`
const bytesOf = (from: number, to: number): number => logOf(from, to).length

export function logOf(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, index) => line(from + index)).join('')
}

function soundLength(text: string): number {
  let length = 0
  for (const [whole, number] of text.matchAll(/(\d+) \w+\n/gy)) {
    if (whole !== line(Number(number))) return length
    length += whole.length
  }
  return length
}

export const plainPlayer: LogPlayer = {
  walkSegments: () => (file, upTo) => {
    const text = readFileSync(file, 'utf8')
    const bytes = soundLength(text.slice(0, upTo))
    return { size: text.length, bytes, flaw: upTo === undefined || bytes === upTo ? undefined : `is whole up to byte ${bytes}` }
  },
  playSegment(database, segment, bytes) {
    const played = readFileSync(segment, 'utf8').slice(0, bytes).match(/^\d+/gm) ?? []
    const numbers = new Set([...numbersIn(database), ...played.map(Number)])
    writeFileSync(database, [...numbers].join(' '))
  },
  contentsIn: () => contents.map(({ id, text }) => ({ id, size: text.length, sha256: sha256(text) })),
  leaveReplica: () => undefined,
  isDatabase: (file) => file.endsWith('.db'),
  contradictionsIn: () => [],
  damagesIn: (file) => (readFileSync(file, 'utf8').includes('?') ? ['page 7'] : []),
}

export const numbersIn = (database: string): readonly number[] => readFileSync(database, 'utf8').split(' ').map(Number)
const start = Date.parse('2026-11-22T02:00:00Z')
export const second = (count: number): number => start + count * 1_000
export const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1)

export function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-replica-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

export function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** One transaction each second: 1 to 12 in the first timeline, up to 20 in the second, which began with a database of 14. */
export function plainReplica(): string {
  const folder = temporary()
  write(replicaPaths.facts(folder), JSON.stringify({ format: 'millrace-replica', version: 1, timeline: 2 }))
  const first = replicaPaths.timeline(folder, 1)
  write(timelinePaths.segment(first, 1), logOf(1, 5))
  write(timelinePaths.segment(first, 2), logOf(6, 9))
  write(timelinePaths.segment(first, 3), logOf(10, 12))
  writeMoments(first, [
    [1, 1, 5],
    [2, 6, 9],
    [3, 10, 12],
  ])
  writeBase(first, 1, { numbers: upTo(2), from: 1, usableAt: { segment: 1, bytes: bytesOf(1, 3) } })
  writeBase(first, 2, { numbers: upTo(8), from: 2, usableAt: { segment: 2, bytes: bytesOf(6, 8) } })
  const secondLine = replicaPaths.timeline(folder, 2)
  write(timelinePaths.segment(secondLine, 1), logOf(15, 17))
  write(timelinePaths.segment(secondLine, 2), logOf(18, 20))
  writeMoments(secondLine, [
    [1, 15, 17],
    [2, 18, 20],
  ])
  writeBase(secondLine, 1, { numbers: upTo(14), from: 1, usableAt: { segment: 1, bytes: bytesOf(15, 15) } })
  for (const { id, text } of contents) write(replicaPaths.file(folder, id), text)
  write(join(folder, 'secrets.json'), '{"a":1}')
  write(join(folder, 'accounts', '0'.repeat(32), 'sqlite', 'shop.db'), 'rows')
  return folder
}

/** A moment for each transaction, at the second of its number. */
function writeMoments(timeline: string, segments: readonly (readonly [number, number, number])[]): void {
  const lines = segments.flatMap(([segment, from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) =>
      momentLine({ at: second(from + index), segment, bytes: bytesOf(from, from + index) }),
    ),
  )
  write(timelinePaths.moments(timeline), lines.join(''))
}

interface BaseOf {
  readonly numbers: readonly number[]
  readonly from: number
  readonly usableAt: { readonly segment: number; readonly bytes: number }
}

function writeBase(timeline: string, base: number, { numbers, from, usableAt }: BaseOf): void {
  const database = numbers.join(' ')
  write(timelinePaths.baseDatabase(timeline, base), database)
  const facts = { from, usableAt, createdAt: new Date(start).toISOString(), bytes: database.length, sha256: sha256(database) }
  write(timelinePaths.baseFacts(timeline, base), JSON.stringify(facts))
}

import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { timelinePaths } from './replica-layout.ts'
import type { LogFormat, LogHeader } from './shipping-ports.ts'
import { temporary } from './testing/plain-replica.ts'
import { openTimeline } from './timeline.ts'

const header: LogHeader = { pageBytes: 4, sequence: 0, salts: [1, 1], isBigEndian: false, start: { bytes: 4, sums: [0, 0] } }
const log: LogFormat = {
  logHeaderBytes: 4,
  frameHeaderBytes: 4,
  readLogHeader: () => header,
  readFrameSalts: () => [1, 1],
  endOfLog: (_, from) => from,
}

test('no moment is noted of a segment that was begun where the disk was that was taken away', () => {
  const place = temporary()
  const [path, away] = [join(place, 'timeline'), join(place, 'away')]
  const timeline = openTimeline(path, log)
  const begin = (): void => timeline.begin(header, [new Uint8Array(12)], { bytes: 12, sums: [0, 0] })
  begin()
  timeline.note(1)
  renameSync(path, away)
  expect(begin).toThrow('bring its disk back')
  timeline.note(2)
  timeline.close()
  expect(readFileSync(timelinePaths.moments(away), 'utf8')).toBe('1970-01-01T00:00:00.001Z 1 12\n')
})

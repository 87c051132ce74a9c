import { expect, test } from 'vitest'
import { judgeSoak, type MemorySample } from './judge-soak.ts'
import type { Sample } from './sample.ts'

const flat: Omit<Sample, 'minute'> = { handles: 40, logMegabytes: 4, databaseMegabytes: 10 }
const still: Omit<MemorySample, 'minute'> = { residentMegabytes: 200, heldMegabytes: 40 }

function verdict(minutes: number, change: (minute: number) => Partial<Sample & MemorySample>, latency = (_minute: number) => 3) {
  const every = Array.from({ length: minutes * 4 + 1 }, (_, index) => index / 4)
  const samples = every.map((minute) => ({ minute, ...flat, ...change(minute) }))
  const memories = every.filter((minute) => minute % 1 === 0).map((minute) => ({ minute, ...still, ...change(minute) }))
  const latencies = every.map((minute) => ({ minute, ms: latency(minute) }))
  return judgeSoak({ minutes, executions: 2000, samples, memories, latencies }).violations
}

test('what stays flat is sound, whatever the warm-up took and however noisy it is', () => {
  expect(verdict(10, (minute) => ({ residentMegabytes: minute < 3 ? 100 + minute * 30 : 200 + ((minute * 7) % 5) }))).toEqual([])
  expect(verdict(10, (minute) => ({ heldMegabytes: minute < 3 ? 30 + minute * 3 : 40 + ((minute * 7) % 2) }))).toEqual([])
})

test('memory that grows is found: 2 MB a minute in ten minutes, 3 MB an hour in a night', () => {
  expect(verdict(10, (minute) => ({ residentMegabytes: 200 + minute * 2 }))).toEqual([expect.stringMatching(/^The memory grows by 120 MB/)])
  expect(verdict(480, (minute) => ({ residentMegabytes: 200 + minute * 0.05 }))).toEqual([
    expect.stringMatching(/^The memory grows by 3 MB/),
  ])
  expect(verdict(480, (minute) => ({ residentMegabytes: 200 + minute * 0.01 }))).toEqual([])
})

test('what JavaScript holds is found by half as much', () => {
  const holding = [expect.stringMatching(/^What JavaScript holds grows by 60 MB an hour: 7 MB since/)]
  expect(verdict(10, (minute) => ({ heldMegabytes: 40 + minute }))).toEqual(holding)
  expect(verdict(10, (minute) => ({ heldMegabytes: 40 + minute * 0.5 }))).toEqual([])
})

test('handles that are left open, a log that is never moved and a database that grows beyond its executions are found', () => {
  expect(verdict(10, (minute) => ({ handles: 40 + minute * 4 }))).toEqual([expect.stringMatching(/^Open handles went from/)])
  expect(verdict(10, (minute) => ({ logMegabytes: minute * 10 }))).toEqual([expect.stringMatching(/^The write-ahead log grew to 100 MB/)])
  expect(verdict(10, (minute) => ({ databaseMegabytes: minute * 100 }))).toEqual([expect.stringMatching(/^The database takes 512 KB/)])
})

test('latency that drifts counts in a long run alone', () => {
  const drifting = (minute: number) => 3 + minute / 10
  expect(verdict(60, () => ({}), drifting)).toEqual([expect.stringMatching(/^p99 went from/)])
  expect(verdict(10, () => ({}), drifting)).toEqual([])
})

import { expect, test } from 'vitest'
import { followPatiently } from './follow-patiently.ts'

function opened() {
  let hear: (() => void) | undefined
  let at = 0
  const timers = new Map<() => void, number>()
  const reads: { readonly at: number; end(): void }[] = []
  const state = { isSeen: true }
  const stop = followPatiently({
    follow: (given) => {
      hear = given
      return () => {
        hear = undefined
      }
    },
    read: () => new Promise<void>((end) => reads.push({ at, end })),
    isSeen: () => state.isSeen,
    now: () => at,
    wait: (ms, then) => {
      timers.set(then, at + ms)
      return () => timers.delete(then)
    },
  })
  /** Lets time pass, and what is due happen. */
  async function pass(ms: number) {
    at += ms
    for (const [then, due] of [...timers]) {
      if (due > at) continue
      timers.delete(then)
      then()
    }
    await Promise.resolve()
  }
  async function endRead() {
    reads.at(-1)?.end()
    for (let turn = 0; turn < 4; turn++) await Promise.resolve()
  }
  return { happen: () => hear?.(), pass, endRead, reads, state, stop, timers }
}

test('many things are read once, a second later', async () => {
  const { happen, pass, endRead, reads } = opened()
  for (let count = 0; count < 100; count++) happen()
  await pass(999)
  expect(reads.length).toBe(0)
  await pass(1)
  expect(reads.length).toBe(1)
  await endRead()
  await pass(10_000)
  expect(reads.length).toBe(1)
})

test('what happens during a read is read afterwards, and what takes long is read seldom', async () => {
  const { happen, pass, endRead, reads } = opened()
  happen()
  await pass(1_000)
  happen()
  await pass(500)
  await endRead()
  // However long the first read took.
  await pass(1_000)
  expect(reads.length).toBe(2)
  happen()
  await pass(500)
  await endRead()
  await pass(4_499)
  expect(reads.length).toBe(2)
  await pass(1)
  expect(reads.length).toBe(3)
})

test('a tab that nobody looks at waits until somebody does', async () => {
  const { happen, pass, reads, state } = opened()
  state.isSeen = false
  happen()
  for (let second = 0; second < 5; second++) await pass(1_000)
  expect(reads.length).toBe(0)
  state.isSeen = true
  await pass(1_000)
  expect(reads.length).toBe(1)
})

test('nothing is read after the end', async () => {
  const { happen, pass, endRead, reads, stop, timers } = opened()
  happen()
  await pass(1_000)
  happen()
  stop()
  await endRead()
  await pass(60_000)
  expect([reads.length, timers.size]).toEqual([1, 0])
})

import { expect, test } from 'vitest'
import { CliError } from '../cli-error.ts'
import { untilInterrupt } from './until-interrupt.ts'

function interruptible() {
  const listeners = new Set<(signal: 'SIGINT') => void>()
  const exits: number[] = []
  return {
    exits,
    listeners,
    interrupt: () => listeners.forEach((listener) => void listener('SIGINT')),
    host: {
      onInterrupt(listener: (signal: 'SIGINT') => void) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      exit(code: number): never {
        exits.push(code)
        throw new Error('ended')
      },
    },
  }
}

async function* source(ended: () => void) {
  try {
    for (let part = 1; part <= 3; part++) yield part
  } finally {
    ended()
  }
}

test('gives every part when nobody interrupts, and listens no longer then', async () => {
  const { host, listeners } = interruptible()
  const seen: number[] = []
  const parts = untilInterrupt(
    source(() => undefined),
    host,
  )
  for await (const part of parts) seen.push(part)
  expect(seen).toEqual([1, 2, 3])
  expect(listeners.size).toBe(0)
})

test('fails at the part after an interrupt, with its source closed; a second interrupt ends the process', async () => {
  const { host, listeners, exits, interrupt } = interruptible()
  let isClosed = false
  const parts = untilInterrupt(
    source(() => (isClosed = true)),
    host,
  )
  expect(await parts.next()).toEqual({ done: false, value: 1 })
  interrupt()
  expect(interrupt).toThrow('ended')
  expect(exits).toEqual([130])
  await expect(parts.next()).rejects.toBeInstanceOf(CliError)
  expect([isClosed, listeners.size]).toEqual([true, 0])
})

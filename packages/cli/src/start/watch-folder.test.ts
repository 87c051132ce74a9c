import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { watchFolder } from './watch-folder.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }))
afterEach(() => vi.useRealTimers())

test('the same trouble is told once, and again when it comes back', async () => {
  const directory = temporary()
  const looks = ['full', 'full', 'gone', 'gone', undefined, 'gone']
  const told: string[] = []
  let count = 0
  const folder = {
    async scan() {
      const trouble = looks[count++]
      if (trouble !== undefined) throw new Error(trouble)
      return []
    },
    fileOf: () => undefined,
  }
  const watch = watchFolder(directory, folder, { onNews: () => undefined, onError: (error) => told.push(String(error)) })
  while (count < looks.length) await vi.advanceTimersToNextTimerAsync()
  await watch.close()
  expect(told).toEqual(['Error: full', 'Error: gone', 'Error: gone'])
})

test('what is saved is looked at a tenth of a second later, long before the next look', async () => {
  const directory = temporary()
  let count = 0
  const folder = {
    async scan() {
      count++
      return []
    },
    fileOf: () => undefined,
  }
  const watch = watchFolder(directory, folder, { onNews: () => undefined, onError: () => undefined })
  const timers = vi.getTimerCount()
  writeFileSync(join(directory, 'a.yaml'), 'id: a')
  while (vi.getTimerCount() === timers) await nextTurn()
  await vi.advanceTimersByTimeAsync(100)
  await watch.close()
  expect(count).toBe(1)
})

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-watch-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

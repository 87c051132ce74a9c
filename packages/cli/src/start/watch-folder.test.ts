import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { watchFolder } from './watch-folder.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('the same trouble is told once, and again when it comes back', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-watch-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
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

import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const built = join(import.meta.dirname, '../../packages/editor/dist/app')
const mostBytes = 350 * 1024
/** The page, the icon, the headers of some thirty answers, and what the API answers for a workflow of ordinary size. */
const otherBytes = 24 * 1024

test('a browser loads at most 350 KB before a canvas can be used', () => {
  const pages = JSON.parse(readFileSync(join(built, 'pages.json'), 'utf8')) as Record<string, readonly string[]> // As the build writes it.
  const worker = globSync('assets/layout.worker-*.js', { cwd: built })
  expect(worker).toHaveLength(1)
  const files = [...(pages['/workflows/*'] ?? []), ...worker].map((file) => ({ file, bytes: statSync(join(built, `${file}.br`)).size }))
  const sum = files.reduce((sum, { bytes }) => sum + bytes, otherBytes)
  const largest = files.toSorted((a, b) => b.bytes - a.bytes).map(({ file, bytes }) => `${bytes} ${file}`)
  expect(sum, `Load what the canvas does not need later, see late-parts.ts:\n${largest.join('\n')}`).toBeLessThanOrEqual(mostBytes)
})

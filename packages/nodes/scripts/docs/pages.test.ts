import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { referencePages } from './pages.ts'

const folder = `${import.meta.dirname}/../../../../docs/nodes`

test('the reference in docs/nodes is what the definitions say: run packages/nodes/scripts/generate-docs.ts after a change', () => {
  const pages = referencePages()
  expect(globSync('**/*.md', { cwd: folder }).sort()).toEqual([...pages.keys()].sort())
  for (const [path, text] of pages) expect(readFileSync(`${folder}/${path}`, 'utf8'), path).toBe(text)
})

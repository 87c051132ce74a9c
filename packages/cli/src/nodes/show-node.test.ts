import { expect, test } from 'vitest'
import { showNode } from './show-node.ts'

test('each parameter is told with what it takes, and what holds when it is left out', () => {
  const text = showNode('csv.stringify', 'text')
  expect(text).toContain('  lineEnd: lf, crlf, "lf" when left out\n')
  expect(text).toContain('  columns: list of text\n')
  expect(showNode('http.request', 'text')).toContain('  url: text, required\n')
})

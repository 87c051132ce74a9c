import { expect, test } from 'vitest'
import { fileHandles } from './file-handles.ts'

test('finds the handles of files wherever they lie, each with the expression that gives it', () => {
  const file = { fileId: 'f_1', name: 'report.csv', mediaType: 'text/csv', size: 3, sha256: 'x' }
  expect(fileHandles({ input: { file, 'the rest': [{ file: { ...file, name: 'b.txt' } }] }, nodes: { a: { output: file } } })).toEqual([
    { path: 'input.file', name: 'report.csv' },
    { path: 'nodes.a.output', name: 'report.csv' },
    { path: 'input["the rest"][0].file', name: 'b.txt' },
  ])
  expect(fileHandles({ input: [1, null, 'x'] })).toEqual([])
})

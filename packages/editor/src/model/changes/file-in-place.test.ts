import { expect, test } from 'vitest'
import { testTypes } from '../testing/test-types.ts'
import { readText } from '../workflow-text.ts'
import { fileInPlace } from './file-in-place.ts'

const inPlace = (source: string, yaml: string) => fileInPlace({ text: readText(source), types: testTypes }, yaml)
const file = '# Greets.\nid: greet\nvars: { who: you }\nnodes:\n  hello: { type: log } # once\n'

test('a whole file takes the place of an empty one, under its id, with its comments', () => {
  expect(inPlace('id: mine\nnodes: {}\n', file)).toBe(file.replace('id: greet', 'id: mine'))
})

test('takes the place of nothing that is there, and only a whole file does', () => {
  expect(inPlace('id: mine\nnodes: { a: { type: log } }\n', file)).toBeUndefined()
  expect(inPlace('id: mine\ntriggers: { a: { type: manual } }\nnodes: {}\n', file)).toBeUndefined()
  for (const text of ['nodes: { a: { type: log } }\n', 'a: { type: log }\n', 'id: greet\nnodes: [\n', 'id: greet\n'])
    expect(inPlace('id: mine\nnodes: {}\n', text)).toBeUndefined()
})

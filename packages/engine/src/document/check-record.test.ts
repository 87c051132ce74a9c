import { expect, test } from 'vitest'
import { findMarked } from './testing/find-problems.ts'

const refused: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a workflow to start after a failure',
    'id: x\nsettings: { record: never, onFailure: ‸tell-ops }\nnodes: { a: { type: log, with: { message: hi } } }',
    ['NEEDS_RECORD'],
  ],
  [
    'a step that waits to be answered',
    'id: x\nsettings: { record: never }\nnodes: { a: { type: ‸wait.approval, with: { title: ok } } }',
    ['NEEDS_RECORD'],
  ],
  [
    'a limit that counts executions',
    'id: x\nsettings: { record: never, ‸concurrency: { limit: 1 } }\nnodes: { a: { type: log, with: { message: hi } } }',
    ['NEEDS_RECORD'],
  ],
  [
    'a word that is none',
    'id: x\nsettings: { record: ‸sometimes }\nnodes: { a: { type: log, with: { message: hi } } }',
    ['INVALID_CHOICE'],
  ],
]

test.each(refused)('without a record there can be no %s', (_what, source, codes) => {
  const { found, expected } = findMarked(source, codes)
  expect(found).toEqual(expected)
})

test('with a record, which is the default, all of it can be had', () => {
  const source = 'id: x\nsettings: { record: always, onFailure: ops }\nnodes: { a: { type: wait.approval, with: { title: ok } } }'
  expect(findMarked(source, []).found).toEqual([])
})

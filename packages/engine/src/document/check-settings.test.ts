import { describe, expect, test } from 'vitest'
import { findMarked, findProblems } from './testing/find-problems.ts'

const nodes = 'nodes: { a: { type: log, with: { message: hi } } }'

describe('settings', () => {
  test.each(['retention: { success: { age: 30d, count: 1000, bytes: 500MB }, failure: { age: none, count: 0, bytes: 12345 } }'])(
    '%s is right',
    (settings) => {
      expect(findProblems(`id: x\nsettings: { ${settings} }\n${nodes}`)).toEqual([])
    },
  )

  test.each([
    ['retention: { ‸succes: {} }', ['UNKNOWN_KEY']],
    [
      'retention: { success: { age: ‸30, count: ‸many, bytes: ‸0 }, failure: ‸90d }',
      ['WRONG_TYPE', 'WRONG_TYPE', 'INVALID_SIZE', 'WRONG_TYPE'],
    ],
    ['retention: { failure: { age: ‸forever, count: ‸-1, bytes: ‸much } }', ['INVALID_DURATION', 'OUT_OF_RANGE', 'INVALID_SIZE']],
  ])('%s is a problem at its place', (settings, codes) => {
    const { found, expected } = findMarked(`id: x\nsettings: { ${settings} }\n${nodes}`, codes)
    expect(found).toEqual(expected)
  })
})

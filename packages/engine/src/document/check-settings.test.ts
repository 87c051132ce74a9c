import { describe, expect, test } from 'vitest'
import { findMarked, findProblems } from './testing/find-problems.ts'

const nodes = 'nodes: { a: { type: log, with: { message: hi } } }'

describe('settings', () => {
  test.each([
    'retention: { success: { age: 30d, count: 1000, bytes: 500MB }, failure: { age: none, count: 0, bytes: 12345 } }',
    'capture: shapes',
    'capture: { inputs: none, outputs: full, truncate: 100000 }',
    'redact: { paths: [trigger.body.password, inputs.*.email, nodes.*.output, nodes.a.output.0.x], patterns: [email, iban, "/\\\\d{4}/i"] }',
  ])('%s is right', (settings) => {
    expect(findProblems(`id: x\nsettings: { ${settings} }\n${nodes}`)).toEqual([])
  })

  test.each([
    ['retention: { ‸succes: {} }', ['UNKNOWN_KEY']],
    [
      'retention: { success: { age: ‸30, count: ‸many, bytes: ‸0 }, failure: ‸90d }',
      ['WRONG_TYPE', 'WRONG_TYPE', 'INVALID_SIZE', 'WRONG_TYPE'],
    ],
    ['retention: { failure: { age: ‸forever, count: ‸-1, bytes: ‸much } }', ['INVALID_DURATION', 'OUT_OF_RANGE', 'INVALID_SIZE']],
    ['capture: ‸shape', ['INVALID_CHOICE']],
    ['capture: { inputs: ‸no, truncate: ‸all }', ['INVALID_CHOICE', 'WRONG_TYPE']],
    ['redact: { paths: [‸body.password, ‸trigger, ‸nodes.a.input] }', ['INVALID_PATH', 'INVALID_PATH', 'INVALID_PATH']],
    [
      'redact: { patterns: [‸mail, ‸"/(?=x)/", ‸"/x*/", ‸"/x/y"] }',
      ['INVALID_PATTERN', 'INVALID_PATTERN', 'INVALID_PATTERN', 'INVALID_PATTERN'],
    ],
  ])('%s is a problem at its place', (settings, codes) => {
    const { found, expected } = findMarked(`id: x\nsettings: { ${settings} }\n${nodes}`, codes)
    expect(found).toEqual(expected)
  })
})

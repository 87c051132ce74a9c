import { describe, expect, test } from 'vitest'
import { findMarked, findProblems } from './testing/find-problems.ts'

const nodes = 'nodes: { a: { type: log, with: { message: hi } } }'

describe('settings', () => {
  test.each([
    'retention: { success: { age: 30d, count: 1000, bytes: 500MB }, failure: { age: none, count: 0, bytes: 12345 } }',
    'capture: shapes',
    'capture: { inputs: none, outputs: full, truncate: 100000 }',
    'redact: { paths: [trigger.body.password, inputs.*.email, nodes.*.output, nodes.a.output.0.x], patterns: [email, iban, "/\\\\d{4}/i"] }',
    'concurrency: { limit: 2, key: "{{ trigger.body.customer }}", onLimit: cancel-running, whileWaiting: release, maxQueued: 0 }',
    'priority: 0, rateLimit: { limit: 5, per: 1m, key: "{{ trigger.body.a }}-{{ trigger.body.b }}", onLimit: queue }',
    'debounce: { delay: 5s, key: "{{ trigger.body.customer }}", maxDelay: 1m }',
  ])('%s is right', (settings) => {
    expect(findProblems(`id: x\nsettings: { ${settings} }\n${nodes}`)).toEqual([])
  })

  test.each([
    ['retention: { ‸succes: {} }', ['UNKNOWN_KEY']],
    [
      'retention: { success: { age: ‸30, count: ‸many, bytes: ‸0 }, failure: ‸90d }',
      ['WRONG_TYPE', 'WRONG_TYPE', 'INVALID_SIZE', 'WRONG_TYPE'],
    ],
    [
      'concurrency: { key: ‸"fixed", limit: ‸0, onLimit: ‸reject, whileWaiting: ‸wait }, priority: ‸101',
      ['CONSTANT_KEY', 'OUT_OF_RANGE', 'INVALID_CHOICE', 'INVALID_CHOICE', 'OUT_OF_RANGE'],
    ],
    ['‸concurrency: { onLimit: drop }', ['MISSING_KEY']],
    ['rateLimit: { limit: 1, per: ‸0s, key: "{{ ‸secrets.A }}" }', ['OUT_OF_RANGE', 'NAME_NOT_HERE']],
    ['debounce: { delay: 1s, key: "{{ ‸nodes.a.output }}{{ ‸unknown }}" }', ['NAME_NOT_HERE', 'UNKNOWN_NAME']],
    ['debounce: { delay: 1s, key: "{{ 1 + ‸}}" }', ['EXPRESSION_SYNTAX']],
    ['rateLimit: { limit: 1, per: 1s }, ‸debounce: { delay: 1s }', ['RATE_LIMIT_AND_DEBOUNCE']],
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

describe('a workflow that calls itself and waits for that', () => {
  const warnings = (concurrency: string, id = 'x') =>
    findProblems(`id: x\nsettings: { concurrency: ${concurrency} }\nnodes: { a: { type: workflow.call, with: { workflow: ${id} } } }`).map(
      ({ code }) => code,
    )

  test('is warned of, for it holds the place that the called one needs', () => {
    expect(warnings('{ limit: 1 }')).toEqual(['CALLS_INTO_OWN_LIMIT'])
  })

  test.each(['{ limit: 1, whileWaiting: release }', '{ limit: 1, onLimit: drop }'])('is not with %s', (concurrency) => {
    expect(warnings(concurrency)).toEqual([])
  })

  test('is not when it calls another one', () => {
    expect(warnings('{ limit: 1 }', 'y')).toEqual([])
  })
})

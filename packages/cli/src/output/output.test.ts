import { describe, expect, test } from 'vitest'
import { durationText } from './duration-text.ts'
import { fitWidth, textWidth } from './fit-width.ts'
import { createPaint } from './paint.ts'
import { oneLine, printable } from './printable.ts'
import { problemCount, problemExcerpt, problemLine } from './problem-text.ts'
import { table } from './table.ts'

const plain = createPaint({ usesColor: false })
const colored = createPaint({ usesColor: true })

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [59_949, '59.9 s'],
    [59_950, '1 m 00 s'],
    [65_000, '1 m 05 s'],
    [3_599_999, '1 h 00 m'],
    [7_380_000, '2 h 03 m'],
    [273_600_000, '3 d 04 h'],
  ])('%i ms is %s', (ms, text) => expect(durationText(ms)).toBe(text))
})

describe('what comes from elsewhere', () => {
  test('cannot move the cursor, ring the bell or change the title', () => {
    expect(printable('a\u001b[2Jb\u0007c\u009d0;title\u009c')).toBe('a\\u001b[2Jb\\u0007c\\u009d0;title\\u009c')
  })

  test('cannot turn the text around', () => expect(printable('a\u202eb')).toBe('a\\u202eb'))
  test('keeps its lines', () => expect(printable('a\n\tb')).toBe('a\n\tb'))
  test('becomes one line where one is needed', () => expect(oneLine('a\n  b\tc\r\n')).toBe('a b c '))
})

describe('fitting into a width', () => {
  test('leaves what fits', () => expect(fitWidth('abc', 3)).toBe('abc'))
  test('cuts with an ellipsis', () => expect(fitWidth('abcd', 3)).toBe('ab…'))
  test('counts wide characters as two, combining ones as none', () => {
    expect(textWidth('日本')).toBe(4)
    expect(textWidth('e\u0301')).toBe(1)
    expect(textWidth(fitWidth('日本語', 4))).toBeLessThanOrEqual(4)
  })
  test('keeps styles and closes them behind the cut', () => {
    expect(fitWidth(colored('red', 'abcdef'), 4)).toBe(colored('red', 'abc…'))
  })
})

describe('a table', () => {
  test('is as wide as its widest cells', () => {
    expect(
      table(
        ['id', 'name'],
        [
          ['1', 'Ada'],
          ['22', 'Grace'],
        ],
        80,
      ),
    ).toEqual(['ID  NAME', '1   Ada', '22  Grace'])
  })
  test('is cut at the width given', () => expect(table(['id'], [['123456']], 4)).toEqual(['ID', '123…']))
})

describe('a problem', () => {
  const problem = {
    code: 'UNKNOWN_NODE_TYPE',
    severity: 'error' as const,
    message: 'There is no node type lgo.',
    path: ['nodes', 'a', 'type'],
    position: { line: 2, column: 8, offset: 11 },
    suggestion: 'log',
  }
  const place = { file: 'a.yaml', source: 'id: x\na: { t: lgo }\n', paint: plain }

  test('is one line that editors can follow', () => {
    expect(problemLine(problem, place)).toBe('a.yaml:2:8  error UNKNOWN_NODE_TYPE There is no node type lgo. (did you mean log?)')
  })

  test('is shown in its line, with a caret under its place', () => {
    expect(problemExcerpt(problem, place)).toEqual(['    2 | a: { t: lgo }', '               ^'])
  })

  test('in a very long line is shown around its place', () => {
    const long = { ...place, source: `id: x\n${'x'.repeat(500)}` }
    const [excerpt = '', caret = ''] = problemExcerpt({ ...problem, position: { line: 2, column: 400, offset: 405 } }, long)
    expect(excerpt.length).toBeLessThan(120)
    expect(caret.trimEnd().length).toBeLessThanOrEqual(excerpt.length)
  })

  test('behind the end of the text has no excerpt', () => {
    expect(problemExcerpt({ ...problem, position: { line: 9, column: 1, offset: 99 } }, place)).toEqual([])
  })

  test('is counted with its like', () => {
    expect(problemCount([problem, problem, { ...problem, severity: 'warning' }])).toBe('2 errors and 1 warning')
    expect(problemCount([])).toBe('no problems')
  })
})

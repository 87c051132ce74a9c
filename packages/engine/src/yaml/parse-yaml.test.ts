import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { parseYaml } from './parse-yaml.ts'

/** The codes of all problems, each with the text of its line from its column on. */
function problemsOf(source: string): string[] {
  return parseYaml(source).problems.map(({ code, position }) => {
    const line = source.split('\n')[position.line - 1] ?? ''
    return `${code} @ ${line.slice(position.column - 1)}`
  })
}

describe('what YAML means', () => {
  it.each([
    ['a: 1\nb: two\nc: [true, null, 1.5, 0x10, 0o10, 1e3]', { a: 1, b: 'two', c: [true, null, 1.5, 16, 8, 1000] }],
    ['yes: no\non: off', { yes: 'no', on: 'off' }],
    ['true: a\n200: b\n"null": c\n~: d', { true: 'a', 200: 'b', null: 'c', '~': 'd' }],
    ['when: 2026-01-31\nat: 2026-01-31T10:00:00Z', { when: '2026-01-31', at: '2026-01-31T10:00:00Z' }],
    ['a: &x { b: 1 }\nc: *x\nd: [*x]', { a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }] }],
    ['a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['&key a: 1\nb: *key', { a: 1, b: 'a' }],
    ['a: |\n  one\n  two\nb: >-\n  one\n  two', { a: 'one\ntwo\n', b: 'one two' }],
    ['a: !!str 1\nb: !!int "2"\nc: ! 3', { a: '1', b: 2, c: '3' }],
    ['%YAML 1.2\n---\na: 1\n...\n', { a: 1 }],
    ['\ufeffa: 1', { a: 1 }],
    ['a: -0', { a: 0 }],
    ['a:\nb:', { a: null, b: null }],
    ['~', null],
    ['"": empty', { '': 'empty' }],
    ['"<<": quoted', { '<<': 'quoted' }],
    ['toString: a\nhasOwnProperty: b', { toString: 'a', hasOwnProperty: 'b' }],
  ])('%j', (source, value) => {
    const parsed = parseYaml(source)
    expect(parsed.problems).toEqual([])
    expect(parsed.value).toEqual(value)
  })

  it('shares what aliases stand for instead of copying it', () => {
    const value = parseYaml('a: &x { b: 1 }\nc: *x').value as JsonObject
    expect(value.a).toBe(value.c)
  })
})

describe('what is refused', () => {
  it.each([
    ['', ['EMPTY_DOCUMENT @ ']],
    ['# nothing\n---\n', ['EMPTY_DOCUMENT @ # nothing']],
    ['a: 1\na: 2\nb: { c: 1, c: 2 }', ['DUPLICATE_KEY @ a: 2', 'DUPLICATE_KEY @ c: 2 }']],
    ['__proto__: { admin: true }', ['FORBIDDEN_KEY @ __proto__: { admin: true }']],
    ['a: { "constructor": 1, prototype: 2 }', ['FORBIDDEN_KEY @ "constructor": 1, prototype: 2 }', 'FORBIDDEN_KEY @ prototype: 2 }']],
    ['a: &x { b: 1 }\nc:\n  <<: *x', ['MERGE_KEY @ <<: *x']],
    ['? [a, b]\n: 1', ['NON_STRING_KEY @ [a, b]']],
    [': 1', ['NON_STRING_KEY @ : 1']],
    ['a: &x [*x]', ['ALIAS_LOOP @ *x]']],
    ['a: *x', ['UNKNOWN_ANCHOR @ *x']],
    ['a: .nan\nb: -.inf\nc: 1e999', ['NOT_A_NUMBER @ .nan', 'NOT_A_NUMBER @ -.inf', 'NOT_A_NUMBER @ 1e999']],
    ['a: 9007199254740993\nb: 0xffffffffffffffff', ['NUMBER_TOO_LARGE @ 9007199254740993', 'NUMBER_TOO_LARGE @ 0xffffffffffffffff']],
    [
      'a: !custom 1\nb: !!binary aGk=\nc: !!set {}',
      ['UNSUPPORTED_TAG @ !custom 1', 'UNSUPPORTED_TAG @ !!binary aGk=', 'UNSUPPORTED_TAG @ !!set {}'],
    ],
    ['a: !!int x', ['UNSUPPORTED_TAG @ !!int x']],
    ['a: 1\n---\nb: 2', ['MULTIPLE_DOCUMENTS @ ---']],
    ['%YAML 1.1\n---\na: 1', ['UNSUPPORTED_DIRECTIVE @ %YAML 1.1']],
    ['a:\n\tb: 1', ['TAB_INDENT @ \tb: 1']],
    ['a: b: c', ['NESTED_ON_ONE_LINE @ b: c']],
    ['a: "\\q"', ['BAD_ESCAPE @ \\q"']],
    ['a: "\\ud800"', ['INVALID_CHARACTER @ "\\ud800"']],
    ['a: \u0000b\u0007', ['INVALID_CHARACTER @ \u0000b\u0007', 'INVALID_CHARACTER @ \u0007']],
    ['a: {{ trigger.body }}', ['UNQUOTED_EXPRESSION @ {{ trigger.body }}']],
    ['a: {{ trigger.body }} and more', ['UNQUOTED_EXPRESSION @ {{ trigger.body }} and more']],
  ])('%j', (source, problems) => {
    expect(problemsOf(source)).toEqual(expect.arrayContaining(problems))
    expect(problemsOf(source)[0]).toBe(problems[0])
  })

  it('names the line of the first of two equal keys', () => {
    const [problem] = parseYaml('a: 1\nb: 2\na: 3').problems
    expect(problem).toEqual({
      code: 'DUPLICATE_KEY',
      severity: 'error',
      message: 'Key "a" stands here again, first in line 1: rename or delete one of the two.',
      path: ['a'],
      position: { line: 3, column: 1, offset: 10 },
    })
  })

  it('tells all mistakes at once, in the order of the text', () => {
    const codes = parseYaml('a: .nan\nb: !x 1\nc: *nowhere\na: 2\nd: [1, }').problems.map(({ code }) => code)
    expect(codes.slice(0, 4)).toEqual(['NOT_A_NUMBER', 'UNSUPPORTED_TAG', 'UNKNOWN_ANCHOR', 'DUPLICATE_KEY'])
    expect(codes.length).toBeGreaterThan(4)
  })

  it('goes on with what it understood when only the meaning of a part is wrong', () => {
    expect(parseYaml('a: .nan\nb: 1\nb: 2\n__proto__: 3').value).toEqual({ a: null, b: 1 })
  })

  it('gives no value when the syntax is broken', () => {
    expect(parseYaml('a: [1').value).toBeUndefined()
  })
})

describe('limits', () => {
  const codes = (source: string) => parseYaml(source).problems.map(({ code }) => code)
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

  it('takes 64 levels and refuses the 65th', () => {
    expect(codes(nested(64))).toEqual([])
    expect(codes(nested(65))).toEqual(['TOO_DEEP'])
  })

  it.each(['[', '{', '- ', '? ', ': ', '- a: ', 'a: ', '[{', '- [', '- ? '])('refuses %j a hundred thousand times', (opening) => {
    expect(codes(opening.repeat(100_000))).toEqual(['TOO_DEEP'])
    expect(codes(`${opening.repeat(100_000)}\nx`)).toEqual(['TOO_DEEP'])
  })

  it('refuses deep indentation', () => {
    const block = (depth: number) => Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:`).join('\n')
    expect(codes(block(64))).toEqual([])
    expect(codes(block(300))).toEqual(['TOO_DEEP'])
  })

  it('counts the depth that aliases add', () => {
    const chain = Array.from({ length: 80 }, (_, index) => `a${index}: &a${index} [${index === 0 ? '' : `*a${index - 1}`}]`).join('\n')
    expect(codes(chain)).toContain('TOO_DEEP')
  })

  it('refuses the billion laughs by counting, without expanding them', () => {
    const laughs = Array.from(
      { length: 40 },
      (_, index) => `a${index}: &a${index} [${Array(9).fill(index === 0 ? 'lol' : `*a${index - 1}`)}]`,
    ).join('\n')
    expect(codes(laughs)).toEqual(['TOO_MANY_VALUES'])
    expect(parseYaml(laughs).value).toBeUndefined()
  })

  it('refuses a long text that aliases repeat', () => {
    expect(codes(`a: &a "${'x'.repeat(100_000)}"\nb: [${'*a, '.repeat(50)}]`)).toEqual(['TOO_MANY_VALUES'])
  })

  it('refuses more than 1 MiB, and more parts than a workflow can need', () => {
    expect(codes(`a: ${'x'.repeat(1024 * 1024)}`)).toEqual(['DOCUMENT_TOO_LARGE'])
    expect(codes(`[${','.repeat(400_000)}]`)).toEqual(['TOO_MANY_TOKENS'])
  })

  it('counts the steps that comments after many blank lines cost the parser', () => {
    expect(codes(`a: |\n  x\n${'\n'.repeat(50_000)}${' #\n'.repeat(50_000)}`)).toEqual(['TOO_MANY_TOKENS'])
    expect(codes(`a: |\n  x\n\n${' #\n'.repeat(10_000)}`)).toEqual([])
  })

  it('tells at most a hundred problems', () => {
    expect(parseYaml('a: 1\n'.repeat(500)).problems).toHaveLength(100)
  })
})

describe('locating', () => {
  const source = ['id: x', 'nodes:', '  a: &a', '    with: { url: "u", list: [1, 2] }', '  b: *a', '  c:', ''].join('\n')
  const at = (path: (string | number)[], part?: 'key' | 'value') => {
    const { line, column } = parseYaml(source).locate(path, part)
    return `${line}:${column}`
  }

  it.each([
    [['id'], 'value', '1:5'],
    [['id'], 'key', '1:1'],
    [['nodes', 'a', 'with', 'url'], 'value', '4:18'],
    [['nodes', 'a', 'with', 'list', 1], 'value', '4:33'],
    [['nodes', 'b'], 'value', '5:6'],
    [['nodes', 'b', 'with', 'url'], 'key', '4:13'],
    [['nodes', 'c'], 'value', '6:3'],
    [['nodes', 'a', 'missing', 'deep'], 'value', '4:5'],
    [['nodes', 'missing'], 'key', '3:3'],
    [['nodes', 'a', 'with', 'list', 7], 'value', '4:29'],
    [[], 'value', '1:1'],
  ] as const)('%j, %s', (path, part, place) => {
    expect(at([...path], part)).toBe(place)
  })

  it('points to the beginning when nothing could be read', () => {
    expect(parseYaml('[[').locate(['a'])).toEqual({ line: 1, column: 1, offset: 0 })
  })
})

import { describe, expect, it } from 'vitest'
import type { Change } from './edit/change.ts'
import { edit } from './edit.ts'

/** Cuts the margin that the tests indent their texts by. */
function text(template: string): string {
  const lines = template.replace(/^\n/, '').replace(/\n *$/, '').split('\n')
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(margin)).join('\n')
}

function expectEdit(before: string, change: Change, after: string): void {
  const result = edit(text(before), change)
  expect(result.ok ? result.source : result.problem).toBe(text(after))
  if (result.ok) expect(edit(result.source, result.inverse)).toMatchObject({ ok: true, source: text(before) })
}

const set = (path: (string | number)[], value: unknown) => ({ type: 'set', path, value }) as Change
const remove = (...path: (string | number)[]): Change => ({ type: 'delete', path })

describe('setting a value', () => {
  it.each<[string, string, Change, string]>([
    ['keeps the comment on the line', 'a: 1   # one\nb: 2', set(['a'], 7), 'a: 7   # one\nb: 2'],
    ['keeps single quotes', "a: 'x' # c", set(['a'], 'yes'), "a: 'yes' # c"],
    ['keeps double quotes', 'a: "x"', set(['a'], 'plain'), 'a: "plain"'],
    ['keeps plain words plain', 'a: x', set(['a'], 'two words'), 'a: two words'],
    [
      'changes a nested value inside braces',
      'with: { url: "u", list: [1, 2] } # c',
      set(['with', 'list', 1], 'b'),
      'with: { url: "u", list: [1, b] } # c',
    ],
    ['writes where nothing stands', 'a:   # none\nb: 1', set(['a'], 5), 'a: 5   # none\nb: 1'],
    [
      'writes into braces where nothing stands',
      'a: { b, c: }',
      { type: 'all', changes: [set(['a', 'b'], 1), set(['a', 'c'], 2)] },
      'a: { b: 1, c: 2 }',
    ],
    ['keeps an anchor', 'a: &x 1\nb: *x', set(['a'], 2), 'a: &x 2\nb: *x'],
    ['drops a tag with its value', 'a: !!str 1 # c', set(['a'], 2), 'a: 2 # c'],
    ['replaces an alias by a value', 'a: &x 1\nb: *x', set(['b'], 2), 'a: &x 1\nb: 2'],
    ['keeps Windows line ends', 'a: 1\r\nb: 2\r\n', set(['c'], { d: 1 }), 'a: 1\r\nb: 2\r\nc:\r\n  d: 1\r\n'],
    ['keeps the lack of a line end at the end', 'a: 1', set(['b'], 2), 'a: 1\nb: 2'],
    ['replaces the whole document', 'a: 1 # c\n', set([], ['x']), '- x\n'],
    ['begins an empty file', '', set(['a', 'b'], 1), 'a:\n  b: 1\n'],
    ['keeps a byte order mark', '\ufeffa:\n  b: 1', set(['a', 'c'], { d: 1 }), '\ufeffa:\n  b: 1\n  c:\n    d: 1'],
    ['begins an empty document', '# a comment only\n', set(['id'], 'x'), '# a comment only\nid: x\n'],
  ])('%s', (_, before, change, after) => {
    const result = edit(before, change)
    expect(result.ok ? result.source : result.problem).toBe(after)
  })

  it.each<[unknown, string]>([
    ['yes', '"yes"'],
    ['1.0', '"1.0"'],
    ['0x1F', '"0x1F"'],
    ['null', '"null"'],
    ['2026-01-31', '"2026-01-31"'],
    ['12:30', '"12:30"'],
    ['key: value', '"key: value"'],
    ['ends in:', '"ends in:"'],
    ['a #b', '"a #b"'],
    ['a#b', 'a#b'],
    ['{{ x }}', '"{{ x }}"'],
    ['{{ a == "b" }}', '\'{{ a == "b" }}\''],
    ['  leading', '"  leading"'],
    ['', '""'],
    ['- dash', '"- dash"'],
    ['*alias', '"*alias"'],
    ['---', '"---"'],
    ["it's", "it's"],
    ["'quoted'", '"\'quoted\'"'],
    ['tab\there', 'tab\there'],
    ['bell\u0007', '"bell\\u0007"'],
    ['\u2028', '"\\u2028"'],
    ['é😀', 'é😀'],
    ['http://x.test/?a=1', 'http://x.test/?a=1'],
    [null, 'null'],
    [true, 'true'],
    [-1.5, '-1.5'],
    [1e21, '1e+21'],
    [2 ** 60, '1.152921504606847e+18'],
    [[], '[]'],
    [{}, '{}'],
  ])('writes %j', (value, written) => {
    expect(edit('a: x\n', set(['a'], value))).toMatchObject({ ok: true, source: `a: ${written}\n` })
  })

  it('quotes more inside brackets', () => {
    expectEdit('a: [x]', set(['a', 0], 'one, two'), 'a: ["one, two"]')
    expectEdit('a: [x]', set(['a', 0], 'a\nb'), 'a: ["a\\nb"]')
  })

  it('writes a text of several lines as a block', () => {
    expectEdit('a:\n  b: x # c\nd: 1', set(['a', 'b'], 'one\n\n  two\n'), 'a:\n  b: | # c\n    one\n\n      two\nd: 1')
    expectEdit('- x', set([0], 'one\ntwo'), '- |-\n  one\n  two')
  })

  it('keeps a block text a block', () => {
    expectEdit(
      `
      text: |  # note
         Dear you,

         bye
      # after
      next: 1`,
      set(['text'], 'Hello\n'),
      `
      text: |  # note
         Hello
      # after
      next: 1`,
    )
    expectEdit('a: >-\n  one\n  two\nb: 1', set(['a'], 'x\ny'), 'a: >-\n  x\n\n  y\nb: 1')
    expectEdit('a: |\n  one\nb: 1', set(['a'], 5), 'a: 5\nb: 1')
  })

  it('changes only what differs inside a map', () => {
    expectEdit(
      `
      with:
        # where to
        url: "u" # the address
        method: GET
        body: x`,
      set(['with'], { url: 'v', headers: { a: 1 }, body: 'x' }),
      `
      with:
        # where to
        url: "v" # the address
        headers:
          a: 1
        body: x`,
    )
  })

  it('changes only what differs inside a list', () => {
    expectEdit('- a # 1\n- b # 2\n- c # 3', set([], ['a', 'x', 'z', 'c']), '- a # 1\n- x # 2\n- z\n- c # 3')
    expectEdit('next: [a, b, c]', set(['next'], ['a', 'c']), 'next: [a, c]')
  })

  it('puts a single value in place of lines, and lines in place of a single value', () => {
    expectEdit('a: # note\n  b: 1\n  c: 2 # gone\nd: 3', set(['a'], 5), 'a: 5 # note\nd: 3')
    expectEdit('a: 5 # note\nd: 3', set(['a'], { b: [1, { c: 2, d: 3 }] }), 'a: # note\n  b:\n    - 1\n    - c: 2\n      d: 3\nd: 3')
    expectEdit('- a: 1\n  b: 2\n- c', set([0], 'x'), '- x\n- c')
  })

  it('makes missing parents', () => {
    expectEdit('nodes:\n', set(['nodes', 'a', 'with', 'list', 0], 1), 'nodes:\n  a:\n    with:\n      list:\n        - 1\n')
  })

  it('leaves a text alone that says so already', () => {
    expectEdit('a:   0x10', set(['a'], 16), 'a:   0x10')
  })
})

describe('adding an entry', () => {
  it.each<[string, string, Change, string]>([
    ['to an empty map', 'nodes: {} # none yet\nx: 1', set(['nodes', 'a'], { type: 'if' }), 'nodes: # none yet\n  a:\n    type: if\nx: 1'],
    ['to an empty map inside braces', 'a: { b: {} }', set(['a', 'b', 'c'], 1), 'a: { b: { c: 1 } }'],
    ['to a key without a value', 'nodes:\nx: 1', set(['nodes', 'a'], { type: 'if' }), 'nodes:\n  a:\n    type: if\nx: 1'],
    ['behind the last, comment included', 'a:\n  b: 1 # c\n\nd: 2', set(['a', 'e'], 3), 'a:\n  b: 1 # c\n  e: 3\n\nd: 2'],
    [
      'with the indentation of the file',
      'a:\n    b:\n        c: 1',
      set(['a', 'd'], { e: { f: 1 } }),
      'a:\n    b:\n        c: 1\n    d:\n        e:\n            f: 1',
    ],
    ['with lists that are not indented', 'a:\n- 1\nb: 2', set(['c'], [1, 2]), 'a:\n- 1\nb: 2\nc:\n- 1\n- 2'],
    ['inside braces without spaces', 'a: {b: 1}', set(['a', 'c'], { d: 1 }), 'a: {b: 1, c: {d: 1}}'],
    ['inside brackets on lines of their own', 'a: [\n  1, # one\n  2 # two\n]', set(['a', 2], 3), 'a: [\n  1, # one\n  2, # two\n  3\n]'],
    ['inside brackets with a comma at the end', 'a: [\n  1,\n  2, # two\n]', set(['a', 2], 3), 'a: [\n  1,\n  2, # two\n  3,\n]'],
    ['to a pair without braces', 'a: [b: 1]', set(['a', 0, 'c'], 2), 'a: [{ b: 1, c: 2 }]'],
    ['behind a block text', 'a:\n  b: |\n    x\n\nc: 1', set(['a', 'd'], 1), 'a:\n  b: |\n    x\n  d: 1\n\nc: 1'],
    [
      'to a list of maps',
      'l:\n  - a: 1\n    b: 2\n',
      set(['l', 1], { a: 3, b: [4] }),
      'l:\n  - a: 1\n    b: 2\n  - a: 3\n    b:\n      - 4\n',
    ],
    ['before the first item', 'l:\n  - a\n  - b', { type: 'insert', path: ['l', 0], value: 'x' }, 'l:\n  - x\n  - a\n  - b'],
    [
      'before a key and the comment above it',
      'a: 1\n\n# about b\nb: 2',
      { type: 'insert', path: ['x'], value: 1, before: 'b' },
      'a: 1\n\nx: 1\n# about b\nb: 2',
    ],
    [
      'behind the comment at the top of the file',
      '# top\na: 1',
      { type: 'insert', path: ['x'], value: 1, before: 'a' },
      '# top\nx: 1\na: 1',
    ],
    [
      'before the first key of a list item',
      '- a: 1\n  b: 2',
      { type: 'insert', path: [0, 'x'], value: 0, before: 'a' },
      '- x: 0\n  a: 1\n  b: 2',
    ],
    ['before another inside braces', 'a: { b: 1 }', { type: 'insert', path: ['a', 'x'], value: 0, before: 'b' }, 'a: { x: 0, b: 1 }'],
  ])('%s', (_, before, change, after) => {
    expectEdit(before, change, after)
  })
})

describe('deleting an entry', () => {
  it.each<[string, string, Change, string]>([
    ['with its lines', 'a: 1\nb:\n  c: 2 # c\n  d: 3\n\ne: 4', remove('b'), 'a: 1\n\ne: 4'],
    ['but not the comments above it', 'a: 1\n# about b\nb: 2\nc: 3', remove('b'), 'a: 1\n# about b\nc: 3'],
    ['the last key of a map', 'a: # note\n  b: 1\nc: 2', remove('a', 'b'), 'a: {} # note\nc: 2'],
    ['the last key, keeping a comment above it', 'a:\n  # note\n  b: 1\nc: 2', remove('a', 'b'), 'a: {}\n  # note\nc: 2'],
    ['the last item of a list', 'a:\n- 1\n', remove('a', 0), 'a: []\n'],
    ['the last key of the document', '# top\na: 1 # c\n', remove('a'), '# top\n{} # c\n'],
    ['the first key of a list item', '- a: 1\n  b: 2', remove(0, 'a'), '- b: 2'],
    ['the only key of a list item', '- a: 1\n- b', remove(0, 'a'), '- {}\n- b'],
    ['the first item of a list', 'l:\n  - a: 1\n    b: 2\n  - c: 3', remove('l', 0), 'l:\n  - c: 3'],
    ['at the end of a file without a line end', 'a: 1\nb: 2', remove('b'), 'a: 1'],
    ['inside brackets', 'a: [1, 2, 3]', remove('a', 1), 'a: [1, 3]'],
    ['the first inside brackets', 'a: [1, 2, 3]', remove('a', 0), 'a: [2, 3]'],
    ['the last inside brackets', 'a: [1, 2, 3]', remove('a', 2), 'a: [1, 2]'],
    ['the only one inside braces', 'a: { b: 1 }', remove('a', 'b'), 'a: {}'],
    [
      'on a line of its own inside brackets',
      'a: [\n  1, # one\n  2, # two\n  3 # three\n]',
      remove('a', 1),
      'a: [\n  1, # one\n  3 # three\n]',
    ],
    ['the last on a line of its own', 'a: [\n  1, # one\n  2 # two\n]', remove('a', 1), 'a: [\n  1 # one\n]'],
    ['a block text', 'a: |\n  x\n\n  y\nb: 1', remove('a'), 'b: 1'],
  ])('%s', (_, before, change, after) => {
    expectEdit(before, change, after)
  })
})

describe('renaming a key', () => {
  it.each<[string, Change, string]>([
    ['nodes:\n  old: # c\n    type: if', { type: 'rename', path: ['nodes', 'old'], to: 'fresh' }, 'nodes:\n  fresh: # c\n    type: if'],
    ['a: { "b": 1 }', { type: 'rename', path: ['a', 'b'], to: 'c' }, 'a: { "c": 1 }'],
    ['a: {"b":1}', { type: 'rename', path: ['a', 'b'], to: 'c' }, 'a: {"c":1}'],
    ['a: 1', { type: 'rename', path: ['a'], to: 'x: y' }, '"x: y": 1'],
    ['a: 1', { type: 'rename', path: ['a'], to: 'true' }, 'true: 1'],
  ])('%j', (before, change, after) => {
    expectEdit(before, change, after)
  })
})

describe('moving an entry', () => {
  const move = (path: (string | number)[], before: string | number | null): Change => ({ type: 'move', path, before })

  it.each<[string, string, Change, string]>([
    [
      'with the comments that speak of it',
      '# top\na: 1\n\n# about b\nb: 2 # two\n\nc: 3',
      move(['b'], 'a'),
      '# top\n# about b\nb: 2 # two\n\na: 1\n\nc: 3',
    ],
    ['to the end', 'a: 1\nb:\n  c: 2\nd: 3', move(['a'], null), 'b:\n  c: 2\nd: 3\na: 1'],
    ['inside brackets', 'a: [1, 2,  3]', move(['a', 2], 0), 'a: [3, 1,  2]'],
    ['out of the place beside a dash', '- a: 1\n  b:\n    c: 2', move([0, 'a'], null), '- b:\n    c: 2\n  a: 1'],
    ['with a block text', 'a: |\n  x\nb: 1\n', move(['a'], null), 'b: 1\na: |\n  x\n'],
  ])('%s', (_, before, change, after) => {
    expectEdit(before, change, after)
  })
})

describe('what is refused', () => {
  it.each<[string, Change, string, string]>([
    ['a: &x { b: 1 }\nc: *x', set(['c', 'b'], 2), 'ALIASED_VALUE', '2:4'],
    ['a: &x 1\nb: *x', remove('a'), 'ANCHOR_IN_USE', '1:7'],
    ['a: 1\nb: 2', { type: 'rename', path: ['a'], to: 'b' }, 'KEY_EXISTS', '1:1'],
    ['a: 1', { type: 'insert', path: ['a'], value: 1 }, 'KEY_EXISTS', '1:1'],
    ['a: 1', remove('b'), 'PATH_NOT_FOUND', '1:1'],
    ['a: text', set(['a', 'b'], 1), 'NOT_A_COLLECTION', '1:4'],
    ['a: [1]', set(['a', 'b'], 1), 'NOT_A_COLLECTION', '1:4'],
    ['a: [1]', set(['a', 3], 1), 'INDEX_OUT_OF_RANGE', '1:4'],
    ['a: 1', set(['a'], Number.NaN), 'NOT_JSON', '1:4'],
    ['a: 1', set(['a'], new Date(0)), 'NOT_JSON', '1:4'],
    ['a: 1', set(['__proto__'], 1), 'FORBIDDEN_KEY', '1:1'],
    ['a: 1', { type: 'rename', path: ['a'], to: 'constructor' }, 'FORBIDDEN_KEY', '1:4'],
    ['a: 1', set(['a'], '\ud800'), 'INVALID_CHARACTER', '1:4'],
    ['a: [1', set(['a'], 1), 'MISSING_CHARACTER', '1:6'],
    ['a: 1', { type: 'text', offset: 3, remove: '2', insert: '3' }, 'STALE_TEXT', '1:4'],
    ['a: 1', { type: 'move', path: ['a'], before: 'z' }, 'PATH_NOT_FOUND', '1:4'],
  ])('%j %j', (source, change, code, place) => {
    const result = edit(source, change)
    expect(result).toMatchObject({ ok: false, problem: { code } })
    if (!result.ok) expect(`${result.problem.position.line}:${result.problem.position.column}`).toBe(place)
  })

  it('a path deeper than any document goes', () => {
    const result = edit('a: 1', set(new Array<string>(100_000).fill('b'), 1))
    expect(result).toMatchObject({ ok: false, problem: { code: 'PATH_NOT_FOUND' } })
  })

  it('makes all of several changes or none', () => {
    const result = edit('a: 1', { type: 'all', changes: [set(['a'], 2), remove('b')] })
    expect(result).toMatchObject({ ok: false, problem: { code: 'PATH_NOT_FOUND' } })
  })
})

describe('typing', () => {
  it('replaces text, valid or not, and gives it back', () => {
    const result = edit('a: 1', { type: 'text', offset: 3, remove: '1', insert: '[' })
    expect(result).toEqual({ ok: true, source: 'a: [', inverse: { type: 'text', offset: 3, remove: '[', insert: '1' } })
  })
})

it('puts a text into quotes where a comment below would become part of a block', () => {
  expectEdit(
    'a:\n  b: x\n      # far to the right\nc: 1',
    set(['a', 'b'], 'one\ntwo'),
    'a:\n  b: "one\\ntwo"\n      # far to the right\nc: 1',
  )
})

it('changes what is anchored wherever an alias stands for it', () => {
  expectEdit('a: &x { b: 1 }\nc: *x\nd: [*x]', set(['a', 'b'], 2), 'a: &x { b: 2 }\nc: *x\nd: [*x]')
})

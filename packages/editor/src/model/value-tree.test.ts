import { describe, expect, test } from 'vitest'
import { findInValue, idOf, pathText, tableColumns, valueLines } from './value-tree.ts'

const order = {
  id: 7,
  paid: true,
  lines: [
    { sku: 'mill', 'unit price': 4 },
    { sku: 'wheel', note: null },
  ],
  text: 'two\nlines',
}
const words = (open: readonly (readonly (string | number)[])[]) =>
  valueLines(order, new Set(open.map(idOf))).map(({ depth, key, text }) => `${'  '.repeat(depth)}${key ?? ''}: ${text}`)

describe('lines', () => {
  test('the first level is open, what is in it is counted', () => {
    expect(words([])).toEqual([': 4 fields', '  id: 7', '  paid: true', '  lines: 2 items', '  text: "two\\nlines"'])
  })

  test('unfolded places show what is in them', () => {
    expect(words([['lines'], ['lines', 1]])).toEqual([
      ...[': 4 fields', '  id: 7', '  paid: true', '  lines: 2 items', '    0: 2 fields', '    1: 2 fields'],
      ...['      sku: "wheel"', '      note: null', '  text: "two\\nlines"'],
    ])
  })

  test('a plain value is one line', () => {
    expect(valueLines('hello', new Set())).toMatchObject([{ kind: 'text', text: '"hello"', depth: 0 }])
    expect(valueLines(undefined, new Set())).toMatchObject([{ kind: 'null', text: 'null' }])
  })

  test('a very long list says how much more there is', () => {
    const lines = valueLines(
      Array.from({ length: 1200 }, (_, index) => index),
      new Set(),
    )
    expect(lines).toHaveLength(1002)
    expect(lines.at(-1)?.text).toContain('200 more')
  })
})

test('a text is found in keys and values, whatever its case, and what hides it is opened', () => {
  const found = findInValue(order, 'WHEEL')
  expect(found.ids).toEqual([idOf(['lines', 1, 'sku'])])
  expect([...found.open]).toEqual([idOf(['lines']), idOf(['lines', 1])])
  expect(findInValue(order, 'unit').ids).toEqual([idOf(['lines', 0, 'unit price'])])
  expect(findInValue(order, '').ids).toEqual([])
})

test.each([
  [['output', 'items', 0, 'id'], 'nodes.charge.output.items[0].id'],
  [['output', 'unit price'], 'nodes.charge.output["unit price"]'],
  [[], 'nodes.charge'],
])('%j is read as %s', (path, text) => {
  expect(pathText('nodes.charge', path)).toBe(text)
})

test('a list of maps is a table of all their fields', () => {
  expect(tableColumns(order.lines)).toEqual(['sku', 'unit price', 'note'])
  expect([tableColumns([1, 2]), tableColumns([]), tableColumns(order)]).toEqual([undefined, undefined, undefined])
})

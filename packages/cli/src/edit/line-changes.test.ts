import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineChanges } from './line-changes.ts'

test('tells what went and what came, each with its place in both texts', () => {
  expect(lineChanges('a\nb\nc\nd\ne\n', 'a\nB\nc\nd\nx\ne\n')).toEqual([
    { oldLine: 2, newLine: 2, removed: ['b'], added: ['B'] },
    { oldLine: 5, newLine: 5, removed: [], added: ['x'] },
  ])
})

test('tells nothing of equal texts', () => {
  expect(lineChanges('a\r\nb', 'a\r\nb')).toEqual([])
})

test('made in the old text, the changes give the new one', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines: string[] = [...before]
      for (const { newLine, removed, added } of lineChanges(before.join('\n'), after.join('\n'))) {
        expect(lines.splice(newLine - 1, removed.length, ...added)).toEqual(removed)
      }
      expect(lines).toEqual(after)
    }),
  )
})

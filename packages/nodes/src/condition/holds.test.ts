import type { Json } from '@millrace/engine'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Condition, conditionSchema } from './condition-schema.ts'
import { holds } from './holds.ts'
import { operatorNames, operators } from './operators.ts'

const now = Date.parse('2026-05-10T12:00:00Z')
const ask = (condition: Condition, value: Json = null) => holds(conditionSchema.parse(condition), value, now)

describe('comparisons', () => {
  const item = {
    n: 18,
    t: 'Grüße',
    yes: true,
    list: [1, 'a', { b: 2 }],
    map: { k: null },
    empty: '',
    none: null,
    at: '2026-05-09T12:00:00+02:00',
    day: '2026-05-12',
    digits: '42',
  }
  test.each<[string, Condition, boolean]>([
    ['the same number', { path: 'n', is: 'equals', value: 18 }, true],
    ['a number is not its text', { path: 'n', is: 'equals', value: '18' }, false],
    ['loosely it is', { path: 'n', is: 'equals', value: ' 18.0', loose: true }, true],
    ['maps by their content', { path: 'list.2', is: 'equals', value: { b: 2 } }, true],
    ['nothing equals null', { path: 'no.such', is: 'equals', value: null }, true],
    ['not-equals', { path: 'n', is: 'not-equals', value: 17 }, true],
    ['in', { path: 't', is: 'in', value: ['x', 'Grüße'] }, true],
    ['not-in, missing', { path: 'no', is: 'not-in', value: [1] }, true],
    ['exists', { path: 'map', is: 'exists' }, true],
    ['null does not exist', { path: 'none', is: 'exists' }, false],
    ['not-exists', { path: 'map.z', is: 'not-exists' }, true],
    ['an empty text', { path: 'empty', is: 'is-empty' }, true],
    ['missing is empty', { path: 'no', is: 'is-empty' }, true],
    ['zero is not empty', { left: 0, is: 'is-empty' }, false],
    ['is-not-empty', { path: 'list', is: 'is-not-empty' }, true],
    ['is-type', { path: 'map', is: 'is-type', value: 'map' }, true],
    ['a part of a text', { path: 't', is: 'contains', value: 'üß' }, true],
    ['whatever its case', { path: 't', is: 'contains', value: 'GRÜ', ignoreCase: true }, true],
    ['an item of a list', { path: 'list', is: 'contains', value: 'a' }, true],
    ['missing contains nothing', { path: 'no', is: 'contains', value: 'a' }, false],
    ['not-contains, missing', { path: 'no', is: 'not-contains', value: 'a' }, true],
    ['contains-any', { path: 'list', is: 'contains-any', value: [7, 1] }, true],
    ['contains-all', { path: 'list', is: 'contains-all', value: [7, 1] }, false],
    ['starts-with', { path: 't', is: 'starts-with', value: 'Gr' }, true],
    ['ends-with', { path: 't', is: 'ends-with', value: 'ße' }, true],
    ['matches', { path: 't', is: 'matches', value: '^gr.ße$', ignoreCase: true }, true],
    ['longer-than', { path: 't', is: 'longer-than', value: 4 }, true],
    ['shorter-than', { path: 'list', is: 'shorter-than', value: 3 }, false],
    ['missing has no length', { path: 'no', is: 'shorter-than', value: 3 }, false],
    ['a character is what people count as one', { left: '👍', is: 'has-length', value: 1 }, true],
    ['17 is not at least 18', { left: 17, is: 'at-least', value: 18 }, false],
    ['18 is', { path: 'n', is: 'at-least', value: 18 }, true],
    ['greater-than', { left: 19, is: 'greater-than', value: 18 }, true],
    ['less-than', { path: 'n', is: 'less-than', value: 18 }, false],
    ['at-most', { path: 'n', is: 'at-most', value: 18 }, true],
    ['between', { path: 'n', is: 'between', value: [18, 20] }, true],
    ['digits count loosely', { path: 'digits', is: 'greater-than', value: 41, loose: true }, true],
    ['on either side', { path: 'n', is: 'between', value: ['17', ' 18 '], loose: true }, true],
    ['true and false too', { left: 'True', is: 'is-true', loose: true }, true],
    ['a missing number is not less', { path: 'no', is: 'less-than', value: 1 }, false],
    ['is-true', { path: 'yes', is: 'is-true' }, true],
    ['is-false, missing', { path: 'no', is: 'is-false' }, false],
    ['before', { path: 'at', is: 'before', value: '2026-05-09T11:00:00Z' }, true],
    ['after', { path: 'day', is: 'after', value: '2026-05-11' }, true],
    ['within-last', { path: 'at', is: 'within-last', value: '2d' }, true],
    ['not within the last hour', { path: 'at', is: 'within-last', value: '1h' }, false],
    ['within-next', { path: 'day', is: 'within-next', value: '3d' }, true],
    ['the same moment is not after', { path: 'at', is: 'after', value: '2026-05-09T10:00:00Z' }, false],
    ['but on or after', { path: 'at', is: 'on-or-after', value: '2026-05-09T10:00:00Z' }, true],
    ['on-or-before', { path: 'at', is: 'on-or-before', value: '2026-05-09T10:00:00Z' }, true],
    ['without an offset it is in UTC', { left: '2026-05-09T10:00', is: 'before', value: '2026-05-09T10:00:01Z' }, true],
    ['has-keys', { is: 'has-keys', value: ['n', 'none'] }, true],
    ['has-keys, not all', { is: 'has-keys', value: ['n', 'no'] }, false],
    ['a part of a path that is no map', { path: 't.length', is: 'exists' }, false],
    ['what an expression said', true, true],
    ['in a group too', { any: [false, { path: 'n', is: 'equals', value: 1 }] }, false],
    ['has-key, though null', { path: 'map', is: 'has-key', value: 'k' }, true],
    ['an inherited key is none', { path: 'map', is: 'has-key', value: 'toString' }, false],
    ['no path is the value itself', { is: 'has-key', value: 'n' }, true],
  ])('%s', (_, condition, expected) => {
    expect(ask(condition, item)).toBe(expected)
  })
})

test('all sixteen combinations of (a and b) or (c and d)', () => {
  const is = (path: string): Condition => ({ path, is: 'is-true' })
  const condition: Condition = { any: [{ all: [is('a'), is('b')] }, [is('c'), is('d')]] }
  for (let bits = 0; bits < 16; bits += 1) {
    const [a, b, c, d] = [1, 2, 4, 8].map((bit) => (bits & bit) !== 0) as [boolean, boolean, boolean, boolean]
    expect(ask(condition, { a, b, c, d })).toBe((a && b) || (c && d))
    expect(ask({ not: condition }, { a, b, c, d })).toBe(!((a && b) || (c && d)))
  }
})

test.each<[Condition, string]>([
  [{ left: 'x', is: 'greater-than', value: 1 }, 'the left side is a text, and "greater-than" judges a number'],
  [{ path: 'n', is: 'starts-with', value: 'x' }, '"n" is a number, and "starts-with" judges a text'],
  [{ left: 'soon', is: 'before', value: '2026-01-01' }, 'judges a date'],
  [{ left: 'x', is: 'contains', value: 1 }, 'a text can only contain a text'],
])('%j is a fault that says why', (condition, message) => {
  expect(() => ask(condition, { n: 1 })).toThrow(message)
})

test('a pattern that would hang another engine is matched at once', () => {
  expect(ask({ left: `${'a'.repeat(50_000)}!`, is: 'matches', value: '^(a+)+$' })).toBe(false)
})

test('a search that would take too long is a fault', () => {
  expect(() => ask({ left: 'ca'.repeat(4_000_000), is: 'matches', value: '^(.?){200}$' })).toThrow('takes too long')
})

test('a value that a part of one cannot be is not told, for it may be a secret', () => {
  expect(() => ask({ left: 'x', is: 'contains', value: ['hunter2'] })).toThrow(/^(?!.*hunter2)/)
})

test.each<[unknown, string]>([
  [{}, 'is required: an operator'],
  [{ is: 'equals', all: [{ is: 'exists' }], value: 1 }, 'cannot stand beside'],
  [{ path: 'a', any: [{ is: 'exists' }] }, 'belongs to a comparison'],
  [{ path: 'a', left: 1, is: 'exists' }, 'cannot stand beside'],
  [{ is: 'exists', value: 1 }, 'takes none'],
  [{ is: 'equals' }, 'is required'],
  [{ is: 'greater-than', value: 'x' }, 'does not fit'],
  [{ is: 'matches', value: '(' }, 'takes a pattern'],
  [{ is: 'within-last', value: 'soon' }, 'takes a duration'],
  [{ is: 'before', value: '2026-02-31' }, 'takes a date'],
  [{ is: 'between', value: [9, 1] }, 'the smaller first'],
  [{ is: 'greater-than', value: 'many', loose: true }, 'takes a number'],
  [{ is: 'greater-than', value: '{{ 1 + 1 }}' }, 'takes a number'],
  [{ is: 'between', value: [1] }, 'does not fit'],
  [{ path: '__proto__.x', is: 'exists' }, '__proto__'],
])('%j is refused', (condition, message) => {
  const parsed = conditionSchema.safeParse(condition)
  expect(JSON.stringify(parsed.error?.issues)).toContain(message)
})

test('an opposite is the opposite whatever the value, where the value can be judged', () => {
  const pairs: readonly [keyof typeof operators, keyof typeof operators][] = [
    ['equals', 'not-equals'],
    ['exists', 'not-exists'],
    ['is-empty', 'is-not-empty'],
  ]
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.constantFrom(...pairs), (left, value, [one, other]) => {
      const withValue = 'value' in operators[one] ? { value: value as Json } : {}
      expect(ask({ left: left as Json, is: one, ...withValue })).toBe(!ask({ left: left as Json, is: other, ...withValue }))
    }),
  )
})

test('its JSON Schema tells editors what each operator judges and takes', () => {
  const schema = JSON.stringify(z.toJSONSchema(conditionSchema, { io: 'input' }))
  expect(schema).toContain('"greater-than":{"kinds":["number"],"value":{"type":"number","description":"a number"}}')
  expect(schema).toContain('"exists":{}')
})

test('every operator has a name that reads as one', () => {
  for (const name of operatorNames) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
})

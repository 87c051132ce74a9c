import { expect, test } from 'vitest'
import type { Column } from './column.ts'
import { columnChanges, columnOf, draftMistakes, draftOf, newDraft } from './column-drafts.ts'

const email: Column = { name: 'email', type: 'string', required: true, unique: true }
const age: Column = { name: 'age', type: 'number', default: 18 }

test('columns that are left as they are need no change', () => {
  expect(columnChanges([email, age].map(draftOf))).toEqual([])
  expect(columnOf(draftOf(age))).toEqual(age)
})

test('a column is renamed first, then of another type, then marked; removed ones go before, new ones come after', () => {
  const drafts = [
    { ...draftOf(email), isRemoved: true },
    { ...draftOf(age), name: 'email', type: 'string' as const, required: true, fallback: '' },
    { ...newDraft('1'), name: 'company', type: 'pointer' as const, table: 'company', index: true },
  ]
  expect(columnChanges(drafts)).toEqual([
    { type: 'remove', column: 'email' },
    { type: 'rename', column: 'age', to: 'email' },
    { type: 'retype', column: 'email', to: 'string' },
    { type: 'set', column: 'email', required: true, default: null },
    { type: 'add', column: { name: 'company', type: 'pointer', table: 'company', index: true } },
  ])
})

test('marks that a type cannot have are taken away with it', () => {
  const drafts = [{ ...draftOf(email), type: 'json' as const }]
  expect(columnChanges(drafts)).toEqual([
    { type: 'retype', column: 'email', to: 'json' },
    { type: 'set', column: 'email', unique: false },
  ])
})

test('what cannot be is said where it stands', () => {
  const draft = { ...newDraft('1'), name: 'email' }
  expect(draftMistakes(draft, [draftOf(email), draft])).toEqual({ name: 'There is one called email already.' })
  expect(draftMistakes({ ...draft, name: '2nd' }, [])).toEqual({ name: expect.stringContaining('letter') })
  expect(draftMistakes({ ...draft, name: 'a', type: 'pointer' }, [])).toEqual({ table: expect.stringContaining('table') })
  expect(draftMistakes({ ...draft, name: 'a', type: 'number', fallback: 'x' }, [])).toEqual({ fallback: expect.stringContaining('number') })
  expect(draftMistakes({ ...draft, isRemoved: true }, [draftOf(email)])).toEqual({})
})

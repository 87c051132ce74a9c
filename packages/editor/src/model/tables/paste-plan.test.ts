import { expect, test } from 'vitest'
import type { Column, TableRecord } from './column.ts'
import { changedSince, planPaste, undoPaste, withSeen } from './paste-plan.ts'

const columns: readonly Column[] = [
  { name: 'email', type: 'string' },
  { name: 'age', type: 'number' },
  { name: 'id', type: 'string' },
]
const rows = [
  { id: 'a', email: 'a@x', age: 1 },
  { id: 'b', email: 'b@x' },
]
const paste = (text: string, row: number, column: number) => planPaste({ text, from: { row, column }, table: 't', columns, rows })

test('one cell is written like one that is typed', () => {
  expect(paste('7\n', 0, 1)).toEqual({ type: 'cell', record: rows[0], column: columns[1], value: 7 })
  expect(paste('x', 0, 2)).toMatchObject({ type: 'refused' })
  expect(paste('old', 0, 1)).toMatchObject({ type: 'refused', reason: expect.stringContaining('age') })
})

test('rows go over what is there, and beyond the last one they are new', () => {
  expect(paste('c@x\t3\td\t\nd@x\t\t\n', 1, 0)).toEqual({
    type: 'rows',
    operations: [
      { type: 'update', table: 't', id: 'b', changes: { email: 'c@x', age: 3 } },
      { type: 'insert', table: 't', record: { email: 'd@x' } },
    ],
  })
})

test('rows with the names of the columns go where they came from, wherever one stands', () => {
  expect(paste('email\tage\tid\nc@x\t3\td', 0, 1)).toEqual({
    type: 'rows',
    operations: [{ type: 'update', table: 't', id: 'a', changes: { email: 'c@x', age: 3 } }],
  })
})

test('what does not fit refuses all of it and says where', () => {
  expect(paste('c@x\t3\nd@x\told', 0, 0)).toMatchObject({ type: 'refused', reason: expect.stringMatching(/^Row 2, age/) })
})

test('what was pasted is set back only where nobody has changed it since', () => {
  const plan = paste('c@x\t3\nd@x\t4', 1, 0)
  if (plan.type !== 'rows') throw new Error(plan.type)
  const written = [
    { id: 'b', updatedAt: '1' },
    { id: 'c', updatedAt: '2' },
  ]
  expect(undoPaste(plan.operations, written, rows)).toEqual([
    { type: 'update-where', table: 't', where: { id: 'b', updatedAt: '1' }, changes: { email: 'b@x', age: null } },
    { type: 'delete-where', table: 't', where: { id: 'c', updatedAt: '2' } },
  ])
})

test('what others have set in the same cells stands against it, and what they have done beside does not', () => {
  const plan = paste('c@x\t3\nd@x\t4\ne@x\t5', 0, 0)
  if (plan.type !== 'rows') throw new Error(plan.type)
  const byId = (records: readonly TableRecord[]) => new Map(records.map((record) => [record.id, record]))
  const now = [
    { id: 'a', email: 'a@x', age: 2, updatedAt: '1' },
    { id: 'b', email: 'b@x', age: 4, note: 'theirs', updatedAt: '2' },
  ]
  expect(changedSince(plan.operations, byId(rows), byId(now))).toEqual([now[0]])
  expect(changedSince(plan.operations, byId(now), byId(now))).toEqual([])
  expect(withSeen(plan.operations, byId(now))).toMatchObject([
    { id: 'a', changes: { email: 'c@x', age: 3, updatedAt: '1' } },
    { id: 'b', changes: { email: 'd@x', age: 4, updatedAt: '2' } },
    { type: 'insert', record: { email: 'e@x', age: 5 } },
  ])
})

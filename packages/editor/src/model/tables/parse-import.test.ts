import { describe, expect, test } from 'vitest'
import {
  counted,
  looseLinks,
  namesOffered,
  progressSum,
  type ReviewedClass,
  sharedNotes,
  shareOf,
  shownStatus,
  sumOf,
} from './parse-import.ts'

const order: ReviewedClass = {
  class: 'Order',
  table: 'Order',
  records: 200,
  existing: null,
  columns: [{ name: 'total' }, { name: 'customer', table: 'client' }, { name: 'login', table: 'Session' }],
  isOffered: true,
}
const customer: ReviewedClass = {
  ...{ class: 'Customer', table: 'client', records: 50, existing: null, isOffered: true },
  columns: [{ name: 'parent', table: 'client' }],
}
const session: ReviewedClass = { class: '_Session', table: null, records: null, existing: null, columns: [], isOffered: false }
const classes = [order, customer, session]
const both = new Set(['Order', 'Customer', '_Session'])

describe('what is chosen of a Parse server', () => {
  test('counts classes and records of what is chosen and offered', () => {
    expect(namesOffered(classes)).toEqual(['Order', 'Customer'])
    expect(sumOf(classes, both)).toEqual({ classes: 2, records: 250 })
    expect(sumOf(classes, new Set())).toEqual({ classes: 0, records: 0 })
  })

  test('tells links to a table that is left behind', () => {
    expect(looseLinks(classes, both)).toEqual([])
    expect(looseLinks(classes, new Set(['Order']))).toEqual([{ class: 'Order', column: 'customer', target: 'client' }])
    expect(looseLinks(classes, new Set(['Customer']))).toEqual([])
  })

  test('says once what is said of every class', () => {
    const post = { isOffered: true, notes: ['No ACLs.', 'A field is left out.'] }
    const tag = { isOffered: true, notes: ['No ACLs.'] }
    expect(sharedNotes([post, tag, { isOffered: false, notes: [] }])).toEqual(['No ACLs.'])
    expect(sharedNotes([post])).toEqual([])
  })

  test('takes a table that an earlier import has filled for one that is there', () => {
    expect(looseLinks([order, { ...customer, existing: 50 }], new Set(['Order']))).toEqual([])
    expect(looseLinks([order, { ...customer, existing: 0 }], new Set(['Order']))).toHaveLength(1)
  })
})

describe('how far an import is', () => {
  test('is whole when it is done, whatever was counted, and not before', () => {
    expect(shareOf({ records: 0, imported: 0 }, true)).toBe(1)
    expect(shareOf({ records: 200, imported: 190 }, true)).toBe(1)
    expect(shareOf({ records: 0, imported: 0 }, false)).toBe(0)
    expect(shareOf({ records: 200, imported: 50 }, false)).toBe(0.25)
    expect(shareOf({ records: 200, imported: 210 }, false)).toBe(0.99)
  })

  test('goes on while its execution waits for a moment', () => {
    expect(shownStatus('waiting')).toBe('running')
    expect(shownStatus('paused')).toBe('paused')
    expect(shownStatus('queued')).toBe('queued')
  })

  test('is the sum of its classes', () => {
    const sum = progressSum([
      { records: 200, imported: 100 },
      { records: 50, imported: 50 },
    ])
    expect(sum).toEqual({ records: 250, imported: 150 })
  })

  test('says one and several', () => {
    expect(counted(1, 'record')).toBe('1 record')
    expect(counted(12_500, 'record')).toBe(`${(12_500).toLocaleString()} records`)
    expect(counted(2, 'class', 'classes')).toBe('2 classes')
  })
})

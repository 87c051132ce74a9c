import { expect, test } from 'vitest'
import { retentionFindings } from './check-retention.ts'

const day = 24 * 60 * 60_000
const busy = { executions: 1_000_000, bytes: 1.2e9, spanMs: day, freeBytes: 10.8e9, canShrink: true, successAge: '30d', totalBytes: 'none' }

test('says when the disk is full and what the limit will hold', () => {
  expect(retentionFindings(busy)).toMatchObject([
    { status: 'warning', message: 'at 1.2 GB a day the disk is full in 9 days; the limit of 30 days will hold 36 GB' },
  ])
})

test.each([
  ['the limit is reached first', { ...busy, successAge: '7d' }],
  ['the bytes are limited', { ...busy, totalBytes: '5GB' }],
  ['there is room for more than a month', { ...busy, freeBytes: 1e12, successAge: 'none' }],
  ['next to nothing has run', { ...busy, executions: 3, spanMs: 5_000 }],
])('it is no warning when %s', (_, facts) => {
  expect(retentionFindings(facts)).toMatchObject([{ status: 'ok' }])
})

test('a database that cannot shrink is told', () => {
  expect(retentionFindings({ ...busy, canShrink: false, totalBytes: '5GB' })).toMatchObject([{ status: 'ok' }, { status: 'warning' }])
})

import { parseWorkflow } from '@millrace/engine'
import { expect, test } from 'vitest'
import { createStandardCatalog } from '../standard-catalog.ts'
import { email } from './email.ts'

function look(params: object) {
  const looking = email.look?.({ connection: 'office', ...params })
  if (looking === undefined) throw new Error('It looks.')
  return looking
}

const mail = (uid: number, messageId: string | null = `<m${uid}@example.com>`) => ({ uid, uidValidity: '9', messageId })

test.each([{}, { from: 'beginning' }, { sender: 'zoe', subject: 'invoice', attachments: 'files', every: '10s' }])(
  '%j makes a sound workflow to look with',
  (params) => {
    const source = JSON.stringify({ id: 'look', nodes: look(params).nodes })
    const parsed = parseWorkflow(source, createStandardCatalog())
    expect(parsed.ok ? [] : parsed.problems).toEqual([])
  },
)

test('a mail is itself by its Message-ID, and the last one is where to go on', () => {
  expect(look({}).read([mail(3), mail(5, null)], null)).toEqual({
    items: [
      { id: '<m3@example.com>', item: mail(3) },
      { id: '9:5', item: mail(5, null) },
    ],
    cursor: { uid: 5, uidValidity: '9' },
    hasMore: false,
  })
  expect(
    look({}).read(
      Array.from({ length: 25 }, (_, index) => mail(index)),
      null,
    ).hasMore,
  ).toBe(true)
})

const arrived = (uid: number, uidValidity: string, date: string) => ({ ...mail(uid), uidValidity, date })

test('numbered anew, mails are read by their arrival until all of them are, and by their UID from then on', () => {
  const { read } = look({})
  const first = '2027-03-01T09:00:00.000Z'
  const second = '2027-03-01T09:00:01.000Z'
  const cursor = { uid: 70, uidValidity: '9', arrivedAt: first }
  expect(read([arrived(71, '9', '2027-02-01T09:00:00.000Z')], cursor).cursor).toEqual({ ...cursor, uid: 71 })
  const page = Array.from({ length: 26 }, (_, index) => arrived(index + 1, '10', second))
  expect(read(page, cursor)).toMatchObject({ cursor: { uid: 70, uidValidity: '9', arrivedAt: second }, hasMore: true })
  const rest = [arrived(40, '10', first), arrived(30, '10', second)].map((one) => ({ ...one, uidNext: 71 }))
  expect(read(rest, cursor)).toMatchObject({ cursor: { uid: 70, uidValidity: '10', arrivedAt: second }, hasMore: false })
  expect(read([], cursor).cursor).toEqual(cursor)
})

test('a page that ended early, for its mails are large, is followed by the next one at once', () => {
  const large = { ...mail(3), text: 'x'.repeat(11_000_000), html: 'x'.repeat(10_000_000) }
  expect(look({}).read([large], { uid: 1, uidValidity: '9' }).hasMore).toBe(true)
  expect(look({}).read([mail(3)], { uid: 1, uidValidity: '9' }).hasMore).toBe(false)
})

test('where nothing is new, the next look goes on where this one did', () => {
  expect(look({}).read([], { uid: 5, uidValidity: '9' }).cursor).toEqual({ uid: 5, uidValidity: '9' })
  expect(look({}).read([], null).cursor).toEqual({ uid: 0, uidValidity: '' })
})

test('looks no more often than every ten seconds', () => {
  expect(email.checkParams({ connection: 'office', every: '5s' })).toHaveLength(1)
  expect(look({ every: '10s' }).everyMs).toBe(10_000)
})

test('goes on where it was, unless it looks at other mails', () => {
  const sourceOf = (params: object) => look(params).source
  expect(sourceOf({ attachments: 'files', withBody: false, every: '5m', from: 'beginning' })).toEqual(sourceOf({}))
  for (const other of [{ connection: 'other' }, { folder: 'Sent' }, { sender: 'zoe' }, { to: 'ann' }, { subject: 'x' }, { unseen: true }])
    expect(sourceOf(other)).not.toEqual(sourceOf({}))
})

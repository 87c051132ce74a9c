import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { dateFormatNode } from './format.ts'

test.each([
  ['yyyy-MM-dd HH:mm:ss ZZ', {}, '2026-11-21 08:05:09 +00:00'],
  ['d.M.yy h:mm a', { timezone: 'America/New_York' }, '21.11.26 3:05 AM'],
  ["kkkk-'W'WW", {}, '2026-W47'],
  ['EEE d MMM', { locale: 'fr' }, 'sam. 21 nov.'],
  ['q', {}, '4'],
])('%s', async (format, options, expected) => {
  expect(await testNode(dateFormatNode, { with: { format, ...options }, input: '2026-11-21T08:05:09Z' })).toMatchObject({
    output: expected,
  })
})

test('a language that nobody knows is written as English', async () => {
  expect(await testNode(dateFormatNode, { with: { format: 'MMMM', locale: 'xx' }, input: 0 })).toMatchObject({ output: 'January' })
})

test('what is no date is refused', async () => {
  await expect(testNode(dateFormatNode, { with: { format: 'd' }, input: 'soon' })).rejects.toMatchObject({ code: 'BAD_DATE' })
})

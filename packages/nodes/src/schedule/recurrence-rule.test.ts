import { expect, test } from 'vitest'
import { readRule } from './recurrence-rule.ts'

test.each(['RRULE:FREQ=WEEKLY;BYDAY=MO', ' freq=weekly;byday=mo ', 'FREQ=WEEKLY;BYDAY=MO;'])(
  '%j is read, however a calendar writes it',
  (text) => {
    expect(readRule(text)).toEqual(readRule('FREQ=WEEKLY;BYDAY=MO'))
  },
)

test.each([
  ['', 'needs FREQ'],
  ['tomorrow', 'none of FREQ'],
  ['INTERVAL=2', 'needs FREQ'],
  ['FREQ=HOURLY', 'use "every"'],
  ['FREQ=DAILY;BYHOUR=24', 'BYHOUR=24'],
  ['FREQ=DAILY;BYMINUTE=', 'BYMINUTE='],
  ['FREQ=DAILY;BYSECOND=3', 'minute'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
  ['FREQ=DAILY;INTERVAL=1001', 'INTERVAL'],
  ['FREQ=DAILY;INTERVAL=2=3', 'INTERVAL'],
  ['FREQ=DAILY;COUNT=3', '"until"'],
  ['FREQ=DAILY;UNTIL=20270101', '"until"'],
  ['FREQ=DAILY;FREQ=WEEKLY', 'twice'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'FREQ=MONTHLY'],
  ['FREQ=WEEKLY;WKST=XX', 'WKST'],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;BYHOUR=1,2', 'one time of day'],
  ['FREQ=DAILY;BYSETPOS=1', 'name them'],
  ['FREQ=MONTHLY;BYDAY=54MO', 'BYDAY=54MO'],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'FREQ=WEEKLY'],
  ['FREQ=MONTHLY;BYYEARDAY=1', 'FREQ=MONTHLY'],
  ['FREQ=DAILY;BYWEEKNO=1', 'FREQ=DAILY'],
  ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO', 'BYWEEKNO'],
  ['FREQ=SECONDLY', 'use "every"'],
  ['FREQ=DAILY\nDTSTART:20270101T000000Z', 'FREQ'],
])('%j is refused, and why', (text, reason) => {
  expect(() => readRule(text)).toThrow(reason)
})

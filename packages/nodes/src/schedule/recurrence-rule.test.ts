import { Cron } from 'croner'
import { expect, test } from 'vitest'
import { type RuleStart, readRule, ruleSentence, ruleTimes } from './recurrence-rule.ts'

const berlin = { timezone: 'Europe/Berlin', from: undefined }

function next(text: string, after: string, count: number, start: RuleStart = berlin): readonly string[] {
  const times = ruleTimes(readRule(text), start)
  const found: string[] = []
  for (let at = times(Date.parse(after)); at !== undefined && found.length < count; at = times(at))
    found.push(new Date(at).toISOString().slice(0, 16))
  return found
}

test.each([
  ['every second Monday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9', ['2026-11-02T08:00', '2026-11-16T08:00', '2026-11-30T08:00']],
  [
    'the last Friday, twice',
    'FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9,17;BYMINUTE=30',
    ['2026-11-27T08:30', '2026-11-27T16:30', '2026-12-25T08:30'],
  ],
  ['the last working day', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', ['2026-11-29T23:00', '2026-12-30T23:00', '2027-01-28T23:00']],
  ['the last day', 'FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=12', ['2026-11-30T11:00', '2026-12-31T11:00', '2027-01-31T11:00']],
  ['a day of leap years', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', ['2028-02-28T23:00', '2032-02-28T23:00', '2036-02-28T23:00']],
  ['a Sunday of leap years', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU', ['2032-02-28T23:00', '2060-02-28T23:00', '2088-02-28T23:00']],
  ['a week of the year', 'FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU', ['2027-01-02T23:00', '2033-01-01T23:00', '2038-01-02T23:00']],
  ['as calendars export it', 'RRULE:freq=weekly', ['2026-11-01T23:00', '2026-11-08T23:00', '2026-11-15T23:00']],
])('%s', (_, text, times) => {
  expect(next(text, '2026-11-01T00:00:00Z', 3)).toEqual(times)
})

test('what a rule leaves open is as in its beginning, from which intervals are counted', () => {
  const start = { timezone: 'Europe/Berlin', from: Date.parse('2026-12-02T13:45:00Z') }
  expect(next('FREQ=WEEKLY;INTERVAL=3', '2026-12-01T00:00:00Z', 3, start)).toEqual([
    '2026-12-02T13:45',
    '2026-12-23T13:45',
    '2027-01-13T13:45',
  ])
  expect(next('FREQ=MONTHLY', '2026-12-01T00:00:00Z', 2, start)).toEqual(['2026-12-02T13:45', '2027-01-02T13:45'])
})

test('summer time means the same for a rule as for cron', () => {
  const rule = 'FREQ=DAILY;BYHOUR=2;BYMINUTE=30'
  expect(next(rule, '2027-03-26T12:00:00Z', 3)).toEqual(['2027-03-27T01:30', '2027-03-28T01:00', '2027-03-29T00:30'])
  expect(next(rule, '2027-10-29T12:00:00Z', 3)).toEqual(['2027-10-30T00:30', '2027-10-31T00:30', '2027-11-01T01:30'])
})

test.each([
  ['FREQ=DAILY;BYHOUR=7;BYMINUTE=45', '45 7 * * *'],
  ['FREQ=DAILY;BYHOUR=0,23;BYMINUTE=0,30', '0,30 0,23 * * *'],
  ['FREQ=WEEKLY;BYDAY=TU,SA;BYHOUR=6', '0 6 * * TUE,SAT'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15,31', '0 0 1,15,31 * *'],
  ['FREQ=YEARLY;BYMONTH=3,10;BYMONTHDAY=28,31;BYHOUR=2;BYMINUTE=15', '15 2 28,31 3,10 *'],
])('%s is %s, in every zone, wherever one begins', (text, cron) => {
  for (const timezone of ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu']) {
    const times = ruleTimes(readRule(text), { timezone, from: undefined })
    const pattern = new Cron(cron, { timezone, fixedTimeRule: 'no-wildcard' })
    let at = Date.parse('2011-09-20T11:13:17Z')
    for (let turn = 0; turn < 60; turn++) {
      const expected = pattern.nextRun(new Date(at))?.getTime()
      expect(times(at), `${timezone} after ${new Date(at).toISOString()}`).toBe(expected)
      at = (expected ?? at) + (turn % 7) * 3_600_000 * (turn % 3)
    }
  }
})

test.each([
  ['', 'none of FREQ'],
  ['tomorrow', 'none of FREQ'],
  ['INTERVAL=2', 'needs FREQ'],
  ['FREQ=HOURLY', 'use "every"'],
  ['FREQ=DAILY;BYHOUR=24', 'BYHOUR=24'],
  ['FREQ=DAILY;BYMINUTE=', 'BYMINUTE='],
  ['FREQ=DAILY;BYSECOND=3', 'minute'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
  ['FREQ=DAILY;INTERVAL=101', 'INTERVAL'],
  ['FREQ=DAILY;COUNT=3', '"until"'],
  ['FREQ=DAILY;UNTIL=20270101', '"until"'],
  ['FREQ=DAILY;FREQ=WEEKLY', 'twice'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'FREQ=MONTHLY'],
  ['FREQ=WEEKLY;WKST=XX', 'WKST'],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;BYHOUR=1,2', 'one time of day'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'never comes to pass'],
  ['FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=30', 'never comes to pass'],
  ['FREQ=DAILY\nDTSTART:20270101T000000Z', 'FREQ'],
])('%j is refused, and why', (text, reason) => {
  expect(() => readRule(text)).toThrow(reason)
})

test('says in words when it starts', async () => {
  expect(await ruleSentence(readRule('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9'), berlin)).toBe(
    'Every 2 weeks on Monday at 09:00 (Europe/Berlin)',
  )
  expect(await ruleSentence(readRule('FREQ=DAILY;BYHOUR=1,2,3,4;BYMINUTE=0,30'), berlin)).toBe(
    'Every day at 01:00, 01:30, 02:00, 02:30, 03:00, 03:30 and 2 more times (Europe/Berlin)',
  )
})

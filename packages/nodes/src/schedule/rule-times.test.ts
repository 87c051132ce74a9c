import { Cron } from 'croner'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { type RuleStart, readRule } from './recurrence-rule.ts'
import { ruleTimes } from './rule-times.ts'

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
  ['each Monday', 'FREQ=WEEKLY', ['2026-11-01T23:00', '2026-11-08T23:00', '2026-11-15T23:00']],
  ['a week, on Monday', 'FREQ=YEARLY;BYWEEKNO=20', ['2027-05-16T22:00', '2028-05-14T22:00', '2029-05-13T22:00']],
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

test('a midnight that comes twice fires the first time, and one that is skipped at the first moment after it', () => {
  const azores = { timezone: 'Atlantic/Azores', from: undefined }
  expect(next('FREQ=DAILY;BYMINUTE=30', '2024-10-26T12:00:00Z', 2, azores)).toEqual(['2024-10-27T00:30', '2024-10-28T01:30'])
  const beirut = { timezone: 'Asia/Beirut', from: undefined }
  expect(next('FREQ=DAILY;BYMINUTE=30', '2024-03-30T12:00:00Z', 2, beirut)).toEqual(['2024-03-30T22:00', '2024-03-31T21:30'])
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

// The examples of RFC 5545 §3.8.5.3: each begins at nine in New York, and goes on where the RFC counts.
test.each([
  ['FREQ=DAILY', '1997-09-02', '1997-09-03 1997-09-04'],
  ['FREQ=DAILY;INTERVAL=2', '1997-09-02', '1997-09-04 1997-09-06 1997-09-08'],
  ['FREQ=DAILY;INTERVAL=10', '1997-09-02', '1997-09-12 1997-09-22 1997-10-02 1997-10-12'],
  ['FREQ=YEARLY;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA', '1998-01-30', '1998-01-31 1999-01-01 1999-01-02'],
  ['FREQ=DAILY;BYMONTH=1', '1998-01-30', '1998-01-31 1999-01-01 1999-01-02'],
  ['FREQ=WEEKLY', '1997-09-02', '1997-09-09 1997-09-16 1997-09-23'],
  ['FREQ=WEEKLY;INTERVAL=2;WKST=SU', '1997-09-02', '1997-09-16 1997-09-30 1997-10-14 1997-10-28'],
  ['FREQ=WEEKLY;WKST=SU;BYDAY=TU,TH', '1997-09-02', '1997-09-04 1997-09-09 1997-09-11'],
  ['FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR', '1997-09-01', '1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29'],
  ['FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH', '1997-09-02', '1997-09-04 1997-09-16 1997-09-18 1997-09-30'],
  ['FREQ=MONTHLY;BYDAY=1FR', '1997-09-05', '1997-10-03 1997-11-07 1997-12-05 1998-01-02'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU', '1997-09-07', '1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01'],
  ['FREQ=MONTHLY;BYDAY=-2MO', '1997-09-22', '1997-10-20 1997-11-17 1997-12-22 1998-01-19'],
  ['FREQ=MONTHLY;BYMONTHDAY=-3', '1997-09-28', '1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26'],
  ['FREQ=MONTHLY;BYMONTHDAY=2,15', '1997-09-02', '1997-09-15 1997-10-02 1997-10-15'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,-1', '1997-09-30', '1997-10-01 1997-10-31 1997-11-01 1997-11-30'],
  ['FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11,12,13,14,15', '1997-09-14', '1997-09-15 1999-03-10 1999-03-11'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=TU', '1997-09-23', '1997-09-30 1997-11-04 1997-11-11 1997-11-18 1997-11-25 1998-01-06'],
  ['FREQ=YEARLY;BYMONTH=6,7', '1997-06-10', '1997-07-10 1998-06-10 1998-07-10'],
  ['FREQ=YEARLY;INTERVAL=2;BYMONTH=1,2,3', '1997-03-10', '1999-01-10 1999-02-10 1999-03-10 2001-01-10'],
  ['FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200', '1997-01-01', '1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01'],
  ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19', '1998-05-18 1999-05-17'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997-05-12', '1998-05-11 1999-05-17'],
  ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH', '1997-03-13', '1997-03-20 1997-03-27 1998-03-05 1998-03-12'],
  ['FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8', '1997-08-21', '1997-08-28 1998-06-04 1998-06-11'],
  ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '1997-09-02', '1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13'],
  ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13', '1997-09-13', '1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07'],
  ['FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', '1996-11-05', '2000-11-07 2004-11-02'],
  ['FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04', '1997-10-07 1997-11-06'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2', '1997-09-29', '1997-10-30 1997-11-27 1997-12-30 1998-01-29'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO', '1997-08-05', '1997-08-10 1997-08-19 1997-08-24'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU', '1997-08-05', '1997-08-17 1997-08-19 1997-08-31'],
  ['FREQ=MONTHLY;BYMONTHDAY=15,30', '2007-01-15', '2007-01-30 2007-02-15 2007-03-15 2007-03-30'],
])('%s from %s, as the RFC has it', (text, first, days) => {
  const timezone = 'America/New_York'
  const from = DateTime.fromISO(`${first}T09:00`, { zone: timezone }).toMillis()
  const found = next(text, new Date(from).toISOString(), days.split(' ').length, { timezone, from })
  expect(found.map((at) => DateTime.fromISO(`${at}Z`).setZone(timezone).toFormat('yyyy-MM-dd HH:mm'))).toEqual(
    days.split(' ').map((day) => `${day} 09:00`),
  )
})

test('every twenty minutes of a day are hours and minutes of it', () => {
  const rule = 'FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40'
  expect(next(rule, '1997-09-02T14:30:00Z', 3)).toEqual(['1997-09-02T14:40', '1997-09-03T07:00', '1997-09-03T07:20'])
})

test.each([
  ['what is before the first day of a week still counts among its days', 'FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1', '2027-01-05', '2027-01-11'],
  ['an interval of days from its own first day', 'FREQ=DAILY;INTERVAL=7;BYDAY=TU', '2028-01-11', '2028-01-11'],
  ['a weekday and a numbered one', 'FREQ=MONTHLY;BYDAY=MO,-1FR', '2027-01-26', '2027-01-29'],
  ['a week that began in the year before', 'FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR', '2027-01-01', '2027-01-01'],
  ['a first week that begins in the year before', 'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO', '2024-02-01', '2024-12-30'],
  ['a year that has 366 days', 'FREQ=YEARLY;BYYEARDAY=366', '2027-01-01', '2028-12-31'],
  ['the 29 February after one that is none', 'FREQ=YEARLY', '2096-02-29', '2096-02-29'],
])('%s', (_, text, first, day) => {
  const from = Date.parse(`${first}T00:00:00Z`)
  expect(next(text, new Date(from - 1).toISOString(), 1, { timezone: 'UTC', from })).toEqual([`${day}T00:00`])
})

test.each([
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
  'FREQ=YEARLY;BYMONTH=2;BYWEEKNO=35',
  'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2',
  'FREQ=YEARLY;BYMONTHDAY=1;BYYEARDAY=2',
])('%s from a Tuesday never comes to pass', (text) => {
  expect(next(text, '2028-01-01T00:00:00Z', 1, { timezone: 'UTC', from: Date.parse('2028-01-11T00:00:00Z') })).toEqual([])
})

test('ends with the year 2999, as cron does', () => {
  expect(next('FREQ=YEARLY', '2998-06-01T00:00:00Z', 3, { timezone: 'UTC', from: undefined })).toEqual(['2999-01-01T00:00'])
  expect(next('FREQ=DAILY', '2999-12-30T12:00:00Z', 3, { timezone: 'UTC', from: undefined })).toEqual(['2999-12-31T00:00'])
  expect(next('FREQ=DAILY', '9999-06-01T00:00:00Z', 1)).toEqual([])
})

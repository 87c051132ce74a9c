import type { JsonObject } from '@millrace/engine'
import { expect, test } from 'vitest'
import { schedule } from './schedule.ts'

function timesOf(written: JsonObject) {
  const times = schedule.times?.(written)
  if (times === undefined) throw new Error('A schedule has times.')
  return times
}

function next(written: JsonObject, after: string, count: number): readonly string[] {
  const times = timesOf(written)
  const found: string[] = []
  let at: number | undefined = Date.parse(after)
  while (found.length < count) {
    at = times.next(at)
    if (at === undefined) break
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'))
  }
  return found
}

test.each(['* * * * *', '0 9 * * MON-FRI', '30 0 9 1,15 * *', '*/15 9-17 * * 1-5', '@daily', '0 0 L * *', '0 0 * * FRI#2'])(
  '%s is cron',
  (cron) => {
    expect(schedule.checkParams({ cron })).toEqual([])
  },
)

test.each(['* * *', '* * * * * * *', 'tomorrow', ''])('%j is told which fields there are', (cron) => {
  const message =
    'is no cron expression: it has five fields (minute, hour, day of the month, month, day of the week), or six with the second in front.'
  expect(schedule.checkParams({ cron })).toMatchObject([{ message }])
})

test.each(['99 * * * *', '* * *', '* * * * * * *', '@reboot', 'tomorrow', '', '0 0 30 2 *', '* * * * MOON'])('%j is not', (cron) => {
  expect(schedule.checkParams({ cron })).toMatchObject([{ path: ['cron'] }])
})

test.each([
  [{ cron: '0 0 * * *', every: '1h' }, ['every']],
  [{ every: '10ms' }, ['every']],
  [{ every: 'soon' }, ['every']],
  [{ timezone: 'Mars/Olympus' }, ['timezone']],
  [{ timezone: 'local' }, ['timezone']],
  [{ jitter: '2h' }, ['jitter']],
  [{ overlap: 'parallel' }, ['overlap']],
  [{ from: 'monday' }, ['from']],
  [{ cron: '0 0 * * *', rrule: 'FREQ=DAILY' }, ['rrule']],
  [{ every: '1h', rrule: 'FREQ=DAILY' }, ['rrule']],
  [{ rrule: 'FREQ=OFTEN' }, ['rrule']],
  [{ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, ['rrule']],
  [{ rrule: 'FREQ=DAILY;INTERVAL=7;BYDAY=MO', from: '2028-01-11T00:00:00Z' }, ['rrule']],
  [{ from: '2028-01-11T00:00:00Z', until: '2028-01-10T00:00:00Z' }, ['until']],
  [{ except: ['christmas'] }, ['except', 0]],
])('%j is a mistake', (written, path) => {
  expect(schedule.checkParams(written as JsonObject)).toMatchObject([{ path }])
})

test.each([
  { rrule: 'FREQ=DAILY;INTERVAL=7;BYDAY=TU', from: '2028-01-11T00:00:00Z' },
  { rrule: 'FREQ=DAILY;INTERVAL=7;BYDAY=MO', from: '{{ vars.from }}', until: '2028-01-10T00:00:00Z' },
  { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', timezone: '{{ vars.zone }}' },
])('%j is none', (written) => {
  expect(schedule.checkParams(written)).toEqual([])
})

test('with neither cron nor interval it starts at each full hour', () => {
  expect(next({}, '2027-01-01T00:00:00Z', 2)).toEqual(['2027-01-01T01:00Z', '2027-01-01T02:00Z'])
})

test('goes by the clock of its time zone', () => {
  expect(next({ cron: '0 9 * * *', timezone: 'Asia/Tokyo' }, '2027-01-01T00:00:00Z', 2)).toEqual(['2027-01-02T00:00Z', '2027-01-03T00:00Z'])
})

const berlin = 'Europe/Berlin'

test('a time that summer time skips fires at the first moment after it', () => {
  expect(next({ cron: '30 2 * * *', timezone: berlin }, '2027-03-27T12:00:00Z', 2)).toEqual(['2027-03-28T01:00Z', '2027-03-29T00:30Z'])
})

test('a time that comes twice fires once, the first time, also in a list of hours', () => {
  expect(next({ cron: '30 2 * * *', timezone: berlin }, '2027-10-30T12:00:00Z', 2)).toEqual(['2027-10-31T00:30Z', '2027-11-01T01:30Z'])
  expect(next({ cron: '30 1-2 * * *', timezone: berlin }, '2027-10-30T22:00:00Z', 3)).toEqual([
    '2027-10-30T23:30Z',
    '2027-10-31T00:30Z',
    '2027-11-01T00:30Z',
  ])
})

test('a time that is skipped just before midnight fires at midnight', () => {
  const nuuk = { timezone: 'America/Nuuk' }
  const atMidnight = ['2026-03-29T01:00Z', '2026-03-30T00:30Z']
  expect(next({ cron: '30 23 * * *', ...nuuk }, '2026-03-28T12:00:00Z', 2)).toEqual(atMidnight)
  expect(next({ rrule: 'FREQ=DAILY;BYHOUR=23;BYMINUTE=30', ...nuuk }, '2026-03-28T12:00:00Z', 2)).toEqual(atMidnight)
  expect(next({ cron: '0,30 23 28 3 *', ...nuuk }, '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:00Z', '2027-03-29T00:00Z'])
})

test.each([
  ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00:00Z', ['2026-10-03T15:30Z', '2026-10-04T15:15Z']],
  ['Australia/Lord_Howe', '45 1 * * *', '2026-04-04T00:00:00Z', ['2026-04-04T14:45Z', '2026-04-05T15:15Z']],
  ['Africa/Casablanca', '30 2 * * *', '2026-03-21T12:00:00Z', ['2026-03-22T02:00Z', '2026-03-23T01:30Z']],
  ['America/Sao_Paulo', '30 0 * * *', '2018-11-03T12:00:00Z', ['2018-11-04T03:00Z', '2018-11-05T02:30Z']],
  ['America/Havana', '30 0 * * *', '2026-10-31T12:00:00Z', ['2026-11-01T04:30Z', '2026-11-02T05:30Z']],
  ['Asia/Tehran', '0 0 * * *', '2022-03-21T12:00:00Z', ['2022-03-21T20:30Z', '2022-03-22T19:30Z']],
  ['Antarctica/Troll', '@daily', '2026-03-28T12:00:00Z', ['2026-03-29T00:00Z', '2026-03-29T22:00Z']],
])('goes by the rules of %s: %s', (timezone, cron, after, times) => {
  expect(next({ cron, timezone }, after, 2)).toEqual(times)
})

test('what repeats within the hour follows the time that passes', () => {
  const spring = next({ cron: '*/30 * * * *', timezone: berlin }, '2027-03-28T00:00:00Z', 4)
  expect(spring).toEqual(['2027-03-28T00:30Z', '2027-03-28T01:00Z', '2027-03-28T01:30Z', '2027-03-28T02:00Z'])
  const autumn = next({ cron: '*/30 * * * *', timezone: berlin }, '2027-10-31T00:00:00Z', 4)
  expect(autumn).toEqual(['2027-10-31T00:30Z', '2027-10-31T01:00Z', '2027-10-31T01:30Z', '2027-10-31T02:00Z'])
})

test('an interval is counted from the same moment always, between from and until', () => {
  const written = { every: '15m', from: '2027-01-01T00:30:00Z', until: '2027-01-01T00:45:00Z' }
  expect(next(written, '2027-01-01T00:01:00Z', 5)).toEqual(['2027-01-01T00:30Z', '2027-01-01T00:45Z'])
  expect(next({ every: '10s' }, '2027-01-01T00:00:03Z', 1)).toEqual(['2027-01-01T00:00:10.000Z'])
})

test('says in words when it fires', async () => {
  expect(await timesOf({ cron: '*/15 9-17 * * 1-5', timezone: berlin }).sentence()).toBe(
    'Every 15 minutes, between 09:00 and 17:59, Monday through Friday (Europe/Berlin)',
  )
  expect(await timesOf({ every: '10s' }).sentence()).toBe('Every 10s')
})

test.each(['0 0 L 2 MON#L', '0 0 1W * *', '0 0 LW * *', '0 0 29 2 +MON', '0 0 * * 5L', '0 0 ? * *', '@hourly'])(
  'has words for each expression that fires: %s',
  async (cron) => {
    expect(schedule.checkParams({ cron })).toEqual([])
    expect(await timesOf({ cron }).sentence()).toMatch(/^\w.* \(UTC\)$/)
  },
)

test('each missed time can be made up for only one after the other, unless something else is said', () => {
  expect(timesOf({}).overlap).toBe('skip')
  expect(timesOf({ missed: 'all' }).overlap).toBe('queue')
  expect(timesOf({ missed: 'all', overlap: 'skip' }).overlap).toBe('skip')
})

test('a recurrence rule begins with from and ends with until', () => {
  const written = { rrule: 'FREQ=WEEKLY;INTERVAL=2', from: '2027-01-04T09:00:00Z', until: '2027-02-01T08:00:00Z' }
  expect(next(written, '2026-01-01T00:00:00Z', 5)).toEqual(['2027-01-04T09:00Z', '2027-01-18T09:00Z'])
})

test('starts on none of its days off, as its time zone has them', async () => {
  const written = { cron: '*/30 * * * * *', except: ['2027-04-02', '2027-04-03', '2027-04-05'], timezone: 'Asia/Tokyo' }
  expect(next(written, '2027-04-01T14:59:30Z', 1)).toEqual(['2027-04-03T15:00Z'])
  expect(next(written, '2027-04-04T15:00:00Z', 1)).toEqual(['2027-04-05T15:00Z'])
  expect(next({ cron: '0 0 25 12 *', except: ['2027-12-25'] }, '2027-01-01T00:00:00Z', 1)).toEqual(['2028-12-25T00:00Z'])
  expect(await timesOf({ rrule: 'FREQ=DAILY', except: ['2027-12-25', '2027-12-26'] }).sentence()).toBe(
    'Every day at 00:00 (UTC), but for 2 days',
  )
})

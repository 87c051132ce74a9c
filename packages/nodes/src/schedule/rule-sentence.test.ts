import { expect, test } from 'vitest'
import { readRule } from './recurrence-rule.ts'
import { ruleSentence } from './rule-sentence.ts'

test.each([
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9', 'Every 2 weeks on Monday at 09:00'],
  ['FREQ=WEEKLY;BYDAY=FR,MO,TH,WE,TU', 'Every week on Monday to Friday at 00:00'],
  ['FREQ=DAILY;BYDAY=SA,SU', 'Every day on Saturday and Sunday at 00:00'],
  ['FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=17', 'Every month on the last Friday at 17:00'],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1',
    'Every month on each day from Monday to Friday, of these only the 1st and last, at 00:00',
  ],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15,-1,-3', 'Every month on the 1st, 15th, 3rd to last and last day at 00:00'],
  ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR', 'Every month on the 13th day, if that is a Friday, at 00:00'],
  ['FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU', 'Every year in March and October on the last Sunday at 00:00'],
  ['FREQ=YEARLY;BYDAY=20MO', 'Every year on the 20th Monday of the year at 00:00'],
  ['FREQ=YEARLY;BYWEEKNO=1,-2;BYDAY=TU', 'Every year in week 1 and the 2nd to last week on Tuesday at 00:00'],
  ['FREQ=YEARLY;BYYEARDAY=111,-1', 'Every year on the 111th and last day of the year at 00:00'],
  ['FREQ=YEARLY;BYMONTHDAY=22', 'Every year on the 22nd day of each month at 00:00'],
  ['FREQ=DAILY;BYHOUR=1,2,3,4;BYMINUTE=0,30', 'Every day at 01:00, 01:30, 02:00, 02:30, 03:00, 03:30 and 2 more times'],
])('%s is %j', (text, words) => {
  expect(ruleSentence(readRule(text), { timezone: 'UTC', from: undefined })).toBe(`${words} (UTC)`)
})

test.each([
  ['FREQ=WEEKLY', 'Every week on Wednesday at 14:45:30'],
  ['FREQ=MONTHLY;INTERVAL=3', 'Every 3 months on the 2nd day at 14:45:30'],
  ['FREQ=YEARLY;BYHOUR=8', 'Every year in December on the 2nd day at 08:45:30'],
])('%s tells what it takes from its beginning', (text, words) => {
  const start = { timezone: 'Europe/Berlin', from: Date.parse('2026-12-02T13:45:30Z') }
  expect(ruleSentence(readRule(text), start)).toBe(`${words} (Europe/Berlin)`)
})

import { expect, test } from 'vitest'
import { cronWords } from './cron-words.ts'

test.each([
  ['* * * * *', 'every minute'],
  ['*/15 * * * *', 'every 15 minutes'],
  ['0 * * * *', 'every hour'],
  ['5 * * * *', 'every hour at minute 5'],
  ['0 2 * * *', 'every day at 02:00'],
  ['30 9 * * 1-5', 'on weekdays at 09:30'],
  ['0 8 * * MON', 'every Monday at 08:00'],
  ['0 8 * * 0', 'every Sunday at 08:00'],
  ['0 0 1 * *', 'on day 1 of each month at 00:00'],
  ['@daily', 'every day at 00:00'],
])('%s is %s', (cron, words) => expect(cronWords(cron)).toBe(words))

test.each(['0 2 L * *', '0,30 9-17 * * 1', '0 0 1 1 *', 'nonsense', '* * * * * *', '0 8 * * 9'])('%s is left as it is', (cron) =>
  expect(cronWords(cron)).toBeUndefined(),
)

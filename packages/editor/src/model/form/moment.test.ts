import { expect, test } from 'vitest'
import { offsetText, readMoment, writeMoment } from './moment.ts'

test.each([
  ['2026-05-01', '2026-05-01'],
  ['2026-05-01T09:00:00+02:00', '2026-05-01T09:00:00+02:00'],
  ['2026-05-01 09:00Z', '2026-05-01T09:00:00Z'],
  ['2026-05-01T09:00:00.000Z', '2026-05-01T09:00:00Z'],
  ['2026-05-01T09:00', '2026-05-01T09:00:00'],
])('%s is read, and written as %s', (text, again) => {
  const moment = readMoment(text)
  expect(moment && writeMoment(moment)).toBe(again)
})

test.each(['', 'tomorrow', '2026-13-01', '{{ input.day }}', '2026-05-01T09:00:00.123Z'])('%s is no moment that a picker shows', (text) => {
  expect(readMoment(text)).toBeUndefined()
})

test.each([
  [0, 'Z'],
  [120, '+02:00'],
  [-210, '-03:30'],
])('%d minutes east are written %s', (minutes, text) => {
  expect(offsetText(minutes)).toBe(text)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { durationPattern, parseDuration } from './duration.ts'

describe('parseDuration', () => {
  test.each([
    ['500ms', 500],
    ['5s', 5000],
    ['1.5s', 1500],
    ['1m', 60_000],
    ['1h30m', 5_400_000],
    ['1h 30m', 5_400_000],
    ['3d', 259_200_000],
    ['2w', 1_209_600_000],
    ['0s', 0],
    ['PT5M', 300_000],
    ['P3D', 259_200_000],
    ['P1W', 604_800_000],
    ['P1DT2H30M0.5S', 95_400_500],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
    expect(text).toMatch(new RegExp(durationPattern))
  })

  test.each([
    ['5', 'a bare number'],
    ['', 'nothing'],
    ['P', 'an ISO form without an amount'],
    ['PT', 'an ISO form without an amount of time'],
    ['P1DT', 'an ISO form that ends in T'],
    ['P1Y', 'years'],
    ['P1M', 'months'],
    ['10x', 'an unknown unit'],
    ['-5s', 'a negative amount'],
    ['5 s', 'a blank before the unit'],
    [' 5s', 'a blank at the start'],
    ['5s ', 'a blank at the end'],
    ['30m1h', 'units out of order'],
    ['1s1s', 'a unit twice'],
    ['5S', 'an upper-case unit in the short form'],
    ['1e3s', 'an exponent'],
    ['99999999999w', 'more than a hundred years'],
    ['five minutes', 'words'],
  ])('refuses "%s": %s', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  test('never answers anything but a whole number of milliseconds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.PTWDHMSwdhms ]{0,12}$/)), (text) => {
        const ms = parseDuration(text)
        expect(ms === undefined || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true)
      }),
    )
  })
})

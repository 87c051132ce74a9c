import { takesLinearTime } from '@millrace/engine/testing'
import { describe, expect, test } from 'vitest'
import { hiddenMark, patternMask } from './known-patterns.ts'

const m = hiddenMark

describe('known patterns', () => {
  test.each([
    ['email', 'Mail ada.lovelace+x@mail.example.com, or bob@ex.org.', `Mail ${m}, or ${m}.`],
    ['email', 'jürgen@müller.de', m],
    ['email', 'a @ b, x@y, @home, foo@bar..com, user@', 'a @ b, x@y, @home, foo@bar..com, user@'],
    ['email', 'a@b.co@c.de', `${m}@c.de`],
    ['creditCard', 'card 4111 1111 1111 1111 and 5500-0000-0000-0004.', `card ${m} and ${m}.`],
    ['creditCard', 'order 4111111111111112, time 1767225600000', 'order 4111111111111112, time 1767225600000'],
    ['iban', 'to DE89 3704 0044 0532 0130 00 or GB82WEST12345698765432', `to ${m} or ${m}`],
    ['iban', 'DE89 3704 0044 0532 0130 01', 'DE89 3704 0044 0532 0130 01'],
    ['phone', 'call +49 (30) 901820-12, 0049301234567, (555) 555-0100 or 555-555-0100', `call ${m}, ${m}, ${m} or ${m}`],
    ['phone', '2027-03-01T00:00:00Z, 10.0.0.1, 1.234.567', '2027-03-01T00:00:00Z, 10.0.0.1, 1.234.567'],
    ['/customer-\\d+/i', 'Customer-17 and customer-18', `${m} and ${m}`],
  ])('%s in "%s"', (pattern, text, expected) => {
    expect(patternMask(pattern)(text)).toBe(expected)
  })

  test('an expression that is found in a very long text masks all of it, in linear time', async () => {
    const mask = patternMask('/(?:x+x+)+y|customer-\\d+/')
    const long = 'x'.repeat(1_000_000)
    expect(mask(long) === long).toBe(true)
    expect(mask(`${long} customer-17`)).toBe(m)
    await takesLinearTime(1_000_000, (length) => mask(`${'x'.repeat(length)} customer-17`))
    expect(mask(`${'x'.repeat(1_000)} customer-17`)).toBe(`${'x'.repeat(1_000)} ${m}`)
  })

  test.each(['email', 'creditCard', 'iban', 'phone'])('%s is done with a long hostile text in linear time', async (pattern) => {
    const mask = patternMask(pattern)
    for (const part of ['a', 'a@', '@', '4', '4 ', 'DE89', 'A1', '+4', '0049 (', 'x.', '555-']) {
      await takesLinearTime(300_000, (length) => mask(part.repeat(length / part.length)))
    }
  })
})

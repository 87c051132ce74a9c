import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secretSpellings } from './secret-spellings.ts'

test('whatever a secret is, its spellings are those that writers of forms and URLs give', () => {
  const property = fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
    const form = new URLSearchParams({ v: secret }).toString().slice(2)
    expect(secretSpellings(secret)).toEqual(
      expect.arrayContaining([form, encodeURIComponent(secret), form.replace(/%../g, (encoded) => encoded.toLowerCase())]),
    )
  })
  fc.assert(property, { examples: [["a b!'()~*-._%+"], ['pass wörd/🔑']] })
})

test('in base64 it is found at each of three places', () => {
  const secret = 'ä?>~ secret'
  for (const before of ['', 'u', 'us', 'use']) {
    for (const form of ['base64', 'base64url'] as const) {
      const whole = Buffer.from(`${before}${secret} and more`).toString(form)
      expect(secretSpellings(secret).some((spelling) => whole.includes(spelling))).toBe(true)
    }
  }
})

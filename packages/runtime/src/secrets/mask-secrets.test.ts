import type { Json } from '@millrace/engine'
import { takesLinearTime } from '@millrace/engine/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGrowingMask, createSecretMask, maskSecrets } from './mask-secrets.ts'
import { secretSpellings } from './secret-spellings.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

describe('what is masked', () => {
  test('each occurrence in a string, and nothing around it', () => {
    expect(maskSecrets('key=hunter22; again hunter22!', ['hunter22'])).toBe('key=••••••; again ••••••!')
  })

  test('in nested values and in keys', () => {
    expect(maskSecrets({ a: [{ 'x-hunter22': 'hunter22' }, 1] }, ['hunter22'])).toEqual({ a: [{ 'x-••••••': '••••••' }, 1] })
  })

  test.each([
    ['base64', (secret: string) => Buffer.from(secret).toString('base64')],
    ['base64url', (secret: string) => Buffer.from(secret).toString('base64url')],
    ['URL encoding', encodeURIComponent],
    ['form encoding', (secret: string) => new URLSearchParams({ p: secret }).toString()],
    ['lower-case URL encoding', (secret: string) => encodeURIComponent(secret).replace(/%../g, (text) => text.toLowerCase())],
    ['JSON', (secret: string) => JSON.stringify({ token: secret })],
    ['JSON in ASCII', () => '{"token":"p\\u00e4ss/w+rd \\"q\\" \\\\"}'],
    ['hex', (secret: string) => Buffer.from(secret).toString('hex')],
  ])('in %s', (_, encode) => {
    const secret = 'päss/w+rd "q" \\'
    const encoded = encode(secret)
    const masked = maskSecrets(`before ${encoded} after`, [secret])
    expect(masked).toMatch(/^before .*••••••.* after$/)
    for (const spelling of secretSpellings(secret)) if (spelling.length >= 8) expect(masked).not.toContain(spelling)
  })

  test.each(['', 'u:', 'me:', 'user:', 'admin@x:'])('in a Basic header, whatever stands before it: "%s"', (user) => {
    const header = `Basic ${Buffer.from(`${user}correct horse battery`).toString('base64')}`
    const masked = String(maskSecrets(header, ['correct horse battery']))
    expect(masked).toContain('••••••')
    expect(Buffer.from(masked.replace('Basic ', '').replaceAll('•', ''), 'base64').toString()).not.toMatch(/orrect|horse|batter/)
  })

  test('short secrets only as whole strings', () => {
    expect(maskSecrets(['on', 'once on', 'no'], ['on'])).toEqual(['••••••', 'once on', 'no'])
  })

  test('a number that is the secret, unless it is short', () => {
    expect(maskSecrets([123456, 1234567, 42], ['123456', '42'])).toEqual(['••••••', 1234567, 42])
  })

  test('overlapping and touching secrets become one mask', () => {
    expect(maskSecrets('<abcdefgh>', ['abcdef', 'defgh'])).toBe('<••••••>')
    expect(maskSecrets('<abcdefgh>', ['abcd', 'efgh'])).toBe('<••••••>')
    expect(maskSecrets('<abcdefgh>', ['abcdefgh', 'cdef'])).toBe('<••••••>')
    expect(maskSecrets('aaaaaaaaa', ['aaaa'])).toBe('••••••')
  })

  test('keys that look alike once masked keep both values', () => {
    expect(maskSecrets({ secret1: 1, secret2: 2, '••••••': 3 }, ['secret1', 'secret2'])).toEqual({
      '••••••': 1,
      '•••••• (2)': 2,
      '•••••• (3)': 3,
    })
  })

  test('the key __proto__ stays data', () => {
    const value = JSON.parse('{"__proto__":{"polluted":"hunter22"}}') as Json
    const masked = maskSecrets(value, ['hunter22'])
    expect(JSON.stringify(masked)).toBe('{"__proto__":{"polluted":"••••••"}}')
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('what is left alone', () => {
  const value = { text: 'nothing here', list: [1, null, true, { deep: ['x'] }] }

  test('the same reference comes back', () => {
    expect(maskSecrets(value, ['hunter22'])).toBe(value)
    expect(maskSecrets(value, [])).toBe(value)
    expect(maskSecrets(value, [''])).toBe(value)
  })

  test('unchanged parts keep their reference', () => {
    const { kept } = maskSecrets({ kept: value, other: 'hunter22' }, ['hunter22']) as { kept: Json }
    expect(kept).toBe(value)
  })

  test('the value given is not changed', () => {
    const given = { list: ['hunter22'] }
    maskSecrets(given, ['hunter22'])
    expect(given).toEqual({ list: ['hunter22'] })
  })
})

// Characters that JSON writes as they are and never outside a string: a secret found in the text can only have come from a string.
const secretCharacter = fc.constantFrom(...'ghjkpqwxyzGHKXZ_/=%&é✓😀'.split(''))
const secret = fc.string({ unit: secretCharacter, minLength: 4, maxLength: 12 })
const filler = fc.string({ unit: fc.oneof(secretCharacter, fc.constantFrom(...'"\\\n ab1'.split(''))), maxLength: 12 })

test('no secret survives, in any spelling, in any place', () => {
  const cases = fc.array(secret, { minLength: 1, maxLength: 4 }).chain((secrets) => {
    const piece = fc.oneof(filler, fc.constantFrom(...secrets.flatMap(secretSpellings)))
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
      ),
    }))
    return fc.tuple(fc.constant(secrets), tree)
  })
  fc.assert(
    fc.property(cases, ([secrets, value]) => {
      const masked = JSON.stringify(maskSecrets(value, secrets))
      for (const one of secrets) {
        expect(masked).not.toContain(one)
        expect(masked).not.toContain(Buffer.from(one.toWellFormed()).toString('base64'))
        expect(masked).not.toContain(encodeURIComponent(one.toWellFormed()))
      }
    }),
    { numRuns: Math.ceil(20_000 * scale) },
  )
})

test('masking twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), fc.json(), (secrets, json) => {
      const mask = createSecretMask(secrets)
      const once = mask(JSON.parse(json) as Json)
      expect(mask(once)).toBe(once)
    }),
    { numRuns: Math.ceil(2_000 * scale) },
  )
})

test('half a megabyte full of the part of a secret that anybody knows takes linear time', async () => {
  const header = '-----BEGIN PRIVATE KEY-----'
  const key = `${header}\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(50)}\n`
  for (const part of [header, '-']) {
    await takesLinearTime(500_000, (length) => {
      const text = part.repeat(length / part.length)
      expect(maskSecrets(text, [key])).toBe(text)
    })
  }
})

test('a mask that learns thousands of texts that begin alike finds each of them, in linear time', async () => {
  await takesLinearTime(12_000, (length) => {
    const numbers = Array.from({ length }, (_, index) => `+4930${1_000_000 + index}`)
    const growing = createGrowingMask()
    for (const [index, number] of numbers.entries()) {
      growing.add(number)
      if (index % 100 === 0)
        expect(growing.mask([number, `${number.slice(0, -1)}x`, `tel:${number};`])).toEqual([
          '••••••',
          `${number.slice(0, -1)}x`,
          'tel:••••••;',
        ])
    }
    expect(growing.mask(numbers.join(' '))).toBe(numbers.map(() => '••••••').join(' '))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeYaml } from './decode-yaml.ts'

const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part].map((character) => character.charCodeAt(0)))))

describe('decoding UTF-8', () => {
  it('drops a byte order mark', () => {
    expect(decodeYaml(bytes(0xef, 0xbb, 0xbf, 'a: 1'))).toEqual({ ok: true, source: 'a: 1' })
  })

  it.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond the last', [0xf4, 0x90, 0x80, 0x80]],
    ['a sequence cut short', [0xe2, 0x82]],
    ['Latin-1', [0xe4]],
  ])('tells the line and column of %s', (_, bad) => {
    const decoded = decodeYaml(bytes('a: 1\nb: ', ...bad))
    expect(decoded.ok).toBe(false)
    if (decoded.ok) return
    expect(decoded.problems[0]).toMatchObject({ code: 'INVALID_UTF8', position: { line: 2, column: 4, offset: 8 } })
  })

  it('tells every bad byte at once', () => {
    const decoded = decodeYaml(bytes('a: ', 0xff, '\nb: ', 0xfe, '\n'))
    expect(decoded.ok ? [] : decoded.problems.map(({ position }) => position.line)).toEqual([1, 2])
  })

  it('refuses more than 1 MiB', () => {
    const decoded = decodeYaml(new Uint8Array(1024 * 1024 + 1))
    expect(decoded).toMatchObject({ ok: false, problems: [{ code: 'DOCUMENT_TOO_LARGE' }] })
  })

  it('agrees with the platform on any bytes', () => {
    // decodeURIComponent is the one strict UTF-8 decoder of the language itself.
    const expected = (input: readonly number[]) => {
      try {
        return decodeURIComponent(input.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
      } catch {
        return undefined
      }
    }
    const encode = (text: string) => [...unescape(encodeURIComponent(text))].map((character) => character.charCodeAt(0))
    const pieces = fc.oneof(fc.array(fc.nat(255), { maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 6 }).map(encode))
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        const input = parts.flat()
        const decoded = decodeYaml(Uint8Array.from(input))
        expect(decoded.ok ? decoded.source : undefined).toEqual(expected(input)?.replace(/^\ufeff/, ''))
      }),
      { numRuns: 1000 },
    )
  })
})

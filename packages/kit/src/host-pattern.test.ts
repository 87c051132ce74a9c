import { describe, expect, test } from 'vitest'
import { parseHostPattern } from './host-pattern.ts'

function matches(pattern: string, url: string): boolean {
  const parsed = parseHostPattern(pattern)
  if (parsed === undefined) throw new Error(`${pattern} is no pattern`)
  return parsed.matches(new URL(url))
}

describe('what a host pattern matches', () => {
  test.each([
    ['api.example.com', 'https://api.example.com/any/path?q#h'],
    ['api.example.com', 'https://api.example.com:443/'],
    ['api.example.com', 'https://API.Example.COM/'],
    ['API.example.com.', 'https://api.example.com/'],
    ['api.example.com', 'https://api.example.com./'],
    ['api.example.com', 'https://ａｐｉ.example.com/'],
    ['bücher.example', 'https://xn--bcher-kva.example/'],
    ['xn--bcher-kva.example', 'https://BÜCHER.example/'],
    ['*.example.com', 'https://a.example.com/'],
    ['*.example.com', 'https://a.b.example.com/'],
    ['localhost:8080', 'http://localhost:8080/'],
    ['localhost:8080', 'https://localhost:8080/'],
    ['example.com:443', 'https://example.com/'],
    ['http://intranet', 'http://intranet/'],
    ['http://127.0.0.1:80', 'http://127.1/'],
    ['[::1]:8080', 'http://[0:0:0:0:0:0:0:1]:8080/'],
  ])('%s lets %s', (pattern, url) => {
    expect(matches(pattern, url)).toBe(true)
  })
})

describe('what it does not', () => {
  test.each([
    ['api.example.com', 'http://api.example.com/'],
    ['api.example.com', 'https://api.example.com:8443/'],
    ['api.example.com', 'https://api.example.com.evil.test/'],
    ['api.example.com', 'https://evil-api.example.com/'],
    ['api.example.com', 'https://x.api.example.com/'],
    ['api.example.com', 'https://example.com/'],
    ['api.example.com', 'https://api.example.com@evil.test/'],
    ['api.example.com', 'https://evil.test/api.example.com'],
    ['api.example.com', 'https://evil.test?api.example.com'],
    ['api.example.com', 'https://evil.test\\@api.example.com/'],
    ['api.example.com', 'https://аpi.example.com/'],
    ['api.example.com', 'ftp://api.example.com/'],
    ['*.example.com', 'https://example.com/'],
    ['*.example.com', 'https://badexample.com/'],
    ['*.example.com', 'https://a.example.com.evil.test/'],
    ['localhost:8080', 'http://localhost:8081/'],
    ['localhost:8080', 'http://127.0.0.1:8080/'],
    ['http://intranet', 'https://intranet/'],
    ['https://intranet:8080', 'http://intranet:8080/'],
  ])('%s refuses %s', (pattern, url) => {
    expect(matches(pattern, url)).toBe(false)
  })
})

test.each([
  '',
  ' ',
  '*',
  '*.com',
  '*.',
  '*.*.example.com',
  'a.*.com',
  'api*.example.com',
  '*.1.2.3.4',
  'user@example.com',
  'example.com/path',
  'example.com?x',
  'example.com#x',
  'ftp://example.com',
  'https://',
  'a b',
  'example.com:0x50',
  'example.com:99999',
  '.',
])('"%s" is no pattern', (text) => {
  expect(parseHostPattern(text)).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import type { Json } from '../../json.ts'
import { takesLinearTime } from '../../testing/takes-linear-time.ts'
import { compileTemplate, evaluateTemplate } from '../template.ts'
import { scopeOf } from '../testing/scope-of.ts'

function evaluate(expression: string, names: Record<string, Json> = {}): Json {
  return evaluateTemplate(compileTemplate(`{{ ${expression} }}`).template, scopeOf(names))
}

/** The host's own result, to compare with. The flag u, for our patterns are always read as with it. */
function host(pattern: string, flags: string, text: string): Json {
  return JSON.parse(
    JSON.stringify([...text.matchAll(new RegExp(pattern, `${flags.replace(/[gu]/g, '')}gu`))].map((match) => [match.index, ...match])),
  )
}

const texts = [
  '',
  'abc',
  'aab b',
  'Straße 12, 10115 Berlin',
  'a\nb\r\nc\u2028d\u00a0e',
  '💩a💩',
  'x=1; y=22; z',
  '[a]-b\\c/d',
  'éÉ ıİ ſs Kk',
  '\t\v\f\0\u200b\ufeff.',
  'ann@example.test bob@test',
]

describe('a pattern finds what it finds in JavaScript', () => {
  test.each([
    ['.', ''],
    ['.', 's'],
    ['\\s+', ''],
    ['\\S+', ''],
    ['[\\s.]', ''],
    ['[^\\s]', ''],
    ['[\\S]', ''],
    ['[^\\S]', ''],
    ['\\w+@\\w+\\.\\w+', ''],
    ['[^]', ''],
    ['[]', ''],
    ['[^a-z\\d]', 'i'],
    ['\\bb\\b|\\B.', ''],
    ['^.', ''],
    ['.$', ''],
    ['^a|c$', ''],
    ['(\\w)=(\\d+)?', ''],
    ['(?<key>\\w)=(?<value>\\d*)', ''],
    ['a*?b??', ''],
    ['(?:a|aa)b?', ''],
    ['\\u{1F4A9}', ''],
    ['\\uD83D\\uDCA9', ''],
    ['[💩a]', ''],
    ['\\x41|\\u0062|\\cJ', 'i'],
    ['[\\b]|\\0|\\t\\v\\f', ''],
    ['\\[|\\]|\\\\|\\/|\\.', ''],
    ['[\\]\\[\\\\^-]', ''],
    ['[-a]|[a-]', ''],
    ['\\p{L}+', ''],
    ['\\p{Lu}|\\p{Uppercase_Letter}', ''],
    ['\\P{L}+', ''],
    ['\\p{Script=Latin}+', ''],
    ['\\p{Script=Greek}', ''],
    ['[\\p{Ll}\\d]+', ''],
    ['\\d{2,4}', ''],
    ['a{2}|b{1,}', ''],
    ['É|ſ|k', 'i'],
    ['(?:)', ''],
    ['(?i:A)b?', ''],
  ])('/%s/%s', (pattern, flags) => {
    for (const text of texts) {
      const ours = evaluate(`[...text.matchAll(/${pattern}/g${flags})].map(match => [match.index, ...match])`, { text })
      expect(ours, JSON.stringify(text)).toEqual(host(pattern, flags, text))
    }
  })
  test('in lines, where a line ends with \\n', () => {
    expect(evaluate('"a\\nb\\nc".replace(/^/gm, "> ")')).toBe('> a\n> b\n> c')
    expect(evaluate('"a\\nb".match(/a$/m)[0]')).toBe('a')
  })
})

describe('what a linear engine cannot do is a problem that says so', () => {
  test.each([
    ['/a(?=b)/', /looking ahead and behind/],
    ['/a(?!b)/', /looking ahead and behind/],
    ['/(?<=a)b/', /looking ahead and behind/],
    ['/(?<!a)b/', /looking ahead and behind/],
    ['/(a)\\1/', /back-references such as \\1/],
    ['/(?<x>a)\\k<x>/', /back-references such as \\k/],
    ['/a/y', /the flag y does not exist here/],
    ['/a/d', /the flag d does not exist here/],
    ['/[a--b]/v', /the flag v does not exist here/],
    ['/\\A/', /\\A does not exist/],
    ['/\\Qa\\E/', /\\Q does not exist/],
    ['/\\p/', /followed by a property/],
    ['/\\p{Nonsense}/', /cannot be used/],
    ['/a{1001}/', /cannot be used/],
    ['/((a{100}){100}){100}/', /cannot be used/],
    [`/${'(?:[a-z]{1,500})'.repeat(300)}/`, /too large/],
    [`/${'\\p{L}{1000}'.repeat(20)}/`, /too large/],
  ])('%s', (pattern, message) => {
    const { problems } = compileTemplate(`{{ "a".match(${pattern}) }}`)
    expect(problems).toEqual([{ code: 'EXPRESSION_BAD_PATTERN', message: expect.stringMatching(message), at: [], offset: 13 }])
  })
  test('a pattern that JavaScript would refuse is a mistake in the syntax', () => {
    expect(compileTemplate('{{ /(/.test("a") }}').problems).toMatchObject([{ code: 'EXPRESSION_SYNTAX' }])
    expect(compileTemplate('{{ /a**/.test("a") }}').problems).toMatchObject([{ code: 'EXPRESSION_SYNTAX' }])
  })
})

describe('patterns that hang backtracking engines take linear time', () => {
  test.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '(.*a){12}$',
    '([a-z]+)*$',
    '(\\w+\\s?)*$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(x+x+)+y',
    '(?:a?){30}a{30}!',
  ])('/%s/', async (pattern) => {
    const uses = `[/${pattern}/.test(text), text.replace(/${pattern}/, "") == text, text.split(/${pattern}/).length]`
    await takesLinearTime(5_000, (length) => {
      expect(evaluate(uses, { text: `${'a'.repeat(length)}!` })).toEqual([expect.anything(), expect.anything(), expect.anything()])
    })
  })
})

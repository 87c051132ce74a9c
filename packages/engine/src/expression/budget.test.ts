import { describe, expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { takesLinearTime } from '../testing/takes-linear-time.ts'
import { ExpressionError } from './expression-error.ts'
import { type Budget, compileTemplate, evaluateTemplate } from './template.ts'
import { scopeOf } from './testing/scope-of.ts'

const scope = scopeOf({
  big: 'ac'.repeat(500_000),
  many: Array.from({ length: 10_000 }, (_, index) => ({ id: index, name: `name ${index}` })),
  deep: Array.from({ length: 300 }).reduce<Json>((inner) => [inner], 1),
  text: 'x',
})

function codeOf(expression: string, budget?: Partial<Budget>): string {
  try {
    evaluateTemplate(compileTemplate(`{{ ${expression} }}`).template, scope, budget)
    return 'a value'
  } catch (error) {
    if (error instanceof ExpressionError) return error.code
    throw error
  }
}

describe('an expression ends when its steps are used up, in time linear in them', () => {
  test.each([
    'many.map(x => many.map(y => many.map(z => 1)))',
    'many.reduce((all, x) => [...all, x], [])',
    'many.reduce((all, x) => ({ ...all, [x.name]: x }), {})',
    'many.map(x => big.includes("zz"))',
    'many.map(x => big + "x" == big + "y")',
    'many.map(x => ({})[big + x.id])',
    'many.map(x => JSON.stringify(many))',
    'many.map(x => big.toUpperCase().length)',
    'many.map(x => many.indexOf(x.id))',
    'many.map(x => many.toSorted((a, b) => b.id - a.id))',
    'many.map(x => many.join().length)',
    'many.map(x => /(a|c)*b/.test(big))',
    'big.match(/a.*b|c/g)',
    'big.replace(/(a.*b|c)(c)?/g, "$1")',
    'big.split(/c(?:.*d)?/)',
    'many.map(x => encodeURIComponent(text.repeat(100000)))',
    'many.map(x => Array.from(big))',
    'many.map(x => Object.entries(many))',
    'many.map(x => JSON.parse("[" + "1,".repeat(10000) + "1]"))',
  ])('%s', async (expression) => {
    expect(codeOf(expression)).toBe('EXPRESSION_OUT_OF_STEPS')
    await takesLinearTime(1_000_000, (steps) => expect(codeOf(expression, { steps })).toBe('EXPRESSION_OUT_OF_STEPS'))
  })
  test('the steps are those of the whole template', () => {
    const source = Array.from({ length: 10 }, () => '{{ many.map(x => x.id).length }}')
    expect(() => evaluateTemplate(compileTemplate(source).template, scope, { steps: 100_000 })).toThrow(/more than 100000 steps/)
    expect(codeOf('many.map(x => x.id).length', { steps: 100_000 })).toBe('a value')
  })
})

describe('a value does not become too large, and is refused before it is made', () => {
  test.each([
    '"x".repeat(1e9)',
    'many.flatMap(x => many)',
    '"x".padStart(1e9)',
    '"x".padEnd(1e9, "ab")',
    'Array.from({ length: 1e9 })',
    '[1,2,3,4,5,6,7,8,9].reduce((t) => t + t + t + t + t + t, "x".repeat(100000))',
    '"x".repeat(5000).replaceAll("", "y".repeat(5000))',
    '"x".repeat(5000).replace(/x+/g, "$&".repeat(4000))',
    '"x".repeat(5000).replace(/x/g, () => "y".repeat(5000))',
    'Array.from({ length: 5000 }, () => "y".repeat(5000)).join("")',
    'Array.from({ length: 9 }).reduce((all) => [all, all, all, all, all, all, all, all], 1)',
    'Array.from({ length: 9 }).reduce((all) => ({ a: all, b: all, c: all, d: all, e: all, f: all, g: all, h: all }), 1)',
    'JSON.stringify(Array.from({ length: 9 }).reduce((all) => [all, all, all, all, all, all, all, all], 1))',
    '`$' + '{Array.from({ length: 9 }).reduce((all) => [all, all, all, all, all, all, all, all], 1)}`',
    'JSON.stringify(Array.from({ length: 150 }).reduce((all) => [all], Array.from({ length: 100000 })), null, 10)',
    '"\\uFDFA".repeat(1e6).normalize("NFKD")',
    'encodeURIComponent("x".repeat(2e6))',
    '"x".repeat(2e6).split("")',
    '[..."x".repeat(2e6)]',
  ])('%s', async (expression) => {
    expect(codeOf(expression)).toBe('EXPRESSION_TOO_LARGE')
    await takesLinearTime(10_000_000, (size) => expect(codeOf(expression, { size })).toBe('EXPRESSION_TOO_LARGE'))
  })
  test('texts in a template are counted together with what stands around them', () => {
    const source = '{{ big }}'.repeat(20)
    expect(() => evaluateTemplate(compileTemplate(source).template, scope)).toThrow(/larger than 10000000 characters/)
  })
  test('data that is only handed on may have any size and depth', () => {
    expect(codeOf('many', { size: 100, depth: 1 })).toBe('a value')
    expect(codeOf('deep')).toBe('a value')
  })
})

describe('a value does not become too deep', () => {
  test.each([
    '[deep]',
    'JSON.stringify(deep)',
    '`$' + '{deep}`',
    'Array.from({ length: 500 }).reduce((all) => [all], 1)',
    'JSON.parse("[".repeat(5000))',
    'deep.flat(Infinity)',
    'many.reduce((all) => ({ all }), 1)',
    'JSON.stringify(deep, null, 2)',
  ])('%s', (expression) => {
    expect(codeOf(expression)).toBe('EXPRESSION_TOO_DEEP')
  })
})

describe('source that is nested too deep is a problem, never a stack overflow', () => {
  test.each<[string, string, string]>([
    ['brackets', '(', ')'],
    ['arrays', '[', ']'],
    ['objects', '{a:', '}'],
    ['calls', 'String(', ')'],
    ['negations', '!', ''],
    ['signs', '- ', ''],
    ['typeof', 'typeof ', ''],
    ['powers', '2**', ''],
    ['conditions', '1?1:', ''],
    ['sums', '1+', ''],
    ['conjunctions', '1&&', ''],
    ['template literals', '`${', '}`'],
    ['arrows', 'x=>', ''],
    ['spreads', '[...', ']'],
    ['computed members', 'text[', ']'],
  ])('%s', (_, open, close) => {
    for (const times of [250, 900, 9_999]) {
      const { problems } = compileTemplate(`{{ ${open.repeat(times)}1${close.repeat(times)} }}`)
      expect(problems).toHaveLength(1)
      expect(problems[0]?.code).toMatch(/^EXPRESSION_(TOO_DEEP|TOO_LONG|NOT_ALLOWED|SYNTAX)$/)
    }
    expect(compileTemplate(`{{ ${open.repeat(250)}1${close.repeat(250)} }}`).problems[0]?.code).toMatch(
      /^EXPRESSION_(TOO_DEEP|NOT_ALLOWED)$/,
    )
  })
  test.each(['.a', '?.a', '["a"]', '.trim()', '[0]'])('chains of %s', (link) => {
    expect(compileTemplate(`{{ text${link.repeat(250)} }}`).problems).toMatchObject([{ code: 'EXPRESSION_TOO_DEEP' }])
  })
  test('a hundred levels are fine', () => {
    expect(codeOf(`${'('.repeat(100)}1${')'.repeat(100)}`)).toBe('a value')
    expect(codeOf(Array.from({ length: 100 }, () => '1').join('+'))).toBe('a value')
    expect(codeOf(`${'['.repeat(100)}1${']'.repeat(100)}`)).toBe('a value')
  })
  test('a template nested too deep is a problem too', () => {
    const source = Array.from({ length: 5_000 }).reduce<Json>((inner) => [inner], '{{ 1 }}')
    expect(compileTemplate(source).problems).toMatchObject([{ code: 'EXPRESSION_TOO_DEEP' }])
  })
})

describe('source that is long', () => {
  test('an expression may have 10,000 characters', () => {
    const fitting = `"${'x'.repeat(9_996)}"`
    expect(compileTemplate(`{{ ${fitting} }}`).problems).toEqual([])
    expect(compileTemplate(`{{ ${`"${'x'.repeat(10_000)}"`} }}`).problems).toMatchObject([{ code: 'EXPRESSION_TOO_LONG', offset: 2 }])
    expect(compileTemplate(`{{ ${'[1],'.repeat(3_000)} }}`).problems).toMatchObject([{ code: 'EXPRESSION_TOO_LONG' }])
  })
  test('a text may be long and hold many expressions, in linear time', async () => {
    await takesLinearTime(10_000, (times) => {
      const { template } = compileTemplate(`${'{{ text }} and <b style="{color: red}">{</b> '.repeat(times)}`)
      expect(template.references).toHaveLength(times)
    })
    await takesLinearTime(500_000, (times) => expect(compileTemplate('{{'.repeat(times)).problems).toHaveLength(1))
    await takesLinearTime(20_000, (times) => expect(compileTemplate('{{ a b }}'.repeat(times)).problems).toHaveLength(times))
    await takesLinearTime(1_000_000, (times) => compileTemplate('\\'.repeat(times)))
    await takesLinearTime(300_000, (times) => compileTemplate('\\{{'.repeat(times)))
  })
})

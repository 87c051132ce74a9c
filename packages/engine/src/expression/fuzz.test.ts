import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { testScale } from '../testing/test-scale.ts'
import { ExpressionError } from './expression-error.ts'
import { compileTemplate, evaluateForHistory, evaluateTemplate } from './template.ts'
import { createRandom, type Random, typedExpression } from './testing/random-expression.ts'
import { scopeOf } from './testing/scope-of.ts'
import { wildExpression } from './testing/wild-expression.ts'

const secret = 'hunter2-hunter2'

const scope = scopeOf({
  trigger: {
    body: { items: [{ a: 1, length: 2 }, { a: 3 }, null, ['x']], text: 'a {{ trigger.body }} b', id: 7 },
    hostile: JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{}},"toString":1,"valueOf":null,"toJSON":{"a":1},"length":-1,"then":0}',
    ),
  },
  nodes: { charge: { output: { id: 'ch_1', deep: [[[[[]]]]] }, status: 'success' } },
  secrets: { KEY: secret },
  now: '2026-11-21T08:00:00.000Z',
  x: [3, 1, 2],
})

const budget = { steps: 20_000, size: 200_000 }

test('no generated expression does anything but give JSON or an ExpressionError', () => {
  const before = hostFingerprint()
  let [values, errors] = [0, 0]
  for (let seed = 1; seed <= testScale(40_000); seed++) {
    const random = createRandom(seed)
    const source = `{{ ${random.below(5) === 0 ? typedExpression(random).replaceAll('data', 'trigger') : wildExpression(random)} }}`
    const outcome = run(source)
    if ('error' in outcome) errors++
    else values++
    checkOutcome(source, seed, outcome)
  }
  expect(hostFingerprint()).toBe(before)
  expect(Math.min(values, errors)).toBeGreaterThan((values + errors) / 20)
}, 600_000)

test('no garbage in a template does anything but give problems', () => {
  for (let seed = 1; seed <= testScale(10_000); seed++) {
    const source = garbage(createRandom(seed))
    checkOutcome(source, seed, run(source))
  }
}, 600_000)

type Outcome = { readonly value: Json } | { readonly error: unknown }

function run(source: string): Outcome {
  const { template } = compileTemplate({ [source]: [source, `text ${source}`] })
  try {
    expect(JSON.stringify(evaluateForHistory(template, scope, budget))).not.toContain(secret)
  } catch (error) {
    if (!(error instanceof ExpressionError)) return { error }
  }
  try {
    return { value: evaluateTemplate(template, scope, budget) }
  } catch (error) {
    return { error }
  }
}

function checkOutcome(source: string, seed: number, outcome: Outcome): void {
  const hint = `seed ${seed}: ${source.slice(0, 2_000)}`
  if ('value' in outcome) {
    checkJson(outcome.value, hint)
    return
  }
  const { error } = outcome
  if (!(error instanceof ExpressionError) || error.code === 'EXPRESSION_FAILED')
    throw new Error(`Not an ExpressionError, ${hint}`, { cause: error })
  expect(error.message, hint).not.toContain(secret)
  expect(error.offset, hint).toBeLessThanOrEqual(source.length + 5)
}

/** Plain arrays and objects of this realm all the way down, finite numbers, nothing that can be called. */
function checkJson(value: Json, hint: string): void {
  if (typeof value === 'number') return void (Number.isFinite(value) || expect.fail(`${value}, ${hint}`))
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value !== 'object') expect.fail(`${typeof value}, ${hint}`)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== Array.prototype) expect.fail(`A foreign prototype, ${hint}`)
  for (const key of Object.keys(value)) checkJson((value as { readonly [key: string]: Json })[key] ?? null, hint)
}

/** Changes when somebody has touched what all objects share. */
function hostFingerprint(): string {
  const shared = [Object, Function, Array, String, Number, Date, RegExp, Promise, JSON, Math, globalThis]
  return shared
    .flatMap((host) => [host, 'prototype' in host ? host.prototype : host])
    .map((host) => Reflect.ownKeys(host).map(String).join())
    .join(';')
}

const pieces = [
  '{{',
  '}}',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '`',
  '${',
  '\\',
  '/',
  '/*',
  '//',
  '\n',
  '=>',
  '?.',
  '...',
  ' ',
  'a',
  '0',
  '\0',
  '\u2028',
  '\ud800',
  '💩',
  ',',
  ':',
  '#',
  '@',
  '<!--',
]

function garbage(random: Random): string {
  const kind = random.below(4)
  if (kind === 0) return repeated(random)
  const source = kind === 1 ? Array.from({ length: random.below(60) }, () => random.pick(pieces)).join('') : wildExpression(random)
  return `{{ ${mutated(source, random)} }}`
}

function repeated(random: Random): string {
  const times = random.pick([10, 300, 3_000])
  const [open, close] = random.pick([
    ['(', ')'],
    ['[', ']'],
    ['{a:', '}'],
    ['!', ''],
    ['- ', ''],
    ['typeof ', ''],
    ['1+', ''],
    ['1**', ''],
    ['a?', ':1'],
    ['x=>', ''],
    ['`${', '}`'],
    ['a.', ''],
    ['a[', ']'],
    ['a(', ')'],
    ['...', ''],
    ['new ', ''],
    ['{{', '}}'],
    ['"', ''],
    ['/', ''],
    ['/*', '*/'],
    ['/(', ')/'],
    ['a?.', ''],
    ['[...', ']'],
    ['async ', ''],
    ['1,', ''],
  ])
  return `{{ ${open?.repeat(times)}1${close?.repeat(random.pick([times, times, times - 1, 0]))} }}`
}

function mutated(source: string, random: Random): string {
  let text = source
  for (let count = random.below(5); count > 0; count--) {
    const at = random.below(text.length + 1)
    text = text.slice(0, at) + random.pick([...pieces, '']) + text.slice(at + random.below(3))
  }
  return text
}

import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { testScale } from '../testing/test-scale.ts'
import { ExpressionError } from './expression-error.ts'
import { compileTemplate, evaluateTemplate } from './template.ts'
import { createRandom, typedExpression } from './testing/random-expression.ts'
import { scopeOf } from './testing/scope-of.ts'

const data = {
  count: 4,
  name: 'Ada Lovelace',
  yes: true,
  no: false,
  nothing: null,
  time: 1_700_000_000_000,
  numbers: [5, 1, 10, 2, 1],
  names: ['delta', 'Alpha', 'charlie', ''],
  nested: { a: { b: 2 }, list: [1, { c: 'd' }], length: 3 },
  items: [
    { sku: 'pen', price: 2.5 },
    { sku: 'ink, blue', price: 12 },
  ],
}

test('means what it means in JavaScript', () => {
  const cases = testScale(100_000)
  const reference = referenceEvaluator()
  let evaluated = 0
  for (let seed = 1; seed <= cases; seed++) {
    const expression = typedExpression(createRandom(seed))
    const expected = reference(expression)
    const actual = evaluate(expression)
    if (expected.ok && actual.ok) evaluated++
    const isSame = expected.ok === actual.ok && JSON.stringify(expected.value) === JSON.stringify(actual.value)
    if (!isSame) expect({ seed, expression, ...actual }).toEqual({ seed, expression, ...expected })
  }
  expect(evaluated).toBeGreaterThan(cases * 0.8)
}, 600_000)

type Outcome = { readonly ok: boolean; readonly value?: Json | undefined; readonly error?: string }

function evaluate(expression: string): Outcome {
  try {
    return { ok: true, value: evaluateTemplate(compileTemplate(`{{ ${expression} }}`).template, scopeOf({ data })) }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { ok: false, error: `${error.code} ${error.message} ${error.cause ?? ''}` }
  }
}

/** The host's own evaluation, of expressions that the test itself has made. */
function referenceEvaluator(): (expression: string) => Outcome {
  const run = runInNewContext('(source, data) => JSON.stringify(Function("data", "return (" + source + ")")(data)) ?? "null"')
  return (expression) => {
    try {
      return { ok: true, value: JSON.parse(run(expression, data)) }
    } catch (error) {
      return { ok: false, error: String(error) }
    }
  }
}

import { describe, expect, test } from 'vitest'
import type { Json } from '../../json.ts'
import { ExpressionError } from '../expression-error.ts'
import { compileTemplate, evaluateTemplate } from '../template.ts'
import { scopeOf } from './scope-of.ts'

export const hostileData = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":"text","valueOf":7,"toJSON":"json","then":"then","length":99}',
) as Json

export const scope = scopeOf({
  trigger: { body: { text: 'abc', items: [1, 2], key: 'constructor', keys: ['__proto__', 'prototype'], hostile: hostileData } },
  secrets: { KEY: 'hunter2' },
  now: '2026-11-21T08:00:00.000Z',
})

/** When it is compiled. */
function problemsOf(expression: string): readonly string[] {
  return compileTemplate(`{{ ${expression} }}`).problems.map(({ code }) => code)
}

export function run(source: Json): Json {
  return evaluateTemplate(compileTemplate(source).template, scope)
}

/** When it is run. */
export function failureOf(expression: string): string {
  try {
    run(`{{ ${expression} }}`)
  } catch (error) {
    if (error instanceof ExpressionError) return error.code
    throw error
  }
  throw new Error(`${expression} gave a value`)
}

/** Refused before it runs, and refused when somebody runs it all the same. */
export function refuses(family: string, expressions: readonly string[]): void {
  describe(family, () => {
    test.each(expressions)('%s', (expression) => {
      expect(problemsOf(expression)).toHaveLength(1)
      expect(failureOf(expression)).toMatch(/^EXPRESSION_(NOT_ALLOWED|SYNTAX|UNKNOWN_FUNCTION)$/)
    })
  })
}

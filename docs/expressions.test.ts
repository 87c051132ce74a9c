import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expressionCodes } from '../packages/engine/src/expression/expression-code.ts'
import { functionNames, methodsOf } from '../packages/engine/src/expression/library/library.ts'
import { scopeOf } from '../packages/engine/src/expression/testing/scope-of.ts'
import { compileTemplate, ExpressionError, evaluateTemplate, type Json } from '../packages/engine/src/index.ts'

const page = readFileSync(new URL('expressions.md', import.meta.url), 'utf8')
const scope = scopeOf(JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '{}'))

/** The rows of the tables of examples: an expression, or a text that holds some, and what it gives. */
const examples = page
  .split('| write | gives |\n|---|---|\n')
  .slice(1)
  .flatMap((rest) => rest.slice(0, rest.search(/^$/m)).trim().split('\n'))
  .map(readRow)

function readRow(row: string) {
  const [, , source, error, result] = /^\| (`+)(.+?)\1 \| (?:(error) )?`(.+)` \|$/.exec(row) ?? []
  if (source === undefined || result === undefined) throw new Error(`No example: ${row}`)
  return { source: source.trim().replaceAll('\\|', '|'), result: error ? { error: result } : { value: JSON.parse(result) as Json } }
}

function evaluate(source: string): { readonly value: Json } | { readonly error: string } {
  const { template } = compileTemplate(source.includes('{{') ? source : `{{ ${source} }}`)
  try {
    return { value: evaluateTemplate(template, scope) }
  } catch (error) {
    if (error instanceof ExpressionError) return { error: error.code }
    throw error
  }
}

function section(heading: string): string {
  return page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
}

describe('docs/expressions.md', () => {
  test.each(examples)('$source', ({ source, result }) => {
    expect(evaluate(source)).toEqual(result)
  })

  test.each([
    ['Text', [...methodsOf.text.keys()].map((name) => `.${name}(`)],
    ['Arrays', [...methodsOf.array.keys()].map((name) => `.${name}(`)],
    ['Numbers', [...methodsOf.number.keys(), ...methodsOf.boolean.keys()].map((name) => `.${name}(`)],
    ['Dates', [...methodsOf.date.keys()].map((name) => `.${name}(`)],
  ])('"%s" shows every method', (heading, calls) => {
    expect(calls.filter((call) => !section(heading).includes(call))).toEqual([])
  })

  test('shows every function', () => {
    expect(functionNames().filter((name) => !page.includes(`${name}(`))).toEqual([])
  })

  test('lists every error with what it means', () => {
    const rows = [...section('Errors').matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, code, meaning]) => [code, meaning])
    expect(rows).toEqual(Object.entries(expressionCodes))
  })
})

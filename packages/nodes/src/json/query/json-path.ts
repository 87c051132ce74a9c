import { createRequire } from 'node:module'
import { compileLinearPattern, type Json } from '@millrace/engine'
import type { JSONPathQuery } from 'json-p3'
import { type Budget, payForWhole, QueryError } from './budget.ts'

const require = createRequire(import.meta.url)
/** Loaded with the first query, not at the start. */
const library = () => require('json-p3') as typeof import('json-p3')

export interface Found {
  readonly value: Json
  /** Normalized, e.g. `$['orders'][0]['id']`. */
  readonly path: string
}

/** A query as RFC 9535 has it. Reads own properties only; patterns are linear; what it looks at is paid for. */
export function queryJsonPath(query: string, value: Json, budget: Budget): readonly Found[] {
  const { JSONPathEnvironment, JSONPathError } = library()
  const environment = new JSONPathEnvironment({ maxRecursionDepth: 500 })
  environment.functionRegister.set(
    'match',
    patternFunction((pattern) => `^(?:${pattern})$`),
  )
  environment.functionRegister.set(
    'search',
    patternFunction((pattern) => pattern),
  )
  try {
    const compiled = environment.compile(query)
    meter(compiled, budget)
    // Lazily: the eager way spreads lists over the stack. The casts are the library's mutable and our readonly JSON.
    return Array.from(compiled.lazyQuery(value as never), (node) => ({
      value: node.value as Json,
      path: node.getPath({ form: 'canonical' }),
    }))
  } catch (error) {
    if (error instanceof JSONPathError) throw new QueryError(error.message)
    throw error
  }
}

export function checkJsonPath(query: string): void {
  const { JSONPathEnvironment, JSONPathError } = library()
  try {
    new JSONPathEnvironment().compile(query)
  } catch (error) {
    if (error instanceof JSONPathError) throw new QueryError(error.message)
    throw error
  }
}

function patternFunction(source: (pattern: string) => string) {
  const { FunctionExpressionType } = library()
  const patterns = new Map<string, ReturnType<typeof compileLinearPattern>>()
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call(text: unknown, pattern: unknown): boolean {
      if (typeof text !== 'string' || typeof pattern !== 'string') return false
      const compiled = patterns.get(pattern) ?? compiledPattern(source(pattern))
      patterns.set(pattern, compiled)
      return compiled.test(text)
    },
  }
}

function compiledPattern(source: string): ReturnType<typeof compileLinearPattern> {
  try {
    return compileLinearPattern(source, 'u')
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new QueryError(`a pattern cannot be used: ${error.message}`)
  }
}

type Part = { [key: string]: unknown }

/**
 * Lets each selector pay for what it is about to look at, and each comparison for what it compares. The library counts nothing, and
 * a filter that queries the whole document for each member is quadratic.
 */
function meter(query: JSONPathQuery, budget: Budget): void {
  for (const segment of query.segments) for (const selector of segment.selectors) meterSelector(selector as unknown as Part, budget)
}

function meterSelector(selector: Part, budget: Budget): void {
  const { resolve, expression } = selector as { resolve: (node: { value: unknown }) => unknown; expression?: unknown }
  const weight = isPart(expression) ? 1 + meterExpression(expression, budget) : 1
  selector.resolve = (node: { value: unknown }) => {
    budget.spend(1 + membersOf(node.value) * weight * 0.25)
    return resolve.call(selector, node)
  }
}

/** How many parts it has. */
function meterExpression(expression: Part, budget: Budget): number {
  if (isPart(expression.path)) meter(expression.path as unknown as JSONPathQuery, budget)
  const inner = [expression.left, expression.right, expression.expression, ...[expression.args ?? []].flat()].filter(isPart)
  const weight = inner.reduce((sum, part) => sum + meterExpression(part, budget), 1)
  if (isPart(expression.left) && isPart(expression.right))
    for (const side of [expression.left, expression.right]) meterOperand(side, budget)
  return weight
}

function meterOperand(operand: Part, budget: Budget): void {
  const { evaluate } = operand as { evaluate: (context: unknown) => unknown }
  operand.evaluate = (context: unknown) => {
    const result = evaluate.call(operand, context)
    const nodes = isPart(result) && Array.isArray(result.nodes) ? result.nodes : []
    if (nodes.length === 1) payForWhole((nodes[0] as { value: unknown }).value, budget)
    return result
  }
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null
}

function membersOf(value: unknown): number {
  if (Array.isArray(value)) return value.length
  return isPart(value) ? Object.keys(value).length : 0
}

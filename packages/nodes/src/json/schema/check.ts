import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { applicators } from './applicators.ts'
import { assertions } from './assertions.ts'
import { type Applicator, type Outcome, type Place, type Plan, patternOf, type Run, spend, type Violation } from './place.ts'
import { SchemaError } from './schema-error.ts'
import { type Draft, indexSchema, type Located, type Schema } from './schema-index.ts'

/**
 * Owns: checking a value against a JSON Schema by walking it: no code is made of it, patterns are linear, nothing is fetched, and all
 * of it has a budget, for a few references that name each other twice would otherwise take for ever.
 */
const maxSteps = 1_000_000
const maxDepth = 400

export function checkSchema(schema: Schema, draft: Draft, value: Json): readonly Violation[] {
  const run: Run = {
    index: indexSchema(schema, draft),
    patterns: new Map(),
    plans: new Map(),
    stepsLeft: maxSteps,
    check: (located, at, path, scope) => check(run, located, at, path, scope),
  }
  return run.check(run.index.root, value, [], []).violations
}

function check(run: Run, { schema, base: outer }: Located, value: Json, path: Place['path'], scope: Place['scope']): Outcome {
  spend(run, 1)
  const outcome: Outcome = { violations: [], keys: new Set(), items: new Set() }
  if (!isJsonObject(schema)) {
    if (schema === false) outcome.violations.push({ path, keyword: 'false', message: 'must not be there' })
    return outcome
  }
  const base = run.index.baseOf(schema, outer)
  // The scope grows with each entry, so that a reference that leads to itself is told from one that goes down into the value.
  if (scope.length > maxDepth) throw new SchemaError(`references lead to each other, or the value is nested, more than ${maxDepth} times`)
  const place: Place = { run, schema, base, scope: [...scope, base], value, path, outcome }
  const plan = planOf(run, schema)
  for (const [keyword, limit] of plan.assertions) assertOne(place, keyword, limit)
  for (const [apply, argument] of plan.applicators) apply(place, argument)
  return outcome
}

/** What a schema asks for, found once: a schema of items is walked for each of them. */
function planOf(run: Run, schema: JsonObject): Plan {
  const known = run.plans.get(schema)
  if (known) return known
  const { draft } = run.index
  const isOnlyReference = draft === 'draft-07' && schema.$ref !== undefined
  const plan = {
    assertions: isOnlyReference
      ? []
      : Object.entries(schema).filter(([keyword]) => keyword === 'pattern' || Object.hasOwn(assertions, keyword)),
    applicators: applicators.flatMap(([keyword, apply]): [Applicator, Json][] => {
      const argument = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined
      if (argument === undefined || !isKnown(keyword, draft) || (isOnlyReference && keyword !== '$ref')) return []
      return [[apply, argument]]
    }),
  }
  run.plans.set(schema, plan)
  return plan
}

function assertOne({ run, value, path, outcome }: Place, keyword: string, limit: Json): void {
  if (keyword === 'enum' || keyword === 'const' || keyword === 'uniqueItems') spend(run, sizeOf(limit) + sizeOf(value))
  const message = keyword === 'pattern' ? patternMessage(run, limit, value) : assertions[keyword]?.(limit, value)
  if (message !== undefined) outcome.violations.push({ path, keyword, message })
}

function patternMessage(run: Run, source: Json, value: Json): string | undefined {
  if (typeof value !== 'string' || typeof source !== 'string') return undefined
  spend(run, value.length / 64)
  return patternOf(run, source).test(value) ? undefined : 'must match the pattern'
}

/** Roughly what looking at all of it costs. */
function sizeOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value.length / 1024 : 0
  return Object.values(value).reduce<number>((sum, inner) => sum + 0.25 + sizeOf(inner), 0)
}

const notInDraft7: ReadonlySet<string> = new Set([
  ...['$dynamicRef', 'dependentSchemas', 'dependentRequired', 'prefixItems', 'unevaluatedProperties', 'unevaluatedItems'],
])
const onlyInDraft7: ReadonlySet<string> = new Set(['dependencies', 'additionalItems'])

function isKnown(keyword: string, draft: Draft): boolean {
  return !(draft === 'draft-07' ? notInDraft7 : onlyInDraft7).has(keyword)
}

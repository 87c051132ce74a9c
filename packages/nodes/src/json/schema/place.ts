import { compileLinearPattern, type Json, type JsonObject, type LinearPattern } from '@millrace/engine'
import { SchemaError, SchemaTooCostly } from './schema-error.ts'
import type { Located, SchemaIndex } from './schema-index.ts'

export interface Violation {
  readonly path: readonly (string | number)[]
  readonly keyword: string
  /** Follows the name of the place; never quotes the value. */
  readonly message: string
}

/** What one schema found, and which parts of the value it has looked at. */
export interface Outcome {
  readonly violations: Violation[]
  readonly keys: Set<string>
  readonly items: Set<number>
}

/** A keyword that holds schemas: applies them to the value, or to parts of it, and takes what they found. */
export type Applicator = (place: Place, argument: Json) => void

/** What one schema asks for, its keywords with what they were given. */
export interface Plan {
  readonly assertions: readonly (readonly [keyword: string, limit: Json])[]
  readonly applicators: readonly (readonly [apply: Applicator, argument: Json])[]
}

/** One check of one value, from its start to its end. */
export interface Run {
  readonly index: SchemaIndex
  readonly patterns: Map<string, LinearPattern>
  readonly plans: Map<JsonObject, Plan>
  stepsLeft: number
  check(schema: Located, value: Json, path: Place['path'], scope: Place['scope']): Outcome
}

/** One schema at one value. */
export interface Place {
  readonly run: Run
  readonly schema: JsonObject
  readonly base: string
  /** The resources on the way here, outermost first. */
  readonly scope: readonly string[]
  readonly value: Json
  readonly path: readonly (string | number)[]
  readonly outcome: Outcome
}

export function take({ outcome }: Place, found: Outcome): void {
  for (const violation of found.violations) outcome.violations.push(violation)
  for (const key of found.keys) outcome.keys.add(key)
  for (const index of found.items) outcome.items.add(index)
}

export function patternOf(run: Run, source: string): LinearPattern {
  const known = run.patterns.get(source)
  if (known) return known
  try {
    const pattern = compileLinearPattern(source, 'u')
    run.patterns.set(source, pattern)
    return pattern
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new SchemaError(`the pattern ${JSON.stringify(source.slice(0, 60))} cannot be used: ${error.message}`)
  }
}

export function spend(run: Run, steps: number): void {
  run.stepsLeft -= steps
  if (run.stepsLeft < 0) throw new SchemaTooCostly('The schema takes too long on this value')
}

import { compileLinearPattern, type LinearPattern } from '@millrace/engine'
import { ConditionFault } from './condition-fault.ts'

/** Patterns that one question after another asks for, compiled once; their budget of steps is for all of them together. */
export type Patterns = Map<string, LinearPattern>

interface Search {
  readonly ignoreCase: boolean
  readonly patterns: Patterns
}

export function matches(text: string, source: string, search: Search): boolean {
  const pattern = patternOf(source, search)
  return faulty('its pattern takes too long', () => pattern.test(text))
}

function patternOf(source: string, { ignoreCase, patterns }: Search): LinearPattern {
  const key = `${ignoreCase ? 'i' : ''}/${source}`
  const known = patterns.get(key)
  if (known !== undefined) return known
  const pattern = compile(source, ignoreCase ? 'i' : '')
  patterns.set(key, pattern)
  return pattern
}

export function canCompile(source: string): boolean {
  try {
    compile(source, '')
    return true
  } catch (error) {
    if (error instanceof ConditionFault) return false
    throw error
  }
}

function compile(source: string, flags: string): LinearPattern {
  return faulty('its pattern cannot be matched', () => compileLinearPattern(source, flags))
}

function faulty<Result>(what: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    throw new ConditionFault(`${what}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

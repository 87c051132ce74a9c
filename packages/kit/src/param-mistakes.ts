import type { ParamMistake } from '@millrace/engine'
import type { z } from 'zod'
import { knownKeys } from './known-keys.ts'

type Issue = z.core.$ZodIssue
type Path = ParamMistake['path']

/**
 * Says what the schema found, in sentences that follow the name of the place: `must be one of "basic", "bearer", but is 3.`
 *
 * Texts that came are never quoted: at run time they may hold a secret, and a part of one would escape the masking.
 */
export function paramMistakes(schema: z.ZodType, params: unknown, issues: readonly Issue[]): readonly ParamMistake[] {
  return issues.flatMap((issue) => mistakesOf(schema, params, issue, []))
}

/** Where in the value; undefined when the path leads nowhere. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  )
}

function mistakesOf(schema: z.ZodType, params: unknown, issue: Issue, base: Path): readonly ParamMistake[] {
  const path = [...base, ...(issue.path as (string | number)[])]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: 'is not a known parameter.', knownKeys: knownKeys(schema, path) }))
  }
  const branch = issue.code === 'invalid_union' ? meantBranch(issue) : undefined
  if (branch) return branch.flatMap((inner) => mistakesOf(schema, params, inner, path))
  return [{ path, message: `${messageFor(issue, valueAt(params, path))}.` }]
}

function messageFor(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  const wanted = wantedBy(issue)
  if (value === undefined && (wanted !== undefined || issue.code !== 'custom')) return 'is required'
  return wanted === undefined ? issue.message : `${wanted}, but is ${kindOf(value)}`
}

/** Of a union, the one option whose outer kind fits: its issues say more than "none of these". */
function meantBranch(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  const fitting = issue.errors.filter((branch) => !branch.some((inner) => inner.path.length === 0 && isWrongKind(inner)))
  return fitting.length === 1 ? fitting[0] : undefined
}

function isWrongKind(issue: Issue): boolean {
  if (issue.code === 'invalid_union') return meantBranch(issue) === undefined
  return issue.code === 'invalid_type' || issue.code === 'invalid_value'
}

/** How the messages begin that no schema has given. */
const zodsOwnWords = /^(Invalid|Too|Not a) /

/** What the schema asks for at this place, e.g. `must be at least 1`, or undefined when the schema's own message already says it. */
export function wantedBy(issue: Issue): string | undefined {
  if (!zodsOwnWords.test(issue.message)) return undefined
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kindWords[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`
    case 'invalid_union':
      return unionWanted(issue)
    case 'too_small':
      return `must ${extent(issue.origin, issue.inclusive === false ? 'more than' : 'at least', Number(issue.minimum))}`
    case 'too_big':
      return `must ${extent(issue.origin, issue.inclusive === false ? 'less than' : 'at most', Number(issue.maximum))}`
    case 'invalid_format':
      return `must be a valid ${issue.format}`
    case 'custom':
      return 'must have a value'
    default:
      return undefined
  }
}

function unionWanted(issue: z.core.$ZodIssueInvalidUnion): string {
  const forms = [...new Set(formsWanted(issue))]
  return forms.length === 0 ? 'has none of the allowed forms' : `must be ${listed(forms)}`
}

/** What each option asks for at the union's own place, options of options included. */
function formsWanted(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [kindWords[issue.expected] ?? issue.expected]
  if (issue.code === 'invalid_value') return [oneOf(issue.values)]
  if (issue.code !== 'invalid_union') return []
  if ('options' in issue && issue.options) return [oneOf(issue.options)]
  return issue.errors.flatMap((branch) => branch.filter(({ path }) => path.length === 0).flatMap(formsWanted))
}

function extent(origin: string, comparison: string, limit: number): string {
  if (origin === 'string') return `have ${comparison} ${counted(limit, 'character')}`
  if (origin === 'array') return `have ${comparison} ${counted(limit, 'item')}`
  return `be ${comparison} ${limit}`
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value))
  return quoted.length === 1 ? `${quoted[0]}` : `one of ${quoted.join(', ')}`
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  null: 'null',
}

/** What came, without telling its content. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `a text of ${counted(value.length, 'character')}`
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'a map'
  return `${value}`
}

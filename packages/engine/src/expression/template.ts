import type { Json } from '../json.ts'
import { compileText, type ExpressionPart, type TextPart } from './compile-text.ts'
import { ExpressionError } from './expression-error.ts'
import type { ExpressionProblem } from './expression-problem.ts'
import { Fault } from './fault.ts'
import type { Reference } from './reference.ts'
import { isHidden } from './root-names.ts'
import { concat, toText } from './run/convert.ts'
import { type Budget, createFrame, type Frame } from './run/frame.ts'
import { leave } from './run/leave.ts'
import { setOwn } from './run/own-property.ts'
import type { Value } from './run/value.ts'
import type { Scope } from './scope.ts'

export type { ExpressionProblem } from './expression-problem.ts'
export type { Reference } from './reference.ts'
export type { Budget } from './run/frame.ts'

/** A JSON value whose strings, and keys, may hold `{{ … }}`; compiled once, evaluated often. */
export interface Template {
  readonly source: Json
  /** No expression anywhere. */
  readonly isConstant: boolean
  readonly references: readonly Reference[]
  /** Reads a secret somewhere, or an address at which a step waits, which is one. */
  readonly isSecret: boolean
  /** For `evaluateTemplate` and `evaluateForHistory` only. */
  readonly run: Run
}

/** What history may show is everything but the strings that read a secret: those stay as they are written. */
type View = 'full' | 'history'
type Run<Result = Json> = (frame: Frame, view: View) => Result
type Path = readonly (string | number)[]

const maxDepth = 200

/** A string of the template that holds expressions, as it was read: for what looks at them without running them. */
export interface ParsedText {
  readonly at: Path
  /** It is the key at that path, not the value. */
  readonly isKey: boolean
  readonly source: string
  readonly parts: readonly TextPart[]
}

export interface CompiledTemplate {
  readonly template: Template
  readonly problems: readonly ExpressionProblem[]
  /** Not kept in the template, which lives as long as its plan. */
  readonly texts: readonly ParsedText[]
}

/** Never throws. A template with problems fails when it is evaluated. Of a map, the values of `literalKeys` are taken as written. */
export function compileTemplate(value: Json, literalKeys: readonly string[] = []): CompiledTemplate {
  const findings: Findings = { references: [], problems: [], texts: [], literalKeys }
  const run = compileValue(value, [], findings)
  const { references, problems, texts } = findings
  const isSecret = references.some(({ root }) => isHidden(root))
  const template = { source: value, isConstant: run === undefined, references, isSecret, run: run ?? (() => value) }
  return { template, problems, texts }
}

/** Throws an `ExpressionError`, and nothing else. */
export function evaluateTemplate(template: Template, scope: Scope, budget?: Partial<Budget>): Json {
  return template.isConstant ? template.source : template.run(createFrame(scope, budget), 'full')
}

/** Like `evaluateTemplate`, but each string that reads a secret is left as its source text. */
export function evaluateForHistory(template: Template, scope: Scope, budget?: Partial<Budget>): Json {
  return template.isConstant ? template.source : template.run(createFrame(scope, budget), 'history')
}

interface Findings {
  readonly references: Reference[]
  readonly problems: ExpressionProblem[]
  readonly texts: ParsedText[]
  /** Of the outermost map. */
  readonly literalKeys: readonly string[]
}

/** Undefined for a value without expressions, which stands for itself. */
function compileValue(value: Json, at: Path, findings: Findings): Run | undefined {
  if (typeof value === 'string') return compileString(value, at, findings, composeValue)
  if (typeof value !== 'object' || value === null) return undefined
  if (at.length >= maxDepth) {
    findings.problems.push({ code: 'EXPRESSION_TOO_DEEP', message: `The value is nested more than ${maxDepth} levels deep`, at, offset: 0 })
    return undefined
  }
  return Array.isArray(value) ? compileList(value, at, findings) : compileMap(value as { readonly [key: string]: Json }, at, findings)
}

function compileList(list: readonly Json[], at: Path, findings: Findings): Run | undefined {
  const runs = list.map((item, index) => compileValue(item, [...at, index], findings))
  if (runs.every((run) => run === undefined)) return undefined
  return (frame, view) =>
    list.map((item, index) => {
      const run = runs[index]
      return run === undefined ? item : run(frame, view)
    })
}

function compileMap(map: { readonly [key: string]: Json }, at: Path, findings: Findings): Run | undefined {
  const entries = Object.entries(map).map(([key, item]) => {
    const path = [...at, key]
    const isLiteral = at.length === 0 && findings.literalKeys.includes(key)
    const runKey = compileString(key, path, findings, composeText)
    return { key, item, runKey, runItem: isLiteral ? undefined : compileValue(item, path, findings) }
  })
  if (entries.every(({ runKey, runItem }) => runKey === undefined && runItem === undefined)) return undefined
  return (frame, view) => {
    const result: Record<string, Value> = {}
    for (const { key, item, runKey, runItem } of entries) {
      setOwn(result, runKey ? runKey(frame, view) : key, runItem ? runItem(frame, view) : item)
    }
    return result as Json
  }
}

type Compose<Result extends Json> = (parts: readonly TextPart[], at: Path) => Run<Result>

function compileString<Result extends Json>(
  text: string,
  at: Path,
  findings: Findings,
  compose: Compose<Result>,
): Run<Result | string> | undefined {
  if (!text.includes('{{')) return undefined
  const { parts, references, problems } = compileText(text, at)
  findings.references.push(...references)
  findings.problems.push(...problems)
  findings.texts.push({ at, isKey: compose === composeText, source: text, parts })
  const run = compose(parts, at)
  if (!references.some(({ root }) => isHidden(root))) return run
  return (frame, view) => (view === 'history' ? text : run(frame, view))
}

/** One expression alone keeps its type; anything beside it makes it text. */
function composeValue(parts: readonly TextPart[], at: Path): Run {
  const [only, ...others] = parts
  if (typeof only === 'object' && others.length === 0) return (frame) => evaluateAlone(only, at, frame)
  return composeText(parts, at)
}

/** A map's key is text in any case. */
function composeText(parts: readonly TextPart[], at: Path): Run<string> {
  return (frame) =>
    parts.reduce<string>((text, part) => (typeof part === 'string' ? text + part : evaluateInText(part, text, at, frame)), '')
}

function evaluateAlone(part: ExpressionPart, at: Path, frame: Frame): Json {
  return locating(part, at, frame, () => {
    const value = part.compute(frame)
    return part.isPath ? ((value ?? null) as Json) : leave(value, frame)
  })
}

function evaluateInText(part: ExpressionPart, before: string, at: Path, frame: Frame): string {
  return locating(part, at, frame, () => {
    const value = part.compute(frame)
    return concat(before, value === undefined || value === null ? '' : toText(value, frame), frame)
  })
}

/** Runs something for a part and says of its failure where it was. */
function locating<Result>({ text, offset }: ExpressionPart, at: Path, frame: Frame, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    const place = { expression: text.trim(), at }
    if (!(error instanceof Fault)) {
      throw new ExpressionError({
        ...place,
        code: 'EXPRESSION_FAILED',
        message: 'The expression could not be evaluated: please report it as a bug',
        offset,
        cause: error,
      })
    }
    const { code, message, suggestion, position = frame.position } = error
    throw new ExpressionError({ ...place, code, message, suggestion, offset: offset + position })
  }
}

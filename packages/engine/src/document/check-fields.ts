import { assertNever } from '../assert-never.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { parseDuration } from './duration.ts'
import { idMistake } from './ids.ts'
import type { Finding, Path, ProblemReport } from './problem-report.ts'
import { listed, quoted } from './quoted.ts'
import { parseSize } from './size.ts'
import type { Field, Fields } from './workflow-fields.ts'

/** A map to check against a table of fields. */
export interface Subject {
  readonly value: Json | undefined
  readonly path: Path
  /** What messages call it, e.g. `node "charge"`. */
  readonly thing: string
}

/**
 * Reports unknown, missing and wrong keys, and answers with those that are right:
 * what checks read afterwards has the type that its table says.
 */
export function checkFields(report: ProblemReport, subject: Subject, fields: Fields): JsonObject {
  const { value, path, thing } = subject
  if (!isJsonObject(value)) {
    report.add({ code: 'WRONG_TYPE', message: `${capital(thing)} must be a map, not ${kindOf(value)}.`, path })
    return {}
  }
  const right: [string, Json][] = []
  for (const [key, part] of Object.entries(value)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    const mistake = field === undefined ? unknownKey(subject, key, fields) : fieldMistake(subject, key, part, field)
    if (mistake === undefined) right.push([key, part])
    else report.add(mistake)
  }
  for (const [key, field] of Object.entries(fields)) {
    if (field.required && !Object.hasOwn(value, key)) report.add(missingKey(subject, key, field))
  }
  return Object.fromEntries(right)
}

function unknownKey({ path, thing }: Subject, key: string, fields: Fields): Finding {
  const known = Object.keys(fields)
  const message = `${capital(thing)} has no key ${quoted(key)}. It takes ${known.join(', ')}.`
  return { code: 'UNKNOWN_KEY', message, path: [...path, key], part: 'key', near: { word: key, known: () => known } }
}

function missingKey({ path, thing }: Subject, key: string, field: Field): Finding {
  return { code: 'MISSING_KEY', message: `${capital(thing)} has no "${key}". Add it: ${lowerFirst(field.about)}`, path, part: 'key' }
}

function fieldMistake({ path, thing }: Subject, key: string, value: Json, field: Field): Finding | undefined {
  const at = [...path, key]
  const name = `"${key}" of ${thing}`
  const kind = kindMistake(value, field)
  if (kind !== undefined) return { code: 'WRONG_TYPE', message: `${name} must be ${kind}, not ${kindOf(value)}.`, path: at }
  switch (field.kind) {
    case 'workflow-id': {
      const mistake = idMistake(String(value), 'workflow')
      return mistake === undefined
        ? undefined
        : { code: 'INVALID_ID', message: `The workflow id ${quoted(String(value))} ${mistake}.`, path: at }
    }
    case 'choice': {
      const { choices } = field
      if (choices.includes(String(value))) return undefined
      const message = `${name} cannot be ${quoted(String(value))}. Use ${listed(choices)}.`
      return { code: 'INVALID_CHOICE', message, path: at, near: { word: String(value), known: () => choices } }
    }
    case 'number':
      return numberMistake(name, at, Number(value), field)
    case 'share':
      return typeof value === 'boolean' ? undefined : numberMistake(name, at, Number(value), { min: 0, max: 1, isWhole: false })
    case 'duration':
      return durationMistake(name, at, String(value), field.least)
    case 'limit':
      return limitMistake(name, at, value, field.of)
    default:
      return undefined
  }
}

function limitMistake(name: string, path: Path, value: Json, of: 'duration' | 'size' | 'count'): Finding | undefined {
  if (value === 'none') return undefined
  if (of === 'duration') return durationMistake(name, path, String(value), 'positive')
  if (of === 'count') return numberMistake(name, path, Number(value), { min: 0, max: Number.MAX_SAFE_INTEGER, isWhole: true })
  if (parseSize(String(value)) !== undefined) return undefined
  return {
    code: 'INVALID_SIZE',
    message: `${name} is ${quoted(String(value))}, which is no size. Write 500MB, 2GiB or a number of bytes.`,
    path,
  }
}

function numberMistake(
  name: string,
  path: Path,
  value: number,
  limits: { min: number; max: number; isWhole: boolean },
): Finding | undefined {
  const { min, max, isWhole } = limits
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return undefined
  return { code: 'OUT_OF_RANGE', message: `${name} must be a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}, not ${value}.`, path }
}

function durationMistake(name: string, path: Path, text: string, least: 'zero' | 'positive'): Finding | undefined {
  const durationMs = parseDuration(text)
  if (durationMs === undefined) {
    return {
      code: 'INVALID_DURATION',
      message: `${name} is ${quoted(text)}, which is no duration. Write 500ms, 5s, 1h30m, 3d or PT5M.`,
      path,
    }
  }
  if (durationMs > 0 || least === 'zero') return undefined
  return { code: 'OUT_OF_RANGE', message: `${name} must be longer than nothing.`, path }
}

/** Names the kind that was wanted when the value is of another one. */
function kindMistake(value: Json, field: Field): string | undefined {
  switch (field.kind) {
    case 'text':
    case 'workflow-id':
    case 'choice':
      return typeof value === 'string' ? undefined : 'text (put it in quotes)'
    case 'duration':
      return typeof value === 'string' ? undefined : 'a duration with its unit, such as 30s'
    case 'texts':
      return isList(value) && value.every((part) => typeof part === 'string') ? undefined : 'a list of texts'
    case 'list':
      return isList(value) && value.length >= field.least ? undefined : `a list of ${field.least} or more`
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'number':
      return typeof value === 'number' ? undefined : 'a number'
    case 'share':
      return typeof value === 'number' || typeof value === 'boolean' ? undefined : 'true, false or a number from 0 to 1'
    case 'map':
      return isJsonObject(value) ? undefined : 'a map'
    case 'next':
      return typeof value === 'string' || isList(value) || isJsonObject(value)
        ? undefined
        : 'a node, a list of nodes or a map from port to either'
    case 'limit':
      return value === 'none' || isLimit(value, field.of) ? undefined : `${limitKinds[field.of]}, or none`
    case 'any':
      return undefined
    default:
      return assertNever(field)
  }
}

const limitKinds = { duration: 'a duration with its unit, such as 30d', size: 'a size such as 500MB', count: 'a number' }

function isLimit(value: Json, of: 'duration' | 'size' | 'count'): boolean {
  return of === 'count' ? typeof value === 'number' : typeof value === 'string' || (of === 'size' && typeof value === 'number')
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** What a value is, with its article. */
export function kindOf(value: Json | undefined): string {
  if (value === undefined || value === null) return 'empty'
  if (isList(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'a number' : String(value)
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

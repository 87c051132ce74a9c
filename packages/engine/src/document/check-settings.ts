import type { Json, JsonObject } from '../json.ts'
import { checkAdmission } from './check-admission.ts'
import { checkFields, isList } from './check-fields.ts'
import type { NamesDeclared } from './check-names.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { isRedactPath, knownPatterns, readPattern } from './redact-settings.ts'
import { captureFields, captureLevels, limitFields, redactFields, retentionFields, settingsFields } from './workflow-fields.ts'

export function checkSettings(report: ProblemReport, { id, settings }: JsonObject, declared: NamesDeclared): void {
  if (settings === undefined) return
  const path = ['settings']
  const right = checkFields(report, { value: settings, path, thing: '"settings"' }, settingsFields)
  const { onFailure, retention, capture, redact } = right
  if (onFailure !== undefined && onFailure === id) {
    const message = 'A workflow cannot be its own "onFailure": its failures would start it again for ever. Name another one.'
    report.add({ code: 'FAILS_INTO_ITSELF', message, path: [...path, 'onFailure'] })
  }
  if (retention !== undefined) checkRetention(report, retention, [...path, 'retention'])
  if (capture !== undefined) checkCapture(report, capture, [...path, 'capture'])
  if (redact !== undefined) checkRedact(report, redact, [...path, 'redact'])
  checkAdmission(report, right, path, declared)
}

function checkRetention(report: ProblemReport, value: Json, path: Path): void {
  const kinds = checkFields(report, { value, path, thing: '"retention"' }, retentionFields)
  for (const [kind, limits] of Object.entries(kinds))
    checkFields(report, { value: limits, path: [...path, kind], thing: `${quoted(kind)} of "retention"` }, limitFields)
}

function checkCapture(report: ProblemReport, value: Json, path: Path): void {
  if (typeof value !== 'string') {
    checkFields(report, { value, path, thing: '"capture"' }, captureFields)
  } else if (!captureLevels.some((level) => level === value)) {
    const message = `"capture" cannot be ${quoted(value)}. Use ${captureLevels.join(', ')}, or a map.`
    report.add({ code: 'INVALID_CHOICE', message, path, near: { word: value, known: () => captureLevels } })
  }
}

function checkRedact(report: ProblemReport, value: Json, path: Path): void {
  const { paths, patterns } = checkFields(report, { value, path, thing: '"redact"' }, redactFields)
  for (const [index, text] of textsOf(paths)) {
    if (isRedactPath(text)) continue
    const message = `The path ${quoted(text)} leads to no values. Begin with trigger, inputs, vars, env or nodes.<id>.output; * stands for any name or index.`
    report.add({ code: 'INVALID_PATH', message, path: [...path, 'paths', index] })
  }
  for (const [index, text] of textsOf(patterns)) {
    const mistake = patternMistake(text)
    if (mistake === undefined) continue
    const message = `The pattern ${quoted(text)} cannot be used: ${mistake}.`
    report.add({ code: 'INVALID_PATTERN', message, path: [...path, 'patterns', index], near: { word: text, known: () => knownPatterns } })
  }
}

/** They are known to be texts. */
function textsOf(value: Json | undefined): readonly (readonly [number, string])[] {
  return isList(value) ? value.map((text, index) => [index, String(text)]) : []
}

function patternMistake(text: string): string | undefined {
  try {
    readPattern(text)
    return undefined
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

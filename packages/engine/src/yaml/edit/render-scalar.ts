import { isPrintable } from './printable.ts'
import type { Style } from './style.ts'

/**
 * Owns: how one scalar is written on one line.
 * Invariants: what is written reads back as the same value, also to readers of YAML 1.1, for which `yes` is a boolean.
 */

export type Quoting = 'plain' | 'single' | 'double'

export interface ScalarPlace {
  readonly isFlow: boolean
  readonly isKey?: boolean
  /** How the scalar that stood there was written, to keep it so. */
  readonly quoting?: Quoting | undefined
  readonly style: Style
}

export function renderScalar(value: string | number | boolean | null, place: ScalarPlace): string {
  if (typeof value === 'string') return renderText(value, place)
  return typeof value === 'number' ? renderNumber(value) : String(value)
}

/** Whole numbers that a double cannot hold exactly are written with an exponent, or they would be refused as inexact. */
function renderNumber(value: number): string {
  const isExact = Number.isSafeInteger(value) || !Number.isInteger(value)
  return isExact || Math.abs(value) >= 1e21 ? String(value + 0) : value.toExponential()
}

function renderText(value: string, place: ScalarPlace): string {
  const { quoting } = place
  if (quoting !== 'single' && quoting !== 'double' && canBePlain(value, place)) return value
  const prefersSingle = quoting === 'single' || (quoting !== 'double' && (place.style.quote === "'" || /["\\]/.test(value)))
  return prefersSingle && isPrintable(value) ? `'${value.replaceAll("'", "''")}'` : renderDouble(value)
}

/** Words that some reader of YAML takes for something other than a text. */
const ambiguous = /^(?:[~=]|<<|null|true|false|yes|no|on|off|y|n|[-+]?\.(?:inf|nan)|[-+]?[\d.][\d._,:eExXoObBa-fA-F+-]*)$/i

function canBePlain(value: string, { isFlow, isKey = false }: ScalarPlace): boolean {
  if (!isPrintable(value) || value.trim() !== value || value === '') return false
  if (/^[-?:,[\]{}#&*!|>'"%@`]/.test(value) || /^(?:---|\.\.\.)/.test(value)) return false
  if (/:(?:\s|$)|\s#|\{\{/.test(value)) return false
  if (isFlow && /[,[\]{}]|:(?=[,[\]{}"'])/.test(value)) return false
  // A port or status may well be named `true` or `200`: keys are always texts here.
  return isKey ? value !== '<<' : !ambiguous.test(value)
}

function renderDouble(value: string): string {
  const toEscape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  // JSON is YAML, but for the characters that YAML does not print.
  return JSON.stringify(value).replace(/[\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\uffff]/g, toEscape)
}

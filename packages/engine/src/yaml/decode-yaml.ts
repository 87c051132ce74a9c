import type { Problem } from '../problem.ts'
import { decodeUtf8 } from './decode-utf8.ts'
import { yamlLimits } from './limits.ts'
import { createLineTable } from './line-table.ts'
import { toProblems } from './mistake.ts'
import { tooLarge } from './read-document.ts'
import { yamlProblems } from './yaml-problems.ts'

export type DecodedYaml = { readonly ok: true; readonly source: string } | { readonly ok: false; readonly problems: readonly Problem[] }

/** Turns the bytes of a YAML file into its text, without a byte order mark. Every bad byte is a problem with its place. */
export function decodeYaml(bytes: Uint8Array): DecodedYaml {
  if (bytes.length > yamlLimits.size) return { ok: false, problems: toProblems([tooLarge], createLineTable('')) }
  const { text, badOffsets } = decodeUtf8(bytes)
  if (badOffsets.length === 0) return { ok: true, source: text.startsWith('\ufeff') ? text.slice(1) : text }
  const message = `A byte here is not UTF-8. ${yamlProblems.INVALID_UTF8.action}`
  const mistakes = badOffsets.slice(0, yamlLimits.problems).map((offset) => ({ code: 'INVALID_UTF8' as const, message, offset }))
  return { ok: false, problems: toProblems(mistakes, createLineTable(text)) }
}

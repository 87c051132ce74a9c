import type { Json } from '../../json.ts'
import { createLineTable } from '../line-table.ts'
import type { Mistake } from '../mistake.ts'
import { readDocument, type YamlDocument } from '../read-document.ts'
import { toJson } from '../to-json.ts'
import { type Style, styleOf } from './style.ts'

/** A text that may be edited: one without mistakes. */
export interface EditableText {
  readonly source: string
  readonly document: YamlDocument
  /** Absent when the document is empty. */
  readonly value: Json | undefined
  readonly style: Style
}

export function openText(source: string): EditableText | readonly Mistake[] {
  const { document, mistakes } = readDocument(source)
  if (document === undefined || mistakes.length > 0) return mistakes
  const positionAt = createLineTable(source)
  const reading = toJson(document, (offset) => positionAt(offset).line)
  if (reading.mistakes.length > 0) return reading.mistakes
  return {
    source,
    document,
    value: document.contents?.srcToken === undefined ? undefined : reading.value,
    style: styleOf(source, document),
  }
}

export function isBroken(text: EditableText | readonly Mistake[]): text is readonly Mistake[] {
  return Array.isArray(text)
}

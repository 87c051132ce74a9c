import type { EditableText } from './editable-text.ts'
import type { Span } from './layout.ts'
import type { Patch } from './patch.ts'
import { renderKey } from './render-value.ts'

/** Writes another name over a key, in the same quotes. */
export function renameKey({ source, style }: EditableText, { start, end }: Span, isFlow: boolean, to: string): readonly Patch[] {
  const quoting = source[start] === "'" ? 'single' : source[start] === '"' ? 'double' : undefined
  return [{ start, end, text: renderKey(to, style, isFlow, quoting) }]
}

import { isPrintable } from './printable.ts'

/**
 * Owns: writing a text of several lines under a `|` or `>`.
 * Does not own: deciding whether to.
 */
export type BlockStyle = 'literal' | 'folded'

/** The header and the lines of a block scalar, without indentation; undefined when the text needs quotes instead. */
export function renderBlockText(
  value: string,
  style: BlockStyle,
): { readonly header: string; readonly lines: readonly string[] } | undefined {
  // More than one line end at the end would take in blank lines that follow in the file.
  if (!isBlockText(value) || value.endsWith('\n\n')) return undefined
  const body = value.endsWith('\n') ? value.slice(0, -1) : value
  const chomping = value.endsWith('\n') ? '' : '-'
  const lines = body.split('\n')
  if (style === 'folded' && lines.every((line) => /^[^ \t]/.test(line))) {
    return { header: `>${chomping}`, lines: lines.flatMap((line, index) => (index === 0 ? [line] : ['', line])) }
  }
  return { header: `|${chomping}`, lines }
}

/** Not where the first line is indented, or where spaces or characters stand that do not show. */
function isBlockText(value: string): boolean {
  if (value === '' || /^[ \t\n]/.test(value)) return false
  if (/(?:^|\n)[ \t]+(?:\n|$)|\n\t/.test(value)) return false
  return value.split('\n').every(isPrintable)
}

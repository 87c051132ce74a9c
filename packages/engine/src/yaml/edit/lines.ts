/** The first offset of the line; a byte order mark does not count as part of it. */
export function startOfLine(source: string, offset: number): number {
  const start = offset === 0 ? 0 : source.lastIndexOf('\n', offset - 1) + 1
  return start === 0 && source.startsWith('\ufeff') ? 1 : start
}

/** Behind the last character of the line, before its line end. */
export function endOfLine(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset)
  if (newline === -1) return source.length
  return newline > offset && source[newline - 1] === '\r' ? newline - 1 : newline
}

/** The first offset of the next line, or the end of the source. */
export function startOfNextLine(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset)
  return newline === -1 ? source.length : newline + 1
}

/** True when nothing but spaces stands before `offset` on its line. */
export function isFirstOnLine(source: string, offset: number): boolean {
  return source.slice(startOfLine(source, offset), offset).trim() === ''
}

/** The comment that follows on the same line, with the spaces before it; empty when there is none. */
export function commentAfter(source: string, offset: number): string {
  return /^[ \t]+#.*$/.exec(source.slice(offset, endOfLine(source, offset)))?.[0] ?? ''
}

/**
 * Where the comment lines begin that stand right above an entry, at its column and without a blank line between:
 * they speak of the entry. The offset of the entry itself when there are none.
 */
export function attachedComments(source: string, offset: number): number {
  if (!isFirstOnLine(source, offset)) return offset
  const column = offset - startOfLine(source, offset)
  let first = offset
  for (let line = startOfLine(source, offset); line > 0; ) {
    line = startOfLine(source, line - 1)
    const text = source.slice(line, endOfLine(source, line))
    if (text.search(/\S/) !== column || text[column] !== '#') break
    first = line + column
    if (line === startOfLine(source, 0)) break
  }
  return first
}

/** The offset behind the comma that follows inside brackets, past spaces and comments, or undefined. */
export function commaAfter(source: string, offset: number): number | undefined {
  const gap = /\s*(?:#.*\s*)*/y
  gap.lastIndex = offset
  gap.exec(source)
  return source[gap.lastIndex] === ',' ? gap.lastIndex + 1 : undefined
}

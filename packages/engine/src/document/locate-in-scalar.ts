/**
 * The offset in the source of the character at `offset` of a text, when the scalar that holds the text begins at `start`.
 * Follows plain, quoted and literal (`|`) scalars character by character; where source and text part ways
 * (folded lines, aliases), it answers with the start of the scalar.
 */
export function locateInScalar(source: string, start: number, text: string, offset: number): number {
  const walk = beginWalk(source, start)
  if (walk === undefined) return start
  let index = walk.index
  for (let done = 0; done < offset; ) {
    const step = walk.step(index, text, done)
    if (step === undefined) return start
    index += step.source
    done += step.text
  }
  return walk.indentAt(index, offset > 0 && text[offset - 1] === '\n')
}

/** How far one step goes in the source and in the text. */
interface Step {
  readonly source: number
  readonly text: number
}

interface Walk {
  readonly index: number
  step(index: number, text: string, done: number): Step | undefined
  /** Skips the indentation when a line has just begun. */
  indentAt(index: number, isLineStart: boolean): number
}

function beginWalk(source: string, index: number): Walk | undefined {
  const first = source[index]
  const stay = (at: number) => at
  const same = (at: number, text: string, done: number) => (source[at] === text[done] ? { source: 1, text: 1 } : undefined)
  if (first === '"')
    return { index: index + 1, step: (at, text, done) => stepDoubleQuoted(source, at) ?? same(at, text, done), indentAt: stay }
  if (first === "'") {
    return {
      index: index + 1,
      step: (at, text, done) => (source.startsWith("''", at) ? { source: 2, text: 1 } : same(at, text, done)),
      indentAt: stay,
    }
  }
  if (first === '|') return beginLiteral(source, index)
  return { index, step: same, indentAt: stay }
}

const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 }

function stepDoubleQuoted(source: string, at: number): Step | undefined {
  if (source[at] !== '\\') return undefined
  const kind = source[at + 1] ?? ''
  const length = escapeLengths[kind] ?? 2
  const isAstral = kind === 'U' && Number.parseInt(source.slice(at + 2, at + 10), 16) > 0xffff
  return kind === '\n' || kind === '\r' ? undefined : { source: length, text: isAstral ? 2 : 1 }
}

const literalHeader = /\|[^\r\n]*\r?\n(?:[ ]*\r?\n)*( *)/y

function beginLiteral(source: string, index: number): Walk | undefined {
  literalHeader.lastIndex = index
  const header = literalHeader.exec(source)
  // Leading empty lines and an explicit indentation are rare: the start of the scalar is good enough for them.
  if (header === null || /^\|[^\r\n]*\d/.test(header[0]) || /\n\s*\n/.test(header[0])) return undefined
  const indent = header[1]?.length ?? 0
  function indentAt(at: number, isLineStart: boolean): number {
    if (!isLineStart) return at
    let spaces = 0
    while (spaces < indent && source[at + spaces] === ' ') spaces++
    return at + spaces
  }
  function step(at: number, text: string, done: number): Step | undefined {
    const from = indentAt(at, done > 0 && text[done - 1] === '\n')
    const skipped = from - at
    if (text[done] === '\n' && source.startsWith('\r\n', from)) return { source: skipped + 2, text: 1 }
    return source[from] === text[done] ? { source: skipped + 1, text: 1 } : undefined
  }
  return { index: index + header[0].length, step, indentAt }
}

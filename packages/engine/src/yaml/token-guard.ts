import { CST } from 'yaml'
import { yamlLimits } from './limits.ts'
import type { Mistake } from './mistake.ts'

/**
 * Owns: refusing, token by token and before the parser sees them, what would cost it its stack or too much time.
 * Does not own: the exact depth of values; reading them checks that again.
 * Invariants: work is linear in the number of tokens; nothing passes that nests the parser more than about twice the limit.
 *
 * The parser unwinds nested blocks by recursion, so `- - - - …` on one line would overflow its stack. It also
 * walks back over the blank lines in front of each comment of a run, which is quadratic: those steps count as work.
 */
export function createTokenGuard(): (token: string, offset: number) => Mistake | undefined {
  const lines: OpenLine[] = []
  let blockDepth = 0
  let flowDepth = 0
  let work = 0
  let blanks = 0
  let isAfterComment = false
  let lineStart = 0
  let isScalarNext = false
  let isLineNew = true

  function enterLine(column: number): void {
    for (let top = lines.at(-1); top !== undefined && top.column >= column; top = lines.at(-1)) {
      blockDepth -= top.levels
      lines.pop()
    }
    lines.push({ column, levels: 0 })
    isLineNew = false
  }

  function nest(type: string): void {
    if (type === 'flow-map-start' || type === 'flow-seq-start') flowDepth++
    else if (type === 'flow-map-end' || type === 'flow-seq-end') flowDepth = Math.max(0, flowDepth - 1)
    else if (type === 'flow-error-end') flowDepth = 0
    const line = lines.at(-1)
    if (flowDepth > 0 || line === undefined || !blockIndicators.has(type)) return
    line.levels++
    blockDepth++
  }

  return (token, offset) => {
    const type = isScalarNext ? 'scalar-text' : CST.tokenType(token)
    isScalarNext = type === 'scalar'
    if (type === null || type === 'scalar' || type === 'doc-mode') return undefined
    const isBlank = type === 'newline' || type === 'space'
    work += type === 'comment' ? 1 + blanks : 1
    if (type === 'comment') isAfterComment = true
    else if (isBlank) blanks += isAfterComment ? 0 : 1
    else {
      blanks = 0
      isAfterComment = false
      if (isLineNew && flowDepth === 0) enterLine(offset - lineStart)
      nest(type)
    }
    const newline = token.lastIndexOf('\n')
    if (newline !== -1) {
      lineStart = offset + newline + 1
      isLineNew ||= newline === token.length - 1
    }
    return refusal(blockDepth + flowDepth, work, offset)
  }
}

/** A line that opened blocks: how many at most, and the column from which on lines stand inside them. */
interface OpenLine {
  readonly column: number
  levels: number
}

const blockIndicators: ReadonlySet<string> = new Set(['seq-item-ind', 'explicit-key-ind', 'map-value-ind'])

function refusal(depth: number, work: number, offset: number): Mistake | undefined {
  if (depth > yamlLimits.depth) return tooDeep(offset)
  if (work <= yamlLimits.work) return undefined
  const message = 'The document has too many parts: split it, or keep large data outside the workflow.'
  return { code: 'TOO_MANY_TOKENS', message, offset }
}

export function tooDeep(offset: number, path: Mistake['path'] = []): Mistake {
  return { code: 'TOO_DEEP', message: `Values are nested more than ${yamlLimits.depth} levels deep here: flatten them.`, offset, path }
}

const meaning = new Set('\\^$.|?*+()[]{}')
/** What may leave out the character before it. */
const leavesOut = new Set('*?{')

/**
 * What every text that the regular expression matches begins with, so that an index serves the beginning; empty where nothing is known.
 * Rather too short than too long: whatever could be a choice ends it.
 */
export function prefixOf(pattern: string, flags: string): string {
  if (!pattern.startsWith('^') || /[im]/.test(flags) || /\||\(\?/.test(pattern)) return ''
  const rest = [...pattern.slice(1)]
  const prefix: string[] = []
  for (let at = 0; at < rest.length; at++) {
    // A backslash makes a sign plain; before a letter or a digit it means something.
    const isEscaped = rest[at] === '\\' && /[!-/:-@[-`{-~]/.test(rest[at + 1] ?? '')
    const sign = rest[isEscaped ? at + 1 : at] ?? ''
    if (!isEscaped && (meaning.has(sign) || !isText(sign))) break
    if (isEscaped) at += 1
    if (leavesOut.has(rest[at + 1] ?? '')) break
    prefix.push(sign)
  }
  return prefix.join('')
}

function isText(sign: string): boolean {
  return sign.isWellFormed() && sign !== '\u0000'
}

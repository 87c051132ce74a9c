/** Whether a name fits a pattern with `*`, `?` and `**`. However many stars there are, it costs no more than the one length times the other. */
export function matchesName(pattern: string): (name: string) => boolean {
  const parts = pattern.split('/')
  return (name) => matchParts(parts, name.split('/'))
}

function matchParts(pattern: readonly string[], name: readonly string[]): boolean {
  return matchSequence(pattern, name, '**', matchPart)
}

function matchPart(pattern: string, part: string): boolean {
  return matchSequence([...pattern], [...part], '*', (one, other) => one === '?' || one === other)
}

/** The star takes as little as it can; when what follows does not fit, the last star takes one more. Earlier ones never need to. */
function matchSequence(
  pattern: readonly string[],
  given: readonly string[],
  star: string,
  fits: (pattern: string, given: string) => boolean,
): boolean {
  let at = 0
  let index = 0
  let lastStar = -1
  let taken = 0
  while (index < given.length) {
    const one = pattern[at]
    if (one === star) {
      lastStar = at++
      taken = index
    } else if (one !== undefined && fits(one, given[index] ?? '')) {
      at++
      index++
    } else if (lastStar >= 0) {
      at = lastStar + 1
      index = ++taken
    } else return false
  }
  while (pattern[at] === star) at++
  return at === pattern.length
}

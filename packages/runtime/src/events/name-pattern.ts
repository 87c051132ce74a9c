/** Whether a name is meant by a pattern: `*` stands for one segment, `**` for any number of them, none included. */
export function matchesName(pattern: string, name: string): boolean {
  return matches(pattern.split('.'), name.split('.'))
}

export function isPattern(name: string): boolean {
  return name.split('.').some((segment) => segment === '*' || segment === '**')
}

/** Each `**` is tried once for each place: what it has passed over is never looked at again. */
function matches(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0
  let from = 0
  let star: { readonly at: number; from: number } | undefined
  while (from < name.length) {
    const wanted = pattern[at]
    if (wanted === '**') {
      star = { at: at + 1, from }
      at++
    } else if (wanted !== undefined && (wanted === '*' || wanted === name[from])) {
      at++
      from++
    } else if (star !== undefined) {
      star.from++
      at = star.at
      from = star.from
    } else return false
  }
  while (pattern[at] === '**') at++
  return at === pattern.length
}

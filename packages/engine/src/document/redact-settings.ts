import { compileLinearPattern, type LinearPattern } from '../expression/pattern/linear-pattern.ts'

/** What the history can be told to mask by its look, wherever it stands. */
export const knownPatterns = ['email', 'creditCard', 'iban', 'phone'] as const

/** The name of a known pattern, or a regular expression. Throws an `Error` that says what is wrong with it. */
export function readPattern(text: string): (typeof knownPatterns)[number] | LinearPattern {
  const known = knownPatterns.find((name) => name === text)
  if (known !== undefined) return known
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? []
  if (source === undefined) throw new Error(`it is neither ${knownPatterns.join(', ')} nor a regular expression between slashes`)
  const pattern = compileLinearPattern(source, flags)
  if (pattern.test('')) throw new Error('it matches nothing at all, that is everywhere')
  return pattern
}

const roots: Readonly<Record<string, RegExp>> = {
  trigger: /^trigger(\.[^.]+)+$/,
  inputs: /^inputs(\.[^.]+)+$/,
  vars: /^vars(\.[^.]+)+$/,
  env: /^env(\.[^.]+)+$/,
  nodes: /^nodes\.[^.]+\.output(\.[^.]+)*$/,
}

/** A path to values: names and, for any name or index, `*`, with dots between. */
export function isRedactPath(path: string): boolean {
  return roots[path.split('.', 1)[0] ?? '']?.test(path) ?? false
}

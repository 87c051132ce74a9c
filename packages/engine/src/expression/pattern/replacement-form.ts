/** A piece of a replacement text: itself, or what a `$` form stands for. */
export type ReplacementPiece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'match' | 'before' | 'after' }
  /** Group 0 is none: it stands for nothing. */
  | { readonly type: 'group'; readonly group: number }

export interface Groups {
  readonly groupCount: number
  /** Numbers of the named groups. */
  readonly names: Readonly<Record<string, number>>
}

/** Reads the `$` forms exactly as `String.prototype.replace` does; what is none of them is text. */
export function readReplacement(replacement: string, groups: Groups): readonly ReplacementPiece[] {
  const pieces: ReplacementPiece[] = []
  let last = 0
  let index = replacement.indexOf('$')
  while (index >= 0) {
    const form = readForm(replacement, index, groups)
    if (form) {
      if (index > last) pieces.push({ type: 'text', text: replacement.slice(last, index) })
      pieces.push(form.piece)
      last = index + form.length
    }
    index = replacement.indexOf('$', form ? last : index + 1)
  }
  if (last < replacement.length) pieces.push({ type: 'text', text: replacement.slice(last) })
  return pieces
}

interface Form {
  readonly piece: ReplacementPiece
  readonly length: number
}

const simpleForms: ReadonlyMap<string, ReplacementPiece> = new Map<string, ReplacementPiece>([
  ['$$', { type: 'text', text: '$' }],
  ['$&', { type: 'match' }],
  ['$`', { type: 'before' }],
  ["$'", { type: 'after' }],
])

function readForm(replacement: string, index: number, { groupCount, names }: Groups): Form | undefined {
  const simple = simpleForms.get(replacement.slice(index, index + 2))
  if (simple) return { piece: simple, length: 2 }
  if (replacement[index + 1] === '<') return Object.keys(names).length > 0 ? readNamedForm(replacement, index, names) : undefined
  const [, digits = ''] = /^\$(\d\d?)/.exec(replacement.slice(index, index + 3)) ?? []
  for (let length = digits.length; length > 0; length--) {
    const group = Number(digits.slice(0, length))
    if (group >= 1 && group <= groupCount) return { piece: { type: 'group', group }, length: 1 + length }
  }
  return undefined
}

function readNamedForm(replacement: string, index: number, names: Groups['names']): Form | undefined {
  const end = replacement.indexOf('>', index)
  if (end < 0) return undefined
  const name = replacement.slice(index + 2, end)
  return { piece: { type: 'group', group: Object.hasOwn(names, name) ? (names[name] ?? 0) : 0 }, length: end + 1 - index }
}

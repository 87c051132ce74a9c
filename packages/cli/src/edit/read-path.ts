import type { Path } from '@millrace/engine'

/** A key as it stands, an index, or a key in quotes. What follows a `]` needs a dot only before a plain key. */
const segment = /(\.?)(?:([^\s.[\]="']+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\])/y

/** Reads a path such as `nodes.each.with.items[0]` from the beginning of a text, as far as it goes. */
export function readPath(text: string): { readonly path: Path; readonly end: number } {
  const path: (string | number)[] = []
  let end = 0
  for (;;) {
    segment.lastIndex = end
    const match = segment.exec(text)
    const [whole = '', dot, key, index, quoted] = match ?? []
    // A dot stands between two segments, and always before a plain key.
    if (match === null || (key === undefined ? dot !== '' : (dot === '') !== (path.length === 0))) return { path, end }
    const name = key ?? (index === undefined ? unquoted(quoted) : Number(index))
    if (name === undefined) return { path, end }
    path.push(name)
    end += whole.length
  }
}

function unquoted(text = ''): string | undefined {
  try {
    return String(JSON.parse(text))
  } catch {
    return undefined // An escape that JSON does not have: the path ends before it.
  }
}

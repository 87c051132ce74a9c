import { usageError } from '../cli-error.ts'

/** `FIELD=COLUMN`: a field of a file may have a `=` in its name, a column may not. */
export function readRename(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.lastIndexOf('=')
      if (at < 1 || at === text.length - 1) throw usageError('--rename takes two names, such as --rename "Order no.=number".')
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

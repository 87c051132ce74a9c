import type { Json, Path } from '@millrace/engine'

/** What stands at a path of a value; undefined where nothing does. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((part, segment) => {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, segment)) return undefined
    return (part as { readonly [key: string | number]: Json })[segment]
  }, value)
}

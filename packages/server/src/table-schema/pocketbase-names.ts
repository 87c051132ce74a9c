/** Names that PocketBase takes: it tells no capitals from small letters, and keeps some words for itself. */
export type PocketbaseNames = ReadonlyMap<string, string>

/** A new PocketBase has a collection of users, which is of another type. */
const takenCollections = ['users']
const takenFields = ['id', 'createdat', 'updatedat', 'expand', 'collectionid', 'collectionname', 'null', 'true', 'false']

export function collectionNames(names: readonly string[]): PocketbaseNames {
  // Its SQLite keeps this beginning for itself.
  return freeNames(names, takenCollections, (name) => name.replace(/^sqlite_/i, 'sqlite'))
}

export function fieldNames(names: readonly string[]): PocketbaseNames {
  return freeNames(names, takenFields, (name) => name)
}

/** What is taken, or differs from another one in capitals alone, has `_` behind it. */
function freeNames(names: readonly string[], reserved: readonly string[], fit: (name: string) => string): PocketbaseNames {
  const taken = new Set(reserved)
  return new Map(
    names.map((name) => {
      let free = fit(withoutVia(name))
      while (taken.has(free.toLowerCase())) free += '_'
      taken.add(free.toLowerCase())
      return [name, free]
    }),
  )
}

/** `_via_` leads back along a relation in its expressions. */
function withoutVia(name: string): string {
  let without = name
  while (/_via_/i.test(without)) without = without.replace(/_via_/i, '_via')
  return without
}

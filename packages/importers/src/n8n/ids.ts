const longest = 56
const reserved: ReadonlySet<string> = new Set(['catch', 'finally', 'constructor', 'prototype', 'default', 'error', 'timeout'])

/** Gives out ids, each once. */
export interface Ids {
  /** A free id that reads like the name. */
  take(name: string): string
}

export function createIds(): Ids {
  const taken = new Set<string>()
  return {
    take(name) {
      const base = slug(name, '_') || 'node'
      let id = base
      for (let count = 2; taken.has(id) || reserved.has(id); count++) id = `${base}_${count}`
      taken.add(id)
      return id
    },
  }
}

/** Lower-case letters and digits of the name, accents taken away, with one sign between words; a letter first. */
export function slug(name: string, between: '_' | '-'): string {
  const words = name
    .slice(0, 500)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/['’]/g, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  const joined = (words ?? []).join(between).slice(0, longest)
  const trimmed = joined.endsWith(between) ? joined.slice(0, -1) : joined
  return trimmed === '' || /^[a-z]/.test(trimmed) ? trimmed : `n${between}${trimmed}`.slice(0, longest)
}

/** What stands in place of a secret. */
export const mask = '••••••'

/** Below this length a secret is masked only where it is the whole string: "on" as a secret must not eat every "on" in a text. */
export const shortestSearched = 4

const hashMask = 0xffff
const leastSlots = 1 << 10
/** So many hashes' worth of slots: few texts need a table that is made in no time, and in a fuller one too many places look like a beginning. */
const slotsPerHash = 32

export interface TextMask {
  /** At least `shortestSearched` long. */
  add(spelling: string): void
  /** The same text where nothing is in it. */
  replace(text: string): string
}

/**
 * Replaces every stretch that one or more spellings cover by one mask. One pass: a rolling hash of the last four characters says whether a
 * spelling may begin here, and only then are the spellings with that hash looked up. So the time is linear in the text; a text could make
 * each comparison long only by repeating most of the secret. An Aho-Corasick automaton would not even allow that, but needs megabytes for one PEM key.
 */
export function createTextMask(): TextMask {
  const byHash = new Map<number, Group>()
  /** At the lower bits of each hash. */
  let mayBegin = new Uint8Array(leastSlots)
  /** Most texts are names and ids, too short to be looked through. */
  let shortest = Number.POSITIVE_INFINITY

  function add(spelling: string): void {
    const hash = hashOf(spelling)
    shortest = Math.min(shortest, spelling.length)
    addToGroup(byHash.get(hash) ?? newGroup(hash), spelling)
  }

  function newGroup(hash: number): Group {
    const group: Group = { lengths: [], byPrefix: new Map() }
    byHash.set(hash, group)
    if (byHash.size * slotsPerHash > mayBegin.length && mayBegin.length <= hashMask) {
      mayBegin = new Uint8Array(mayBegin.length * 4)
      for (const known of byHash.keys()) mayBegin[known & (mayBegin.length - 1)] = 1
    }
    mayBegin[hash & (mayBegin.length - 1)] = 1
    return group
  }

  function lengthAt(text: string, start: number, hash: number): number {
    const group = byHash.get(hash)
    for (const length of group?.lengths ?? [])
      for (const spelling of group?.byPrefix.get(text.slice(start, start + length)) ?? [])
        if (text.startsWith(spelling, start)) return spelling.length
    return 0
  }

  /** Where spellings lie, those that touch or overlap as one. */
  function stretches(text: string): readonly Stretch[] {
    const found: Stretch[] = []
    const table = mayBegin
    const slots = table.length - 1
    let hash = 0
    for (let index = 0; index < text.length; index += 1) {
      hash = nextHash(hash, text.charCodeAt(index))
      const from = index - shortestSearched + 1
      if (table[hash & slots] === 0 || from < 0) continue
      const to = from + lengthAt(text, from, hash)
      const last = found.at(-1)
      if (to === from) continue
      if (last && from <= last.to) last.to = Math.max(last.to, to)
      else found.push({ from, to })
    }
    return found
  }

  function replace(text: string): string {
    if (text.length < shortest) return text
    const found = stretches(text)
    if (found.length === 0) return text
    let result = ''
    let copied = 0
    for (const { from, to } of found) {
      result += text.slice(copied, from) + mask
      copied = to
    }
    return result + text.slice(copied)
  }

  return { add, replace }
}

/** Spellings that begin alike: ten thousand telephone numbers of one town. Of each the first characters are the key, all of a short one. */
interface Group {
  /** Of the keys; the longest first, as the spellings under each, so that the first match is the one that covers most. */
  readonly lengths: number[]
  readonly byPrefix: Map<string, string[]>
}

/** A telephone number, an id or a card's number is told from all others by less, even in hex, which is twice as long. */
const longestPrefix = 32

function addToGroup({ lengths, byPrefix }: Group, spelling: string): void {
  const prefix = spelling.slice(0, longestPrefix)
  const alike = byPrefix.get(prefix)
  if (alike !== undefined) {
    if (!alike.includes(spelling)) alike.splice(alike.filter(({ length }) => length >= spelling.length).length, 0, spelling)
    return
  }
  byPrefix.set(prefix, [spelling])
  if (!lengths.includes(prefix.length)) lengths.splice(lengths.filter((length) => length > prefix.length).length, 0, prefix.length)
}

interface Stretch {
  readonly from: number
  to: number
}

/** Depends on the last four characters only: older ones have been shifted out. */
function nextHash(hash: number, charCode: number): number {
  return ((hash << 4) ^ charCode) & hashMask
}

function hashOf(spelling: string): number {
  let hash = 0
  for (let index = 0; index < shortestSearched; index += 1) hash = nextHash(hash, spelling.charCodeAt(index))
  return hash
}

import { type knownPatterns, readPattern } from '@millrace/engine'

/** Replaces what must not be seen in a text; gives the same text where there is nothing. */
export type TextMask = (text: string) => string

export const hiddenMark = '••••••'

/** By the name of a known pattern, or the regular expression between slashes. */
export function patternMask(pattern: string): TextMask {
  const read = readPattern(pattern)
  return typeof read === 'string' ? quickly(known[read]) : expressionMask(pattern)
}

interface KnownMask {
  /** No shorter text holds one. */
  readonly leastLength: number
  /** Every text that holds one has this in it: what has not, as most texts, is not looked through for more. */
  readonly has: (text: string) => boolean
  readonly mask: TextMask
}

function quickly({ leastLength, has, mask }: KnownMask): TextMask {
  return (text) => (text.length >= leastLength && has(text) ? mask(text) : text)
}

const hasAt = (text: string) => text.includes('@')
const hasDigit = (text: string) => /\d/.test(text)

/** In a longer text, to find each place could take a quarter of a second and more; that there is one is found out in a few milliseconds. */
const longestSearched = 256_000

/** A user's expression has a budget of ten million steps, some seconds: made anew when that is used up, and a text that needs more than all of it is masked whole. */
function expressionMask(pattern: string): TextMask {
  let read = readPattern(pattern)
  function replace(text: string): string {
    // To say whether there is a match at all costs a tenth of finding where.
    if (typeof read === 'string' || !read.test(text)) return text
    return text.length > longestSearched ? hiddenMark : read.replace(text, hiddenMark, 'all')
  }
  return (text) => {
    try {
      return replace(text)
    } catch {
      // Only the budget can be used up here: what cannot be compiled was refused before.
      read = readPattern(pattern)
    }
    try {
      return replace(text)
    } catch {
      return hiddenMark
    }
  }
}

/** Every repeat has a bound, so that none takes longer than the text is long times some forty. */
const known: Readonly<Record<(typeof knownPatterns)[number], KnownMask>> = {
  email: { leastLength: 6, has: hasAt, mask: maskEmails },
  creditCard: {
    leastLength: 13,
    has: hasDigit,
    mask: (text) => replaceWhere(text, /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, passesLuhn),
  },
  iban: {
    leastLength: 12,
    has: hasDigit,
    mask: (text) =>
      replaceWhere(text, /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g, passesMod97),
  },
  phone: {
    leastLength: 8,
    has: hasDigit,
    mask: (text) =>
      replaceWhere(text, /(?<![\w+])(?:(?:\+|00)[1-9](?:[ ().-]{0,2}\d){6,14}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\d)/g, () => true),
  },
}

function replaceWhere(text: string, pattern: RegExp, isMeant: (match: string) => boolean): string {
  return text.replace(pattern, (match) => (isMeant(match) ? hiddenMark : match))
}

const longestLocal = 64
const longestDomain = 253

/** From each @ to both sides: an expression would begin at every character. */
function maskEmails(text: string): string {
  let at = text.indexOf('@')
  if (at < 0) return text
  let masked = ''
  let copied = 0
  for (; at >= 0; at = text.indexOf('@', at + 1)) {
    const local = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+$/u.exec(text.slice(Math.max(copied, at - longestLocal), at))?.[0] ?? ''
    const domain = /^(?:[\p{L}\p{N}-]{1,63}\.){1,10}[\p{L}\p{N}-]{2,63}/u.exec(text.slice(at + 1, at + 1 + longestDomain))?.[0] ?? ''
    if (local === '' || domain === '') continue
    masked += text.slice(copied, at - local.length) + hiddenMark
    copied = at + 1 + domain.length
  }
  return masked + text.slice(copied)
}

function passesLuhn(text: string): boolean {
  let sum = 0
  const digits = [...text.replace(/\D/g, '')].reverse()
  for (const [index, digit] of digits.entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

function passesMod97(text: string): boolean {
  const compact = text.replaceAll(' ', '')
  let rest = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

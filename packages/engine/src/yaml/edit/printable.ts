const shows =
  /^[\t\x20-\x7e\xa1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\ue000-\ufdff\ufe10-\ufefe\uff01-\uffef\u{10000}-\u{10ffff}]*$/u

/** True for characters that any editor shows as themselves; others are written as escapes. */
export function isPrintable(text: string): boolean {
  return shows.test(text)
}

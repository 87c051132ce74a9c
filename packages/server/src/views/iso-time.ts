let last = { at: 0, text: new Date(0).toISOString() }

/** Milliseconds inside, ISO text at the API. Short steps begin and end in the same one: of 30,000 steps most are the text before. */
export function isoTime(at: number): string {
  if (at !== last.at) last = { at, text: new Date(at).toISOString() }
  return last.text
}

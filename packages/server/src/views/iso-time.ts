/** Milliseconds inside, ISO text at the API. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

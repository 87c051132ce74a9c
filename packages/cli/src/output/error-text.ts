/** What an error says, on however many lines. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

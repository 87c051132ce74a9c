/** As RFC 3986 has it, and with it AWS where it checks signatures: encodeURIComponent leaves five characters alone. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

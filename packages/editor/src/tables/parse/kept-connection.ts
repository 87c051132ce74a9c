/** The Parse server that was imported from last, in this browser: chosen again where the address names none. */
const key = 'millrace-parse-connection'

export function keepConnection(name: string): void {
  localStorage.setItem(key, name)
}

export function keptConnection(): string {
  return localStorage.getItem(key) ?? ''
}

import { readFileSync } from 'node:fs'

/** Of this package; read when asked for, since most starts do not. */
export function readVersion(): string {
  const manifest: { readonly version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) // Our own file.
  return manifest.version
}

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Beside the benches, so on the checkout's disk: /tmp is memory on many machines, where an fsync costs nothing. */
const results = fileURLToPath(new URL('results/', import.meta.url))

/** A directory for as long as the work takes. */
export async function inScratch<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = makeScratch()
  try {
    return await work(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Whoever makes it removes it. */
export function makeScratch(): string {
  mkdirSync(results, { recursive: true })
  return mkdtempSync(join(results, 'data-'))
}

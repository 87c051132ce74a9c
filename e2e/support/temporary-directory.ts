import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'

const parent = join(checkout, 'node_modules/.cache/millrace-e2e')

/** An empty directory that is gone after the test, or as `until` says. On the checkout's disk: where /tmp is memory, an fsync proves nothing. */
export function temporaryDirectory(until: (remove: () => void) => void = onTestFinished): string {
  mkdirSync(parent, { recursive: true })
  const directory = mkdtempSync(join(parent, 'test-'))
  until(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

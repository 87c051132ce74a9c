import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'

const parent = join(checkout, 'node_modules/.cache/millrace-e2e')

/** An empty directory that is gone after the test. On the checkout's disk: where /tmp is memory, an fsync proves nothing. */
export function temporaryDirectory(): string {
  mkdirSync(parent, { recursive: true })
  const directory = mkdtempSync(join(parent, 'test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

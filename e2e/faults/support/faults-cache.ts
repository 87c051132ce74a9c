import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../../support/checkout.ts'

/** Where runs keep what they make. On the checkout's disk: where /tmp is memory, an fsync proves nothing. */
export function faultsCache(): string {
  const directory = join(checkout, 'node_modules/.cache/millrace-faults')
  mkdirSync(directory, { recursive: true })
  return directory
}

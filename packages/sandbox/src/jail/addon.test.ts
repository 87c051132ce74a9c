import { expect, test } from 'vitest'
import { findAddon, refuseUnsafe } from './addon.ts'

test.each(['7.0.0', '6.2.0', '6.1.2', '0.0.1', '7.0.1-beta.1', 'latest', ''])('6: isolated-vm %s is refused', (version) => {
  expect(() => refuseUnsafe(version)).toThrow(/install 7\.0\.1 or a newer release/)
})

test.each(['7.0.1', '7.0.10', '7.1.0', '8.0.0', '10.0.0'])('isolated-vm %s is taken', (version) => {
  expect(() => refuseUnsafe(version)).not.toThrow()
})

test('the add-on that is installed is a safe one, and lies built in its package', () => {
  const { path, version } = findAddon()
  expect(() => refuseUnsafe(version)).not.toThrow()
  expect(path).toMatch(/isolated-vm.*\.node$/)
})

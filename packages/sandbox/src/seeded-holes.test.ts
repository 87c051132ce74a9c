import { expect, test } from 'vitest'
import { checks, opening } from './testing/attack-checks.ts'
import { seededHoles } from './testing/seeded-holes.ts'
import { openTestSandbox } from './testing/test-sandbox.ts'

/** What stands on this machine: a wall that is not there cannot have a hole. */
async function walls(): Promise<readonly string[]> {
  const sandbox = openTestSandbox()
  const { plan } = await sandbox.host().finally(sandbox.close)
  const hasLimits = plan.launcher !== 'ulimit' && plan.launcher !== 'none'
  return [
    ...[plan.launcher, ...(plan.hasOwnUser ? ['own user'] : [])],
    ...[...(plan.hasSeccomp ? ['seccomp'] : []), ...(hasLimits ? ['prlimit'] : [])],
  ]
}

const standing = await walls()
const possible = Object.entries(seededHoles).filter(([, { needs }]) => needs === undefined || standing.includes(needs))

test('there are at least ten holes to seed where the whole jail stands, and six anywhere', () => {
  expect(possible.length).toBeGreaterThanOrEqual(standing.includes('seccomp') ? 10 : 6)
})

test.each(possible)('a seeded hole is caught: %s', async (_, { parts, caughtBy }) => {
  const failure = await checks[caughtBy](opening(parts)).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Error)
  // A hole that keeps runners from starting was not noticed: it was not there.
  expect(failure).not.toHaveProperty('code', 'SANDBOX_UNAVAILABLE')
})

test.each(possible)('without the hole the same check passes: not that %s', async (_, { caughtBy }) => {
  await checks[caughtBy](opening({}))
})

test('a runner that floods its error output is ended', async () => {
  await checks['a runner that floods its error output is ended'](opening({}))
})

import { expect, test } from 'vitest'
import { findJail } from './find-jail.ts'
import { jailPlans, nameOfPlan } from './jail-plan.ts'
import type { Machine } from './machine.ts'

const all = { bwrap: '/b', unshare: '/u', setpriv: '/s', prlimit: '/p', sh: '/sh' }
const linux: Machine = { platform: 'linux', arch: 'x64', isRoot: true, tools: all, libraries: [] }
const names = (machine: Machine) => jailPlans(machine).map(nameOfPlan)

test('the strongest plan comes first, and each weaker one gives up one thing', () => {
  expect(names(linux)).toEqual([
    'bubblewrap + own user + seccomp',
    'bubblewrap + seccomp',
    'bubblewrap + own user',
    'bubblewrap',
    'unshare + own user',
    'unshare',
    'setpriv + own user',
    'setpriv',
    'ulimit + own user',
    'ulimit',
    'none',
  ])
})

test('what is not there is not tried', () => {
  expect(names({ ...linux, isRoot: false })).toEqual(['bubblewrap + seccomp', 'bubblewrap', 'unshare', 'setpriv', 'ulimit', 'none'])
  expect(names({ ...linux, arch: 'riscv64' })[0]).toBe('bubblewrap + own user')
  expect(names({ ...linux, tools: { sh: '/sh' }, isRoot: false })).toEqual(['ulimit', 'none'])
  expect(names({ ...linux, platform: 'darwin', isRoot: false })).toEqual(['ulimit', 'none'])
  expect(names({ ...linux, platform: 'win32', isRoot: false, tools: {} })).toEqual(['none'])
})

test('a plan that does not work is named with the reason, and the next is tried', async () => {
  const { plan, fallbacks } = await findJail({ ...linux, isRoot: false }, async ({ launcher }) => {
    if (launcher !== 'ulimit') throw new Error('no', { cause: 'bwrap: not permitted\nmore' })
  })
  expect(plan.launcher).toBe('ulimit')
  expect(fallbacks).toHaveLength(4)
  expect(fallbacks[0]).toEqual({ tried: 'bubblewrap + seccomp', reason: 'no (bwrap: not permitted)' })
})

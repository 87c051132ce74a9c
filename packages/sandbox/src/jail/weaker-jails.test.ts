// Machines that offer less, made out of this one by hiding what it has: code runs there too, and the report says what is missing.

import { expect, test } from 'vitest'
import { openTestSandbox } from '../testing/test-sandbox.ts'
import { lookAtMachine, type Machine } from './machine.ts'

const { bwrap: _, unshare: __, ...fewTools } = lookAtMachine().tools
const { sh } = fewTools
const machine = lookAtMachine()
const weaker: readonly (readonly [string, Machine])[] = [
  ['without bubblewrap', { ...machine, tools: { ...fewTools, ...(machine.tools.unshare && { unshare: machine.tools.unshare }) } }],
  ['without namespaces', { ...machine, tools: fewTools }],
  ['with a shell only', { ...machine, tools: sh === undefined ? {} : { sh } }],
  ['with nothing', { ...machine, isRoot: false, tools: {} }],
]

test.each(weaker)('%s, code runs and the report names what does not hold', async (_, offered) => {
  const sandbox = openTestSandbox({ host: { machine: offered } })
  try {
    expect((await sandbox.call('return typeof process')).output).toBe('undefined')
    const { isAvailable, jail, boundaries } = await sandbox.report()
    expect(isAvailable).toBe(true)
    expect(jail).not.toContain('bubblewrap')
    const files = boundaries.find(({ name }) => name === 'files cannot be read')
    expect(files).toMatchObject({ holds: true, by: 'node' })
  } finally {
    await sandbox.close()
  }
})

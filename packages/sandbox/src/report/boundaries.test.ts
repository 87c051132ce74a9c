import { afterEach, expect, test, vi } from 'vitest'
import { boundariesOf } from './boundaries.ts'

const refused = 'EACCES'
const probe = {
  variables: [],
  openDescriptors: [],
  readOwnFile: refused,
  readPasswd: refused,
  readEnviron: refused,
  listRoot: refused,
  writeHere: refused,
  writeTemporary: refused,
  connect: refused,
  startProcess: refused,
  signalServer: refused,
}

afterEach(() => void vi.restoreAllMocks())

test.each([
  ['a server that is not root and shares its user', 1000, 1000, { holds: false, needsRoot: true }],
  ['a server that is root and shares its user', 0, 0, { holds: false, needsRoot: undefined }],
  ['a runner with a user of its own', 0, 65_534, { holds: true, needsRoot: undefined }],
])('the wall of an own user for %s', (_, server, runner, expected) => {
  vi.spyOn(process, 'getuid').mockReturnValue(server)
  const facts = { user: runner, hasNewPrivilegesDenied: true, hasSeccomp: true, capabilities: '0', ownNamespaces: [], limits: {} }
  const wall = boundariesOf(probe, probe, facts).find(({ name }) => name === 'own user')
  expect({ holds: wall?.holds, needsRoot: wall?.needsRoot }).toEqual(expected)
})

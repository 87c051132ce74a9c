import { expect, test } from 'vitest'
import { addressFindings } from './check-address.ts'
import { clockFindings } from './check-clock.ts'
import { dataDirectoryFindings } from './check-data-directory.ts'
import { databaseFindings } from './check-database.ts'
import { checkEgress, egressFindings } from './check-egress.ts'
import { encryptionKeyFindings } from './check-encryption-key.ts'
import { executionFindings } from './check-executions.ts'
import { checkNode } from './check-node.ts'
import { replicaFindings, shippingFindings } from './check-replica.ts'
import { sandboxFindings } from './check-sandbox.ts'
import { checkSettings } from './check-settings.ts'
import type { Finding } from './finding.ts'
import { tellFindings } from './tell-findings.ts'

const directory = {
  directory: '/data',
  exists: true,
  isWritable: true,
  mode: 0o40700,
  freeBytes: 50e9,
  isMemory: false,
  syncMs: 0.4,
} as const
const shipped = { state: 'following', directory: '/replica', lagMs: 0 }
const restorable = { timeline: 1, from: '2027-03-01T00:00:00.000Z', to: '2027-03-02T00:00:00.000Z', bases: 1, segments: 2, bytes: 1e6 }
const unrestorable = { timeline: 2, bases: 0, segments: 1, bytes: 1e6 }
const replica = {
  folder: '/replica',
  exists: true,
  isWritable: true,
  mode: 0o40700,
  isSameDisk: false,
  isMemory: false,
  freeBytes: 50e9,
  databaseBytes: 1e9,
  held: { timelines: [restorable], damages: [] },
} as const
const database = { file: '/data/millrace.db', bytes: 1e6, modifiedAt: 0, isOwned: false, damages: [] }
const address = { port: 8577, isPortNamed: true, holder: 'nobody', publicUrl: 'http://localhost:8577' } as const
const sandbox = { isAvailable: true, jail: 'bubblewrap', engine: 'isolated-vm', fallbacks: [], boundaries: [] } as const
const clock = { now: Date.UTC(2026, 4, 1), timezone: 'UTC', wanted: undefined, lastWrite: undefined }
const keyFile = (mode: number) => ({ path: '/data/encryption.key', mode })

const worst = (findings: readonly Finding[]) =>
  (['problem', 'warning', 'ok'] as const).find((status) => findings.some((finding) => finding.status === status))

test.each<[string, Finding['status'], readonly Finding[]]>([
  ['a Node of today', 'ok', checkNode('24.1.0')],
  ['an old Node', 'problem', checkNode('20.19.0')],
  ['known settings', 'ok', checkSettings({ MILLRACE_PORT: '1', HOME: '/root' })],
  ['a misspelt setting', 'warning', checkSettings({ MILLRACE_PROT: '1' })],
  ['a good data directory', 'ok', dataDirectoryFindings(directory)],
  ['no data directory yet', 'ok', dataDirectoryFindings({ ...directory, exists: false })],
  ['a data directory of somebody else', 'problem', dataDirectoryFindings({ ...directory, isWritable: false })],
  ['a data directory open to others', 'warning', dataDirectoryFindings({ ...directory, mode: 0o40755 })],
  ['a data directory in memory', 'warning', dataDirectoryFindings({ ...directory, isMemory: true })],
  ['little room', 'warning', dataDirectoryFindings({ ...directory, freeBytes: 500e6 })],
  ['hardly any room', 'problem', dataDirectoryFindings({ ...directory, freeBytes: 5e6 })],
  ['a slow disk', 'warning', dataDirectoryFindings({ ...directory, syncMs: 80 })],
  ['a server that ships', 'ok', shippingFindings(shipped, '/replica')],
  ['a server that ships late', 'warning', shippingFindings({ ...shipped, state: 'behind', lagMs: 20_000 }, '/replica')],
  ['a server whose new timeline has no base', 'warning', shippingFindings({ ...shipped, state: 'copying' }, undefined)],
  ['a server that cannot ship', 'problem', shippingFindings({ ...shipped, state: 'failing', error: 'EROFS' }, '/replica')],
  ['a server that ships nothing', 'warning', shippingFindings(undefined, '/replica')],
  ['a replica', 'ok', replicaFindings(replica)],
  ['a replica that is not there', 'warning', replicaFindings({ ...replica, exists: false })],
  ['a replica that cannot be written', 'problem', replicaFindings({ ...replica, isWritable: false })],
  ['a replica on the disk of the data', 'warning', replicaFindings({ ...replica, isSameDisk: true })],
  ['a replica in memory', 'warning', replicaFindings({ ...replica, isMemory: true })],
  ['no room for another copy', 'warning', replicaFindings({ ...replica, databaseBytes: 50e9 })],
  ['no room for the log', 'problem', replicaFindings({ ...replica, freeBytes: 5e6 })],
  ['a folder that is no replica', 'problem', replicaFindings({ ...replica, refusal: 'it holds other things' })],
  ['a damaged replica', 'problem', replicaFindings({ ...replica, held: { timelines: [], damages: ['one is missing'] } })],
  ['a replica without a base', 'warning', replicaFindings({ ...replica, held: { timelines: [unrestorable], damages: [] } })],
  [
    'a newest timeline without a base',
    'warning',
    replicaFindings({ ...replica, held: { timelines: [restorable, unrestorable], damages: [] } }),
  ],
  ['no database yet', 'ok', databaseFindings(undefined)],
  ['a sound database', 'ok', databaseFindings(database)],
  ['a database at work', 'ok', databaseFindings({ ...database, isOwned: true })],
  ['a damaged database', 'problem', databaseFindings({ ...database, damages: ['wrong page'] })],
  ['no key yet', 'ok', encryptionKeyFindings({ hasSecrets: false })],
  ['a key that is gone', 'problem', encryptionKeyFindings({ hasSecrets: true })],
  ['a key from the environment', 'ok', encryptionKeyFindings({ variable: 'MILLRACE_ENCRYPTION_KEY', hasSecrets: true })],
  ['a key for its owner', 'ok', encryptionKeyFindings({ file: keyFile(0o600), hasSecrets: true })],
  ['a key for everybody', 'problem', encryptionKeyFindings({ file: keyFile(0o644), hasSecrets: true })],
  [
    'a mounted key for everybody',
    'warning',
    encryptionKeyFindings({ variable: 'MILLRACE_ENCRYPTION_KEY_FILE', file: keyFile(0o444), hasSecrets: true }),
  ],
  ['a free port', 'ok', addressFindings(address)],
  ['a port that Millrace has', 'ok', addressFindings({ ...address, holder: 'millrace' })],
  ['a port that another has', 'problem', addressFindings({ ...address, holder: 'another' })],
  ['links over https', 'ok', addressFindings({ ...address, publicUrl: 'https://flows.example.com' })],
  ['links in the clear', 'warning', addressFindings({ ...address, publicUrl: 'http://flows.example.com' })],
  ['nothing opened', 'ok', egressFindings([])],
  ['a private network opened', 'ok', egressFindings(['10.0.0.0/8', 'db.internal:5432', '[::1]:80', '::1'])],
  ['everything opened', 'warning', egressFindings(['0.0.0.0/0'])],
  ['the metadata of a cloud opened', 'warning', egressFindings(['169.254.0.0/16'])],
  ['the metadata of a cloud opened by name', 'warning', egressFindings(['169.254.169.254:80'])],
  ['a sandbox', 'ok', sandboxFindings({ ...sandbox, boundaries: [{ name: 'network', holds: true, by: 'system', detail: 'EPERM' }] })],
  ['no sandbox', 'problem', sandboxFindings({ ...sandbox, isAvailable: false, reason: 'no addon' })],
  [
    'a wall that does not hold',
    'problem',
    sandboxFindings({ ...sandbox, boundaries: [{ name: 'network', holds: false, detail: 'could be done' }] }),
  ],
  [
    'a wall that only root can have',
    'warning',
    sandboxFindings({ ...sandbox, boundaries: [{ name: 'own user', holds: false, detail: 'user 1000', needsRoot: true }] }),
  ],
  [
    'a wall of Node alone',
    'warning',
    sandboxFindings({ ...sandbox, boundaries: [{ name: 'files', holds: true, by: 'node', detail: 'EACCES' }] }),
  ],
  ['a weaker jail', 'warning', sandboxFindings({ ...sandbox, fallbacks: [{ tried: 'bubblewrap', reason: 'not installed' }] })],
  ['a clock', 'ok', clockFindings(clock)],
  ['a clock of 1970', 'problem', clockFindings({ ...clock, now: 1_000 })],
  ['a clock that went back', 'warning', clockFindings({ ...clock, lastWrite: clock.now + 3_600_000 })],
  ['a time zone that is none', 'warning', clockFindings({ ...clock, wanted: 'Europe/Berlino' })],
])('%s is %s', (_, expected, findings) => {
  expect(worst(findings)).toBe(expected)
  for (const { status, advice } of findings) expect(advice === undefined).toBe(status === 'ok')
})

test('of a proxy only the host is told', () => {
  const said = JSON.stringify(checkEgress([], 'http://ada:canary@proxy.internal:3128'))
  expect(said).toContain('proxy.internal:3128')
  expect(said).not.toContain('canary')
})

test('is told by icon and word with what to do, and the exit code says whether there is a problem', () => {
  const said: string[] = []
  const out = {
    isTerminal: false,
    usesColor: false,
    size: () => ({ columns: 80, rows: 24 }),
    write: (text: string) => void said.push(text),
    flushed: async () => undefined,
    onResize: () => () => undefined,
  }
  expect(tellFindings(dataDirectoryFindings({ ...directory, syncMs: 80 }), { out }, 'text')).toBe(0)
  expect(tellFindings(checkNode('20.19.0'), { out }, 'text')).toBe(1)
  expect(said.join('')).toMatch(/^! warning +data directory +4 KiB.*80 ms\n +Every batch/m)
  expect(said.join('')).toMatch(/^✗ problem +node +Node 20\.19\.0 is too old\n +Run Millrace on Node 24/m)
})

test('executions that stalled are warnings, and so is a watchdog that does not look', () => {
  const now = Date.UTC(2027, 2, 1)
  const at = (agoMs: number) => new Date(now - agoMs).toISOString()
  const found = [{ executionId: 'e1', workflowId: 'w', at: at(0), message: 'runs, but in no process', outcome: 'revived' }]
  const statuses = (facts: Parameters<typeof executionFindings>[0]) => executionFindings(facts, now).map(({ status }) => status)
  expect(statuses(undefined)).toEqual(['ok'])
  expect(statuses({ stalled: 0, found: [] })).toEqual(['ok'])
  expect(statuses({ lookedAt: at(30_000), stalled: 0, found: [] })).toEqual(['ok'])
  expect(statuses({ lookedAt: at(600_000), stalled: 0, found: [] })).toEqual(['warning'])
  expect(executionFindings({ lookedAt: at(1000), stalled: 1, found }, now)).toMatchObject([
    { status: 'warning', message: expect.stringContaining('execution e1 of w runs, but in no process') },
  ])
  expect(statuses({ lookedAt: at(1000), stalled: 9, found: Array(9).fill(found[0]) })).toHaveLength(6)
})

// Attack tests 9 to 11: what Node code does inside the walls, as if the isolate around it had fallen, and, except where said,
// as if Node's permission model had fallen too. Each says what holds on this machine by asking the report.

import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SandboxReport } from './report/sandbox-report.ts'
import { nativeProgram, resultsOf } from './testing/native-program.ts'
import { openTestSandbox } from './testing/test-sandbox.ts'

const sandbox = openTestSandbox()
const { jailed } = sandbox
let report: SandboxReport
beforeAll(async () => {
  report = await sandbox.report()
})
afterAll(() => sandbox.close())

const holds = (name: string) => report.boundaries.some((boundary) => boundary.name === name && boundary.holds && boundary.by === 'system')

/** An attack whose result is a list of refusals, empty where it succeeded. Where the wall does not stand, the report must have said so. */
async function expectRefused(wall: string, source: string): Promise<void> {
  const refusals = (await jailed(source)) as readonly string[]
  expect(refusals.length).toBeGreaterThan(0)
  if (holds(wall)) for (const refusal of refusals) expect(refusal, source).not.toBe('')
  else expect(report.boundaries.find(({ name }) => name === wall)?.by, wall).not.toBe('system')
}

test('the report names the jail, and every wall with how it was found', () => {
  expect(report.isAvailable).toBe(true)
  expect(report.engine).toMatch(/^isolated-vm \d/)
  for (const { name, detail, holds: stands, advice } of report.boundaries) {
    expect(detail, name).not.toBe('')
    if (!stands && name !== 'environment' && name !== 'descriptors') expect(advice, name).toBeTruthy()
  }
})

test('Node refuses files, processes, threads and the debugger even where the system would not', async () => {
  const refusals = await jailed(
    `const { spawnSync } = await import('node:child_process'); const { Worker } = await import('node:worker_threads')
     const inspector = await import('node:inspector').catch(() => undefined)
     print([() => fs.readFileSync('/etc/passwd'), () => fs.writeFileSync('/tmp/x', ''), () => { throw spawnSync('/bin/true').error },
       () => new Worker('0', { eval: true }), () => inspector.open()].map(refusal))`,
    { hasPermissions: true },
  )
  expect(refusals).toHaveLength(5)
  for (const refusal of refusals as readonly string[]) expect(refusal).not.toBe('')
})

test('Node turns no text into code and has no __proto__ to write to', async () => {
  const found = await jailed(`print([() => eval('1'), () => new Function('1')(), () => { ({}).__proto__.x = 1 }].map(refusal))`)
  for (const refusal of found as readonly string[]) expect(refusal).not.toBe('')
})

test('9: /proc, the machine’s files and its environment are not there', async () => {
  await expectRefused(
    'files cannot be read',
    `print(['/proc/self/environ', '/proc/1/environ', '/proc/1/root/etc/passwd', '/etc/passwd', '/etc/shadow', '/root/.ssh', '/home', '/var/run/docker.sock',
       '/dev/mem', '/sys/kernel', ${JSON.stringify(process.cwd())}].map((path) => refusal(() => fs.statSync(path))))`,
  )
})

test('9: another’s temporary files are not there', async () => {
  const path = join(tmpdir(), `millrace-other-tenant-${process.pid}`)
  writeFileSync(path, 'secret', { mode: 0o644 })
  await expectRefused('files cannot be read', `print([refusal(() => fs.readFileSync(${JSON.stringify(path)}))])`)
})

test('9: cloud metadata, the engine’s port, names and abstract sockets are out of reach', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expectRefused(
    'network cannot be reached',
    `const { connect } = await import('node:net'); const { lookup } = await import('node:dns/promises')
     const tried = (options) => new Promise((resolve) => {
       try { connect(options).on('connect', () => resolve('')).on('error', (error) => resolve(error.code ?? 'error')).setTimeout(1000, () => resolve('ETIMEDOUT')) }
       catch (error) { resolve(String(error.code ?? error)) }
     })
     const tries = [tried({ host: '127.0.0.1', port: ${port} }), tried({ host: '169.254.169.254', port: 80 }), tried({ path: '/var/run/docker.sock' })]
     print([...await Promise.all(tries), await lookup('example.test').then(() => '', (error) => error.code)])`,
  )
  server.close()
})

test('10: a fork bomb does not begin', async () => {
  await expectRefused(
    'processes cannot be started',
    `const { spawnSync } = await import('node:child_process')
     print(Array.from({ length: 3 }, () => spawnSync(process.execPath, ['--version']).error?.code ?? ''))`,
  )
})

test('10: a 10 GB file and a memory file stay empty', async () => {
  await expectRefused(
    'files cannot be written',
    `print(['/tmp/x', '/empty/x', '/dev/shm/x', '/x', 'x'].map((path) => refusal(() => fs.writeFileSync(path, 'x'))))`,
  )
})

test('10: handles run out early', async () => {
  const { opened, refused } = (await jailed(
    `let opened = 0; let refused = ''
     while (opened < 100000 && refused === '') { refused = refusal(() => fs.openSync(process.argv[1])); opened += 1 }
     print({ opened, refused })`,
  )) as { readonly opened: number; readonly refused: string }
  if (!holds('limit of files')) return expect(holds('limit of files')).toBe(false)
  expect(opened).toBeLessThan(100)
  expect(refused).toBe('EMFILE')
})

test('10: memory outside the isolate is limited too', async () => {
  const attack = jailed(
    `const held = []; let refused = ''
     while (held.length < 100 && refused === '') refused = refusal(() => held.push(new Uint8Array(1e8).fill(1)))
     print({ gigabytes: held.length / 10, refused })`,
  ).catch(() => ({ gigabytes: 0, refused: 'it ended' }))
  const { gigabytes, refused } = (await attack) as { readonly gigabytes: number; readonly refused: string }
  if (!holds('limit of memory')) return expect(holds('limit of memory')).toBe(false)
  expect(refused).not.toBe('')
  expect(gigabytes).toBeLessThan(3)
})

const systemCalls = {
  socket: [41, 2, 1, 0],
  fork: [57],
  vfork: [58],
  kill: [62, -1, 0],
  ptrace: [101, 0, 0, 0],
  personality: [135, 0x0040000],
  chroot: [161, 0],
  mount: [165, 0, 0, 0, 0, 0],
  init_module: [175, 0, 0, 0],
  keyctl: [250, 0, 0, 0],
  unshare: [272, 0x10000000],
  perf_event_open: [298, 0, 0, -1, -1, 0],
  open_by_handle_at: [304, 0, 0, 0],
  setns: [308, 0, 0],
  process_vm_readv: [310, 1, 0, 0, 0, 0],
  memfd_create: [319, 0, 0],
  bpf: [321, 0, 0, 0],
  userfaultfd: [323, 0],
  io_uring_setup: [425, 1, 0],
  pidfd_open: [434, 1, 0],
} as const

test('11: ptrace, kill, unshare, mount, bpf, io_uring, userfaultfd and their like are refused by the filter', async () => {
  if (process.arch !== 'x64' || !holds('system calls are filtered')) return expect(report.jail).toBeTruthy()
  const { stdout, stderr, code } = await sandbox.jailedProgram(nativeProgram(Object.values(systemCalls)))
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  const results = resultsOf(Buffer.from(stdout, 'latin1'))
  expect(Object.fromEntries(Object.keys(systemCalls).map((name, index) => [name, results[index]]))).toEqual(
    Object.fromEntries(Object.keys(systemCalls).map((name) => [name, -1])),
  )
})

test('11: the server cannot be signalled', async () => {
  await expectRefused(
    'the server cannot be signalled',
    `print([${process.pid}, 1, -1].map((pid) => refusal(() => process.kill(pid, 0))).slice(0, 1))`,
  )
})

// Runs inside the jail in the place of a runner, and tries what a guest that had left its isolate would try.
// Prints one JSON map: what was tried → what came of it. Arguments: a port that listens on loopback, a file of ours, our process id.

import { spawnSync } from 'node:child_process'
import { fstatSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { connect } from 'node:net'

const [port = '', ownFile = '', serverPid = ''] = process.argv.slice(2)

/** The empty text: it could be done. Else why not. */
function refusal(attempt: () => unknown): string {
  try {
    attempt()
    return ''
  } catch (error) {
    return codeOf(error)
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

function refusalToConnect(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  try {
    const socket = connect({ host: '127.0.0.1', port: Number(port), timeout: 2_000 })
    socket.on('connect', () => resolve(''))
    socket.on('error', (error) => resolve(codeOf(error)))
    socket.on('timeout', () => resolve('ETIMEDOUT'))
  } catch (error) {
    resolve(codeOf(error))
  }
  return promise
}

function spawning(): void {
  const { error } = spawnSync(process.execPath, ['--version'], { timeout: 2_000 })
  if (error !== undefined) throw error
}

const openDescriptors = Array.from({ length: 256 }, (_, descriptor) => descriptor)
  .slice(3)
  .filter((descriptor) => refusal(() => fstatSync(descriptor)) === '' && isFromOutside(descriptor))

/** Node opens event descriptors of its own; what leads outside is a file, a pipe, a socket or a device. */
function isFromOutside(descriptor: number): boolean {
  const stat = fstatSync(descriptor)
  return stat.isFile() || stat.isDirectory() || stat.isSocket() || stat.isBlockDevice() || stat.isCharacterDevice()
}

const found = {
  // bubblewrap always says where it has put us.
  variables: Object.keys(process.env).filter((name) => name !== 'PWD' || process.env.PWD !== process.cwd()),
  openDescriptors,
  readOwnFile: refusal(() => readFileSync(ownFile)),
  readPasswd: refusal(() => readFileSync('/etc/passwd')),
  readEnviron: refusal(() => readFileSync('/proc/1/environ')),
  listRoot: refusal(() => readdirSync('/etc')),
  writeHere: refusal(() => writeFileSync('probe.txt', 'x')),
  writeTemporary: refusal(() => writeFileSync('/tmp/millrace-probe.txt', 'x')),
  startProcess: refusal(spawning),
  signalServer: refusal(() => process.kill(Number(serverPid), 0)),
  connect: await refusalToConnect(),
}
// Not process.stdout: finding out what kind of stream it is takes system calls that the jail refuses.
writeSync(1, JSON.stringify(found))
process.exit(0)

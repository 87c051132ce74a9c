// Loaded into the server, ahead of it: ends it when one of the objects that everything inherits from has changed, and at SIGUSR2 collects
// what is not in use and tells in `WATCHED_MEMORY_FILE` what is.

import { renameSync, writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const shared = {
  Object: Object.prototype,
  Array: Array.prototype,
  Function: Function.prototype,
  String: String.prototype,
  Promise: Promise.prototype,
}
const before = describe()

setInterval(() => {
  if (describe() === before) return
  process.stderr.write(`A shared prototype was changed: ${describe()}\n`)
  process.exit(99)
}, 20).unref()

setFlagsFromString('--expose-gc')
// Any other flavor keeps the pages that it has freed, up to a hundred megabytes of them, until no other has come for eight seconds.
const collect = runInNewContext("() => gc({ type: 'major', flavor: 'last-resort' })") as () => void // Of V8, without types.
const file = process.env.WATCHED_MEMORY_FILE ?? ''
process.on('SIGUSR2', () => {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  writeFileSync(`${file}.new`, String(heapUsed + external))
  renameSync(`${file}.new`, file)
})

function describe(): string {
  return Object.entries(shared)
    .map(([name, prototype]) => `${name}: ${Reflect.ownKeys(prototype).map(String).join(' ')}`)
    .join('\n')
}

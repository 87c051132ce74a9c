// Loaded into the server that is fuzzed, ahead of it: ends it when one of the objects that everything inherits from has changed, and at
// SIGUSR2 gives back what is not in use, so that what has grown can be told from what is only not collected yet.

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
const collect: () => void = runInNewContext('gc')
process.on('SIGUSR2', collect)

function describe(): string {
  return Object.entries(shared)
    .map(([name, prototype]) => `${name}: ${Reflect.ownKeys(prototype).map(String).join(' ')}`)
    .join('\n')
}

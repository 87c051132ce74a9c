#!/usr/bin/env -S node --conditions=source --max-semi-space-size=8 --expose-gc
// Plain JavaScript, so that a Node that is too old gets to say so. `npx millrace` brings the right one along.
import module from 'node:module'

const oldest = 24
if (Number(process.versions.node.split('.')[0]) < oldest) {
  process.stderr.write(`Millrace needs Node ${oldest} or newer, and this is ${process.versions.node}. Run it with "npx millrace".\n`)
  process.exit(1)
}
// Compiled code and stripped types stay on disk: the second start takes a third of the time of the first.
module.enableCompileCache()
const { main } = await import('../src/main.ts')
await main(process.argv.slice(2))

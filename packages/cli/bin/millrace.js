#!/usr/bin/env -S node --conditions=source --max-semi-space-size=8 --expose-gc
// Plain JavaScript, so that a Node that is too old gets to go on as the one that lies beside.
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { becomeNode } from './become-node.js'

const oldest = 24
if (Number(process.versions.node.split('.')[0]) >= oldest) {
  // With threads that come and go, V8 13.6 now and then counts an owner too few of the code between WebAssembly and JavaScript, and writes to
  // memory that it has freed: the process dies. WebAssembly strips types and runs here for little else, so that its code may stay.
  setFlagsFromString('--no-wasm-code-gc')
  // Compiled code and stripped types stay on disk: the second start takes a third of the time of the first.
  module.enableCompileCache()
  const { main } = await import('../src/main.ts')
  await main(process.argv.slice(2))
} else {
  const installed = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url))
  if (existsSync(installed)) {
    becomeNode(installed, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)])
  } else {
    process.stderr.write(
      `Millrace needs Node ${oldest} or newer, and this is ${process.versions.node}. Run "npm install", which brings it.\n`,
    )
    process.exit(1)
  }
}

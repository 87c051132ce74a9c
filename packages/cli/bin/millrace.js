#!/usr/bin/env -S node --conditions=source --max-semi-space-size=8 --expose-gc
// Plain JavaScript, so that a Node that is too old gets to go on as the one that lies beside.
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { becomeNode } from './become-node.js'

const oldest = 24
if (Number(process.versions.node.split('.')[0]) >= oldest) {
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

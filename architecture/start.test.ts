import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Imports what "millrace start" is, and prints the libraries that came with it. */
const loader = `
import { registerHooks } from 'node:module'
const found = new Set()
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const library = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(resolved.url)?.[1]
    if (library !== undefined) found.add(library)
    return resolved
  },
})
await import('./packages/cli/src/start/start-server.ts')
console.log(JSON.stringify([...found].sort()))
`

const everyStart = ['@hono/node-server', 'acorn', 'croner', 'hono', 'ipaddr.js', 'luxon', 're2js', 'yaml', 'zod']

// Each library costs every start its time and its memory. What one route, one trigger or one node type needs is loaded when that is first used:
// a new name in this list is a slower start for everybody, so that somebody looks at it.
test('a start loads the libraries that every start needs, and no others', () => {
  const args = ['--conditions=source', '--input-type=module', '--eval', loader]
  const loaded = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 120_000 }))
  expect(loaded).toEqual(everyStart)
}, 150_000)

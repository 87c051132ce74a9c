import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Imports the files, and names the libraries and the packages of this workspace that came with them. */
function loadedBy(...files: readonly string[]): readonly string[] {
  const loader = `
    import { registerHooks } from 'node:module'
    const found = new Set()
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = next(specifier, context)
        const [, library, ours] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)|\\/packages\\/([^/]+)\\/src\\//.exec(resolved.url) ?? []
        if (library !== undefined) found.add(library)
        if (ours !== undefined) found.add('@millrace/' + ours)
        return resolved
      },
    })
    for (const file of ${JSON.stringify(files)}) await import(file)
    console.log(JSON.stringify([...found].sort()))`
  const args = ['--conditions=source', '--input-type=module', '--eval', loader]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 120_000 }))
}

const everyStart = ['@hono/node-server', 'acorn', 'croner', 'hono', 'ipaddr.js', 'luxon', 're2js', 'yaml', 'zod']

// Each library costs every start its time and its memory. What one route, one trigger or one node type needs is loaded when that is first used:
// a new name in this list is a slower start for everybody, so that somebody looks at it.
test('a start loads the libraries that every start needs, and no others', () => {
  const loaded = loadedBy('./packages/cli/src/start/start-server.ts')
  expect(loaded.filter((name) => !name.startsWith('@millrace/'))).toEqual(everyStart)
}, 150_000)

// The runtime alone takes 0.3 s to load, each time somebody types a command.
test('a command that only asks a server loads neither the runtime nor a store', () => {
  const loaded = loadedBy('./packages/cli/src/main.ts', './packages/cli/src/api/api-client.ts', './packages/cli/src/output/write-list.ts')
  expect(loaded).toEqual(['@millrace/cli', '@millrace/engine', 'acorn', 're2js', 'yaml'])
}, 150_000)

import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from 'vitest'
import { checkDependencies, type Manifest } from './check-dependencies.ts'
import { checkGlobals } from './check-globals.ts'
import { checkImports } from './check-imports.ts'
import { layers } from './layers.ts'
import { isTestFile, isTestSupport, parseSourceFile, type Violation } from './source-file.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

function manifestIn(directory: string): Manifest {
  return { directory, ...JSON.parse(read(join(directory, 'package.json'))) }
}

function sourcesOf(name: string) {
  const directory = join(root, 'packages', name)
  return globSync('src/**/*.{ts,tsx}', { cwd: directory })
    .filter((path) => !path.endsWith('.d.ts'))
    .filter((path) => !isTestFile(path))
    .map((path) => parseSourceFile(name, path, readFileSync(join(directory, path), 'utf8')))
}

const readable = (violations: readonly Violation[]) => violations.map(({ place, message }) => `${place} ${message}`)

test('every package has a layer, and every layer is a package', () => {
  expect(
    globSync('packages/*/package.json', { cwd: root })
      .map((path) => path.split('/')[1])
      .sort(),
  ).toEqual(Object.keys(layers).sort())
})

test('a layer names only layers below it', () => {
  const names = Object.keys(layers)
  for (const [index, name] of names.entries()) {
    for (const below of layers[name]?.packages ?? []) expect(names.indexOf(below), `${name} → ${below}`).toBeLessThan(index)
  }
})

test.each(Object.keys(layers))('%s imports what its layer allows, and uses no name that is not for it', (name) => {
  const { dependencies = {}, devDependencies = {} } = manifestIn(`packages/${name}`)
  const allDev = { ...devDependencies, ...manifestIn('.').devDependencies }
  const declared = { dependencies: Object.keys(dependencies), devDependencies: Object.keys(allDev) }
  const files = sourcesOf(name)
  expect(files.length).toBeGreaterThan(0)
  expect(readable(files.flatMap((file) => [...checkImports(file, declared), ...checkGlobals(file)]))).toEqual([])
})

test('there is one exact version of each dependency, and a reason for it', () => {
  const manifests = ['.', ...Object.keys(layers).map((name) => `packages/${name}`)].map(manifestIn)
  const installed = Object.keys(JSON.parse(read('package-lock.json')).packages)
  expect(readable(checkDependencies(manifests, installed, read('docs/decisions/dependencies.md')))).toEqual([])
})

// These libraries open sockets of their own, past the guarded fetch. Who uses one connects to an address that `resolveHost` has checked: a new
// file in this list is a new way out, so that somebody looks at it.
test('the ways out beside the guarded fetch are the reviewed ones', () => {
  const libraries = ['pg', 'pg-cursor', 'mysql2', '@redis/client', 'nodemailer', 'imapflow']
  const files = sourcesOf('nodes').filter(({ imports }) =>
    imports.some(({ from }) => libraries.includes(from.replace(/^(mysql2)\/.*/, '$1'))),
  )
  expect(files.map(({ path }) => path).sort()).toEqual([
    'src/email/open-imap.ts',
    'src/email/read-message.ts', // types alone
    'src/email/read.ts', // types alone
    'src/email/send.ts',
    'src/mysql/mysql-session.ts',
    'src/mysql/mysql-values.ts', // types and their numbers
    'src/postgres/postgres-session.ts',
    'src/postgres/postgres-values.ts', // how types are read
    'src/redis/redis-client.ts',
    'src/testing/dovecot.ts', // tests alone
  ])
})

// What it computes is tested without a browser, and stays so.
test('the model of the editor imports the engine and itself alone', () => {
  const files = sourcesOf('editor').filter(({ path }) => path.startsWith('src/model/') && !isTestSupport(path))
  const foreign = files.flatMap(({ path, imports }) =>
    imports.filter(({ from }) => !isOfModel(path, from)).map(({ from, line }) => `${path}:${line} imports ${from}`),
  )
  expect(foreign).toEqual([])
})

function isOfModel(path: string, from: string): boolean {
  if (!from.startsWith('.')) return ['@millrace/engine', '@dagrejs/dagre'].includes(from)
  return posix.join(posix.dirname(path), from).startsWith('src/model/')
}

/** Each folder of the canvas with those that it may import; what they share lies in `canvas/` itself. */
const canvasFolders: Readonly<Record<string, readonly string[]>> = {
  draft: [],
  palette: [],
  layout: ['draft'],
  flow: ['layout', 'palette'],
  hand: ['flow', 'layout', 'palette'],
  run: ['draft'],
}

test('in the canvas of the editor arrows point down: from the hand to what is drawn, from there to where it stands', () => {
  const files = sourcesOf('editor').filter(({ path }) => !isTestSupport(path) && canvasFolderOf(path) !== undefined)
  const found = files.flatMap(({ path, imports }) => {
    const own = canvasFolderOf(path) ?? ''
    return imports.flatMap(({ from, line }) => {
      const other = from.startsWith('.') ? canvasFolderOf(posix.join(posix.dirname(path), from)) : undefined
      return other === undefined || other === own || canvasFolders[own]?.includes(other) === true ? [] : [`${path}:${line} imports ${from}`]
    })
  })
  expect(found).toEqual([])
})

function canvasFolderOf(path: string): string | undefined {
  return /^src\/canvas\/([a-z-]+)\//.exec(path)?.[1]
}

test('the editor asks the server in src/api alone', () => {
  const files = sourcesOf('editor').filter(({ path }) => !path.startsWith('src/api/'))
  const found = files
    .filter(({ tree }) => JSON.stringify(tree).match(/"name":"(?:fetch|XMLHttpRequest|WebSocket|EventSource)"/))
    .map(({ path }) => path)
  expect(found).toEqual([])
})

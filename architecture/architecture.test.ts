import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkDependencies, type Manifest } from './check-dependencies.ts'
import { checkGlobals } from './check-globals.ts'
import { checkImports } from './check-imports.ts'
import { layers } from './layers.ts'
import { isTestFile, parseSourceFile, type Violation } from './source-file.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

function manifestIn(directory: string): Manifest {
  return { directory, ...JSON.parse(read(join(directory, 'package.json'))) }
}

function sourcesOf(name: string) {
  const directory = join(root, 'packages', name)
  return globSync('src/**/*.ts', { cwd: directory })
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

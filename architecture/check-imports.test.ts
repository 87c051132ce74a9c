import { expect, test } from 'vitest'
import { checkImports } from './check-imports.ts'
import { parseSourceFile } from './source-file.ts'

const everything = [
  '@millrace/engine',
  '@millrace/kit',
  '@millrace/store',
  '@millrace/runtime',
  '@millrace/store-sqlite',
  'zod',
  'yaml',
  'hono',
]

function mistakes(packageName: string, source: string, { path = 'src/deep/planted.ts', dependencies = everything } = {}) {
  return checkImports(parseSourceFile(packageName, path, source), { dependencies, devDependencies: ['vitest', 'ajv'] }).map(
    ({ place, message }) => `${place} ${message}`,
  )
}

test.each([
  ['a value', "import { start } from '@millrace/runtime'"],
  ['a type', "import type { Driver } from '@millrace/runtime'"],
  ['an inline type', "import { type Driver } from '@millrace/runtime'"],
  ['a namespace', "import type * as runtime from '@millrace/runtime'"],
  ['a side effect', "import '@millrace/runtime'"],
  ['a re-export', "export { start } from '@millrace/runtime'"],
  ['a type re-export', "export type { Driver } from '@millrace/runtime'"],
  ['an export of all', "export * from '@millrace/runtime'"],
  ['a dynamic import', "const { start } = await import('@millrace/runtime')"],
  ['a subpath', "import { suite } from '@millrace/runtime/testing'"],
])('an upward arrow is found as %s', (_, line) => {
  expect(mistakes('store', `const before = 1\n${line}`)).toEqual([
    'packages/store/src/deep/planted.ts:2 store must not import runtime: arrows point down only, see architecture/layers.ts',
  ])
})

test.each([
  ['engine', 'kit'],
  ['kit', 'store'],
  ['nodes', 'runtime'],
  ['store-sqlite', 'kit'],
  ['runtime', 'store-sqlite'],
  ['runtime', 'nodes'],
  ['server', 'store-sqlite'],
  ['server', 'cli'],
])('%s must not import %s', (from, to) => {
  expect(mistakes(from, `import { x } from '@millrace/${to}'`).join()).toContain(`${from} must not import ${to}`)
})

test.each([
  ['nodes', "import { defineNode } from '@millrace/kit'"],
  ['store-sqlite', "import { DatabaseSync } from 'node:sqlite'"],
  ['nodes', "import { isUtf8 } from 'node:buffer'"],
  ['engine', "import { parseDocument } from 'yaml'"],
  ['engine', "import { x } from '../graph/plan.ts'"],
  ['cli', "import { x } from '@millrace/store-sqlite'"],
  ['engine', "const text = \"import x from 'node:fs'\" // import y from 'node:os'"],
])('%s may say %s', (from, source) => {
  expect(mistakes(from, source)).toEqual([])
})

test.each([
  ['engine', "import { readFileSync } from 'node:fs'", '"node:fs" is not for engine'],
  ['kit', "import fs from 'fs'", '"fs" is not for kit'],
  ['nodes', "import { hostname } from 'node:os'", '"node:os" is not for nodes'],
  ['engine', "import { z } from 'zod'", '"zod" is not a dependency that engine may have'],
  ['store', "import { test } from 'vitest'", '"vitest" is not a dependency that store may have'],
  ['engine', "import Ajv from 'ajv'", '"ajv" is not a dependency that engine may have'],
  ['engine', "import { x } from '../../../kit/src/node-type.ts'", 'leaves the package'],
  ['engine', "import { x } from '../../package.json'", 'leaves the package'],
  ['store', "import { x } from '@millrace/store'", 'is this package itself'],
  ['runtime', "import { x } from '@millrace/store/testing'", 'is for tests only'],
  ['unheard-of', "import { x } from 'zod'", 'has no layer'],
])('in %s, %s is found', (from, source, message) => {
  expect(mistakes(from, source).join()).toContain(message)
})

test('an undeclared dependency is found, of the workspace and of npm', () => {
  expect(mistakes('nodes', "import { z } from 'zod'\nimport { x } from '@millrace/kit'", { dependencies: [] })).toEqual([
    'packages/nodes/src/deep/planted.ts:1 "zod" is not among the dependencies of packages/nodes/package.json',
    'packages/nodes/src/deep/planted.ts:2 "@millrace/kit" is not among the dependencies of packages/nodes/package.json',
  ])
})

test('test support may use development dependencies and builtins, but its arrows point down too', () => {
  const path = 'src/testing/suite.ts'
  expect(mistakes('engine', "import { test } from 'vitest'\nimport { join } from 'node:path'", { path })).toEqual([])
  expect(mistakes('engine', "import { z } from 'zod'", { path })).toHaveLength(1)
  expect(mistakes('store', "import { x } from '@millrace/runtime'", { path })).toHaveLength(1)
})

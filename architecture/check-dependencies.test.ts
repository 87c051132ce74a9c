import { expect, test } from 'vitest'
import { checkDependencies, type Manifest } from './check-dependencies.ts'

const table = '| `zod` | kit | … |\n| `yaml` | engine | … |'
const kit: Manifest = { directory: 'packages/kit', dependencies: { '@millrace/engine': '0.1.0', zod: '4.6.7' } }
const engine: Manifest = { directory: 'packages/engine', dependencies: { yaml: '2.9.1' } }

function mistakes(manifests: readonly Manifest[], installed: readonly string[] = []) {
  return checkDependencies(manifests, installed, table).map(({ place, message }) => `${place} ${message}`)
}

test('what is allowed, exact, explained and there once is fine', () => {
  expect(mistakes([kit, engine], ['node_modules/zod', 'node_modules/yaml', 'node_modules/not-zod'])).toEqual([])
})

test.each(['^4.6.7', '~4.6.7', '*', 'latest', '>=4', 'file:../zod'])('the version %s is not exact', (version) => {
  expect(mistakes([{ ...kit, dependencies: { zod: version } }])).toContain(`packages/kit "zod" is at ${version}: name one exact version`)
})

test('two versions of one dependency are found', () => {
  expect(mistakes([kit, { directory: '.', devDependencies: { zod: '4.0.0' } }])).toEqual([
    '. "zod" is at 4.0.0 here and at 4.6.7 in packages/kit',
  ])
})

test('a second copy in the tree is found', () => {
  expect(mistakes([kit], ['node_modules/zod', 'node_modules/other/node_modules/zod'])).toEqual([
    'package-lock.json "zod" is installed 2 times: node_modules/zod, node_modules/other/node_modules/zod',
  ])
})

test('a dependency that the layer does not allow, or that nobody explained, is found', () => {
  expect(mistakes([{ ...engine, dependencies: { lodash: '4.0.0', '@millrace/kit': '0.1.0' } }])).toEqual([
    'packages/engine "lodash" is not allowed by architecture/layers.ts',
    'packages/engine "lodash" has no line in docs/decisions/dependencies.md',
    'packages/engine must not depend on @millrace/kit',
  ])
})

import { expect, test } from 'vitest'
import { checkGlobals } from './check-globals.ts'
import { parseSourceFile } from './source-file.ts'

function mistakes(packageName: string, source: string, path = 'src/planted.ts') {
  return checkGlobals(parseSourceFile(packageName, path, source)).map(({ place, message }) => `${place} ${message}`)
}

test.each([
  'const at = Date.now()',
  "const at = Date['now']()",
  'const clock = Date.now',
  'const now = { clock: Date.now }',
  'const at = new Date()',
  'const at = Date()',
  'const chance = Math.random()',
  'setTimeout(() => undefined, 1)',
  'globalThis.setTimeout(() => undefined, 1)',
  'setInterval(tick, 1)',
  "console.log('x')",
  'const log = console',
  'const { env } = process',
  'export async function step() {}',
  'export const step = async () => 1',
  'await step()',
  'const p = Promise.resolve(1)',
])('the engine must not say: %s', (source) => {
  expect(mistakes('engine', source).join()).toMatch(/^packages\/engine\/src\/planted\.ts:1 .*(engine|events)/)
})

test.each([
  'const at = new Date(0).getUTCDay()',
  'const at = Date.UTC(2026, 1)',
  'const root = Math.sqrt(4)',
  "const names = ['setTimeout', 'Date.now()'] // Math.random()",
  'const clock = { now: () => 1 }\nconst at = clock.now()',
  'const table = { setTimeout: 1, console: 2 }\nexport const x = table.setTimeout',
  'export function run(fetch: () => void) { fetch() }',
  'type Console = typeof console',
])('the engine may say: %s', (source) => {
  expect(mistakes('engine', source)).toEqual([])
})

test.each(['kit', 'server', 'cli'])('nothing turns text into code, not even in %s', (name) => {
  for (const source of [
    "eval('1')",
    "new Function('return 1')",
    "Function('return 1')()",
    "globalThis.eval('1')",
    'const { run } = { run: eval }',
  ]) {
    expect(mistakes(name, source).join(), source).toContain('turns text into code')
  }
  for (const source of ["import vm from 'node:vm'", "import { runInNewContext } from 'vm'", "await import('node:vm')"]) {
    expect(mistakes(name, source).join(), source).toContain('no sandbox')
  }
})

test('a workflow has one way out', () => {
  expect(mistakes('nodes', "await fetch('http://a.test')").join()).toContain('is not guarded')
  expect(mistakes('nodes', 'export const run = ({ fetch }) => fetch(1)')).toEqual([])
  expect(mistakes('runtime', "import http from 'node:http'").join()).toContain('past the guarded fetch')
  expect(mistakes('runtime', "import { request } from 'undici'", 'src/embedded/planted.ts').join()).toContain('past the guarded fetch')
  expect(mistakes('runtime', "import { Agent } from 'undici'", 'src/fetch/planted.ts')).toEqual([])
  expect(mistakes('server', "import { createServer } from 'node:http'")).toEqual([])
})

test('test support may do as tests do', () => {
  expect(mistakes('engine', 'console.log(Date.now(), Math.random())', 'src/testing/planted.ts')).toEqual([])
})

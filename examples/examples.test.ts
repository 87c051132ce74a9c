import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseWorkflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { describe, expect, test } from 'vitest'
import { checkout } from '../e2e/support/checkout.ts'
import { runMillrace } from '../e2e/support/run-millrace.ts'

const folder = join(checkout, 'examples')
const examples = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

function triggersOf(source: string) {
  const parsed = parseWorkflow(source, createStandardCatalog())
  return parsed.ok ? Object.values(parsed.workflow.triggers ?? {}) : []
}

describe.each(examples)('the example %s', (name) => {
  const file = (part: string) => join(folder, name, part)

  test('has a workflow, and says what it shows', () => {
    expect(existsSync(file('workflow.yaml'))).toBe(true)
    expect(readFileSync(file('README.md'), 'utf8')).toMatch(/^# .+\n/)
  })

  test('has no mistakes, nor anything to warn of', async () => {
    const { code, out } = await runMillrace(['validate', join('examples', name), '--json'])
    expect(JSON.parse(out).files.flatMap((one: { problems: unknown[] }) => one.problems)).toEqual([])
    expect(code).toBe(0)
  })

  test.runIf(existsSync(file('payload.json')))('gives the result that stands beside its payload', async () => {
    const { code, out, err } = await runMillrace([
      'run',
      file('workflow.yaml'),
      '--data',
      `@${file('payload.json')}`,
      '--in-memory',
      '--json',
    ])
    expect(code, err).toBe(0)
    expect(JSON.parse(out).result).toEqual(JSON.parse(readFileSync(file('expected.json'), 'utf8')))
  })
})

test('the tests of the examples pass, and there is one for each type of trigger', async () => {
  const { code, out } = await runMillrace(['test', 'examples', '--json'])
  const { files } = JSON.parse(out) as {
    readonly files: readonly { readonly file: string; readonly tests?: readonly { passed: boolean }[] }[]
  }
  expect(files.filter(({ tests = [{ passed: false }] }) => !tests.every(({ passed }) => passed))).toEqual([])
  expect(code).toBe(0)
  const tested = files.map(({ file }) => readFileSync(join(checkout, file.replace('.test.yaml', '.yaml')), 'utf8'))
  const types = tested.flatMap((source) => triggersOf(source).map(({ type }) => type))
  expect(
    createStandardCatalog()
      .triggerTypes()
      .filter((type) => !types.includes(type)),
  ).toEqual([])
})

test('the list of the examples names each', () => {
  const list = readFileSync(join(folder, 'README.md'), 'utf8')
  expect(examples.filter((name) => !list.includes(`[${name}](${name})`))).toEqual([])
})

test('together the examples use every node type', async () => {
  const sources = examples.flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(folder, name, file), 'utf8')),
  )
  const used = new Set(sources.flatMap((source) => [...source.matchAll(/\btype: ([a-z0-9.-]+)/g)].map(([, type]) => type)))
  const { out } = await runMillrace(['node', 'list', '--json'])
  const types = (JSON.parse(out) as readonly { readonly type: string }[]).map(({ type }) => type)
  expect(types).not.toEqual([])
  expect(types.filter((type) => !used.has(type))).toEqual([])
})

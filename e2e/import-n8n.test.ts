import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout } from './support/checkout.ts'
import { runMillrace } from './support/run-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const fixture = (name: string) => join(checkout, 'packages/importers/fixtures/n8n', `${name}.json`)

/** Imports the fixture and runs what came of it. */
async function importAndRun(name: string, ...args: readonly string[]) {
  const directory = temporaryDirectory()
  expect(await runMillrace(['import', 'n8n', fixture(name), '--to', 'imported.yaml'], { directory })).toMatchObject({ code: 0 })
  const { out, err, code } = await runMillrace(['run', 'imported.yaml', '--in-memory', '--json', ...args], { directory })
  expect({ err, code }).toMatchObject({ code: 0 })
  return JSON.parse(out) as {
    readonly result: unknown
    readonly steps: readonly { readonly path: string; readonly status: string; readonly output?: unknown }[]
  }
}

describe('what was imported from n8n does what it did', () => {
  test('webhook, if, set, respond', async () => {
    const order = { id: 'o7', total: 250, customer: { name: 'Ada', tier: 'gold' } }
    expect((await importAndRun('webhook-if-respond', '--data', JSON.stringify(order))).result).toEqual({
      text: 'Welcome back, Ada!',
      discount: 15,
      at: 'o7',
    })
    // n8n takes what is missing as no match.
    const { result } = await importAndRun('webhook-if-respond', '--data', JSON.stringify({ id: 'o8', customer: { name: 'Tim' } }))
    expect(result).toEqual({ text: 'Hello Tim', discount: 0, at: 'o8' })
  })

  test('split out, set for each item, filter, sort, aggregate', async () => {
    const lines = [
      { sku: 'pen', price: 2, amount: 3 },
      { sku: 'ink', price: 12, amount: 1 },
      { sku: 'desk', price: 110, amount: 1 },
    ]
    const { result } = await importAndRun('split-out-aggregate', '--data', JSON.stringify({ customer: 'Ada', lines }))
    expect(result).toEqual({ count: 2, total: 122, customer: 'Ada', first: 'desk' })
  })

  test('a loop over items becomes a for-each, and what is done comes after it', async () => {
    expect((await importAndRun('batches')).result).toEqual({ by: ['bike', 'truck', 'bike'] })
  })

  test('items that a branch does not lead on are not in the list', async () => {
    expect((await importAndRun('list-with-branch')).result).toEqual({ letters: ['Dear Ada'] })
  })

  test('loops in loops, with several ways back', async () => {
    const { result } = await importAndRun('nested-loops')
    expect(result).toEqual({ data: [{ odd: 10 }, { odd: 10, isCopy: true }, { even: 200 }, { odd: 30 }, { odd: 30, isCopy: true }] })
  })

  test('switch and a merge of branches', async () => {
    const { result } = await importAndRun('switch-merge', '--trigger', 'ticket', '--data', JSON.stringify({ kind: 'help', text: 'How?' }))
    expect(result).toEqual({ kind: 'help', text: 'How?', queue: 'support', number: 'T-7' })
  })
})

describe('millrace import n8n', () => {
  test('writes the file to standard output and the list to standard error', async () => {
    const { code, out, err } = await runMillrace(['import', 'n8n', '-'], { input: readFileSync(fixture('by-hand'), 'utf8') })
    expect(out).toMatch(/^# Imported from n8n: Mail to sheet\.$/m)
    expect(err).toMatch(/^To do by hand \(\d+\)$/m)
    expect(err).toMatch(/^ {2}- append: .*googleSheets/m)
    expect(code).toBe(0)
  })

  test('with --json prints one document', async () => {
    const { out, code } = await runMillrace(['import', 'n8n', fixture('by-hand'), '--json'])
    expect(JSON.parse(out)).toMatchObject({
      id: 'mail-to-sheet',
      yaml: expect.stringContaining('nodes:'),
      notes: expect.arrayContaining([expect.objectContaining({ severity: 'by-hand', id: 'append' })]),
    })
    expect(code).toBe(0)
  })

  test('leaves a file that exists as it is, unless told', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'mine.yaml'), 'mine')
    const args = ['import', 'n8n', fixture('batches'), '--to', 'mine.yaml']
    expect(await runMillrace(args, { directory })).toMatchObject({ code: 1, err: expect.stringContaining('exists already') })
    expect(readFileSync(join(directory, 'mine.yaml'), 'utf8')).toBe('mine')
    expect(await runMillrace([...args, '--force'], { directory })).toMatchObject({ code: 0 })
    expect(readFileSync(join(directory, 'mine.yaml'), 'utf8')).toContain('id: ship-in-batches')
  })

  test.each([
    ['{', 1, 'is not JSON'],
    ['{"steps": []}', 1, 'no n8n workflow'],
    [`{"nodes": [{"type": "x", "name": "x", "parameters": ${'[['.repeat(2000)}${']]'.repeat(2000)}}]}`, 1, 'levels deep'],
  ])('%.20s is a clear error', async (input, code, message) => {
    expect(await runMillrace(['import', 'n8n', '-'], { input })).toMatchObject({ code, out: '', err: expect.stringContaining(message) })
  })

  test('a file that is not there, and --force with nothing to write, are usage errors', async () => {
    expect(await runMillrace(['import', 'n8n', 'no-such.json'])).toMatchObject({ code: 2, err: expect.stringContaining('no-such.json') })
    expect(await runMillrace(['import', 'n8n', fixture('batches'), '--force'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--to'),
    })
  })
})

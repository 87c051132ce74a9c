import type { Json } from '@millrace/engine'
import type { GuestCall } from '@millrace/kit'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { codeJavascript } from './javascript.ts'

// What code can do and cannot is tried on the real sandbox: in packages/sandbox, and through the whole product in e2e/code.test.ts.

async function run(params: Record<string, Json>, answer: { output: Json; port?: string } = { output: 7 }) {
  const calls: GuestCall[] = []
  const lines: string[] = []
  const result = await testNode(codeJavascript, {
    with: params,
    input: { came: 'in' },
    onLog: ({ level, message }) => lines.push(`${level} ${message}`),
    host: {
      guest: {
        async run(call) {
          calls.push(call)
          return { ...answer, logs: [{ level: 'warn', message: 'from the code' }] }
        },
      },
    },
  })
  return { result, call: calls[0], lines }
}

test('hands over code as written, input and limits, and gives out result and log', async () => {
  const code = 'return `${{ a: 1 }}` + "{{ secrets.KEY }}"'
  const { result, call, lines } = await run({ code, input: { n: 1 }, timeout: '2s', memory: 64 })
  expect(call).toMatchObject({ code, input: { n: 1 }, timeoutMs: 2000, memoryMb: 64, context: { execution: { id: 'test-execution' } } })
  expect(result).toEqual({ type: 'done', output: 7, port: 'success' })
  expect(lines).toEqual(['warn from the code'])
})

test('sees what came in, unless it is given something else, were it null', async () => {
  expect((await run({ code: 'return input' })).call?.input).toEqual({ came: 'in' })
  expect((await run({ code: 'return input', input: null })).call?.input).toBe(null)
})

test('takes types out, and leaves every line and column where it was', async () => {
  const { call } = await run({ language: 'typescript', code: 'const a: number = 1 as any\n  return a satisfies number' })
  expect(call?.code).toBe('const a         = 1       \n  return a                 ')
})

test('leaves by the first port, or by the one that the code names', async () => {
  const ports = ['accepted', 'rejected']
  expect(codeJavascript.ports({ ports })).toEqual(ports)
  expect((await run({ code: 'return 1', ports })).result).toMatchObject({ port: 'accepted' })
  expect((await run({ code: 'return 1', ports }, { output: 1, port: 'rejected' })).result).toMatchObject({ port: 'rejected' })
  await expect(run({ code: 'return 1', ports }, { output: 1, port: 'other' })).rejects.toMatchObject({
    code: 'CODE_PORT',
    message: expect.stringContaining('accepted, rejected'),
  })
})

test.each([
  ['return {', 'Unexpected token', 2, 2],
  ['const a = 1\nconst b = = 2', 'Unexpected token', 2, 11],
  ['x = 1 +', 'Unexpected token', 2, 1],
  ['import x from "y"', '', 1, 1],
  ['}; process.exit(); {', '', 1, undefined],
])('%j is a mistake in the file, with its place', (code, message, line, column) => {
  const [mistake] = codeJavascript.checkParams({ code })
  expect(mistake).toMatchObject({ path: ['code'], message: expect.stringContaining(message) })
  expect(mistake?.message).toContain(`line ${line}, column ${column ?? ''}`)
})

test('TypeScript that is more than types is told when it runs', async () => {
  await expect(run({ language: 'typescript', code: 'const a = 1\nenum A { B }' })).rejects.toMatchObject({
    code: 'CODE_SYNTAX',
    details: { line: 2 },
  })
  await expect(run({ language: 'typescript', code: 'const a: = 1' })).rejects.toMatchObject({ details: { line: 1, column: 10 } })
})

test('publishing refuses TypeScript that is no program, and takes what is one', async () => {
  const workshop = { bundle: () => Promise.reject(new Error('nothing to bundle')) }
  const publish = (code: string) => codeJavascript.prepare?.({ language: 'typescript', code }, workshop)
  await expect(publish('return (')).rejects.toMatchObject({ code: 'CODE_SYNTAX' })
  await expect(publish('const a: number = 1\nreturn a')).resolves.toBe(undefined)
})

test.each([{ timeout: '6m' }, { timeout: '0s' }, { memory: 1 }, { memory: 4096 }, { ports: ['error'] }, { ports: [] }])(
  'the limit %j is a mistake',
  (more) => {
    expect(codeJavascript.checkParams({ code: 'return 1', ...more })).not.toEqual([])
  },
)

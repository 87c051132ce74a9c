import type { LogLine } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { logNode } from './log.ts'

async function linesOf(params: Parameters<typeof logNode.checkParams>[0]) {
  const lines: LogLine[] = []
  const result = await testNode(logNode, { with: params, input: 7, now: 1000, onLog: (line) => lines.push(line) })
  expect(result).toEqual({ type: 'done', output: 7 })
  return lines
}

test('writes a line and passes on what came in', async () => {
  expect(await linesOf({ message: 'hello' })).toEqual([{ at: 1000, level: 'info', message: 'hello' }])
})

test('keeps level and data', async () => {
  expect(await linesOf({ message: 'low', level: 'warn', data: { left: 2 } })).toEqual([
    { at: 1000, level: 'warn', message: 'low', data: { left: 2 } },
  ])
})

test('a number or a truth value is a message too', async () => {
  expect((await linesOf({ message: 3 }))[0]?.message).toBe('3')
  expect((await linesOf({ message: false }))[0]?.message).toBe('false')
})

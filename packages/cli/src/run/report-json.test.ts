import { expect, test } from 'vitest'
import { reportJson } from './report-json.ts'

test('times are text, in steps, attempts and log lines too, and values stay', () => {
  const [startedAt, finishedAt] = [1_000, 2_000]
  const timed = { startedAt, finishedAt, durationMs: 1_000 }
  const step = { index: 0, step: 'a', node: 'a', type: 'log', status: 'success', output: { startedAt: 5, at: 6 }, ...timed } as const
  const json = reportJson({
    executionId: 'e',
    workflow: { id: 'w', version: 1 },
    status: 'success',
    result: { finishedAt: 7 },
    ...timed,
    steps: [{ ...step, attempts: [{ attempt: 1, ...timed }], logs: [{ at: 1_500, level: 'info', message: 'm' }] }],
  })
  const told = { startedAt: '1970-01-01T00:00:01.000Z', finishedAt: '1970-01-01T00:00:02.000Z', durationMs: 1_000 }
  expect(json).toMatchObject({
    ...told,
    result: { finishedAt: 7 },
    steps: [{ ...told, output: { startedAt: 5, at: 6 }, attempts: [told], logs: [{ at: '1970-01-01T00:00:01.500Z' }] }],
  })
})

import type { Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { ApiExecution, ApiStep } from '../api/execution-types.ts'
import type { Host } from '../host.ts'
import { showExecution } from './show-execution.ts'

const out = { isTerminal: true, usesColor: false, size: () => ({ columns: 90, rows: 24 }) } as Host['out'] // It writes nothing itself.
const at = '2027-03-01T09:00:00.000Z'

function shown(step: Partial<ApiStep>, more: Partial<ApiExecution> = {}): string {
  const base = { step: 's', node: 's', type: 'x', status: 'success', startedAt: at, attempts: [], logs: [] } as const
  const execution: ApiExecution = {
    id: 'e1',
    workflowId: 'w',
    workflowVersion: 1,
    triggerId: 't',
    triggerType: 'manual',
    status: 'running',
    startedAt: at,
    result: null,
    controls: [],
    steps: [{ ...base, ...step }],
    ...more,
  }
  return showExecution(execution, { out })
}

const error = { code: 'HTTP_STATUS', class: 'retryable', message: '503' } as const

test('each attempt is told with its number, error, class and the delay after it', () => {
  const text = shown({
    attempts: [
      { attempt: 1, startedAt: at, durationMs: 20, error, retryDelayMs: 1000 },
      { attempt: 2, startedAt: at, durationMs: 10 },
    ],
  })
  expect(text).toMatch(/tried +1\. HTTP_STATUS \(retryable\): 503 in 20 ?ms, again after 1(\.0)? ?s/)
  expect(text).toMatch(/tried +2\. ok in 10 ?ms/)
})

test('an error is told with its class, and one attempt needs no line of its own', () => {
  const text = shown({ status: 'failed', error: { ...error, class: 'fatal' }, attempts: [{ attempt: 1, startedAt: at, error }] })
  expect(text).toContain('HTTP_STATUS: 503 (fatal)')
  expect(text).not.toContain('tried')
})

test('an address is never shortened, however narrow the terminal', () => {
  const url = `https://millrace.example/webhook-waiting/${'x'.repeat(43)}`
  const text = shown({ status: 'waiting', waiting: { for: 'approval', url } })
  expect(text).toContain(`\ns waits for a decision:\n  ${url}\n  millrace execution approve e1 s\n`)
})

test('an event that a step waits for is told with the command that sends it', () => {
  expect(shown({ status: 'waiting', waiting: { for: 'event', event: 'paid-17' } })).toContain('\n  millrace event emit paid-17\n')
})

test('what an execution and its steps wait for is told in a sentence', () => {
  const waitsFor = { code: 'retry', sentence: 'retry 3 of 5 in 00:31 after HTTP 429' }
  const text = shown({ status: 'retrying', waitsFor, reason: 'less' }, { waitsFor: { ...waitsFor, sentence: `s: ${waitsFor.sentence}` } })
  expect(text).toContain('\ns: retry 3 of 5 in 00:31 after HTTP 429\n')
  expect(text).toMatch(/retrying +s {2}retry 3 of 5 in 00:31 after HTTP 429\n/)
  expect(text).not.toContain('less')
})

test('a dead letter and its replay lead to each other', () => {
  expect(shown({}, { letter: 'open' })).toContain('millrace execution retry e1')
  expect(shown({}, { letter: 'replayed', replayedAs: 'e2' })).toContain('was run again as e2')
  expect(shown({}, { replayOf: 'e0' })).toContain('runs e0 again')
})

test('who paused, resumed and canceled it is told, and that it cleans up', () => {
  const text = shown(
    {},
    {
      canceling: true,
      controls: [
        { action: 'pause', at, by: 'Ada', reason: 'The bank is down' },
        { action: 'resume', at },
        { action: 'cancel', at, forced: true },
      ],
    },
  )
  expect(text).toContain('● running, canceling')
  expect(text).toMatch(/\npaused [\d :-]+ by Ada: The bank is down\nresumed [\d :-]+\ncanceled by force [\d :-]+\n/)
})

test('a clean-up that failed or was cut short is told at the end', () => {
  const canceled = { code: 'CANCELED', class: 'canceled', message: 'withdrawn' } as const
  const failures = [{ code: 'HTTP_STATUS', class: 'fatal', message: '404', step: 't.catch.refund' }]
  const end = (details: Json) =>
    shown({}, { status: 'canceled', error: { ...canceled, details } })
      .split('\n\n')
      .at(-1)
  expect(end({ cleanUp: 'cut short' })).toBe('CANCELED: withdrawn\nThe clean-up was cut short.\n')
  expect(end({ cleanUp: 'failed', failures })).toBe('CANCELED: withdrawn\nThe clean-up has failed.\n  t.catch.refund: HTTP_STATUS: 404\n')
})

import type { ExecutionHistory, ExecutionStatus, StepRecord, WaitReason } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { executionReason, reasonSentence, rowReason } from './execution-reason.ts'

const now = 100_000

function row(status: ExecutionStatus, more: Partial<ExecutionSummary> = {}): ExecutionSummary {
  const facts = { id: 'e', account: 'default', workflowId: 'w', workflowVersion: 1, triggerId: 't', triggerType: 'manual' }
  return { ...facts, status, startedAt: 40_000, ...more }
}

const step = (path: string, waitsFor: WaitReason) => ({ step: path, waitsFor }) as unknown as StepRecord // All that is read of it.
const running: WaitReason = { code: 'running', since: 96_000, type: 'http.request', attempt: 1 }
const signal: WaitReason = { code: 'event', since: 90_000, event: 'paid' }
const retry: WaitReason = {
  code: 'retry',
  since: 99_000,
  until: 131_000,
  attempt: 3,
  attempts: 5,
  error: { code: 'HTTP_STATUS', class: 'retryable', message: '', details: { status: 429 } },
}

interface Given extends Partial<Pick<ExecutionHistory, 'steps' | 'controls' | 'canceling'>> {
  readonly row: ExecutionSummary
  readonly isInMemory?: boolean
  readonly heldUp?: { since: number; message: string }
}

function told({ row: summary, isInMemory = true, heldUp, steps = [], controls = [], canceling }: Given): string | undefined {
  const history = { steps, controls, ...(canceling && { canceling }) }
  const reason = executionReason(summary, history, { isInMemory, heldUp }, now)
  return reason && `${reason.code}| ${reasonSentence(reason, now)}`
}

describe('why an execution goes on', () => {
  const heldUp = { since: 70_000, message: 'The disk is full.' }
  const by = { action: 'pause', at: 95_000, by: 'Ada', reason: 'the provider is down' } as const
  const cases: readonly (readonly [string, Given, string])[] = [
    ['queued', { row: row('queued') }, 'queued| is queued, for 1 min so far'],
    ['running a step', { row: row('running'), steps: [step('pay', running)] }, 'running| pay: runs http.request, for 4 s so far'],
    ['running between two steps', { row: row('running') }, 'under-way| is under way, for 1 min so far'],
    [
      'running in no process',
      { row: row('running'), isInMemory: false, steps: [step('pay', running)] },
      'left| was left by a process that has ended: it is taken up by the next start, or by the watchdog within a minute',
    ],
    [
      'running while the disk is full',
      { row: row('running'), heldUp, steps: [step('pay', running)] },
      'held-up| is held up by the store, for 30 s so far, and goes on by itself when that takes writes again: The disk is full.',
    ],
    ['trying again', { row: row('running'), steps: [step('pay', retry)] }, 'retry| pay: retry 3 of 5 in 00:31 after HTTP 429'],
    [
      'asleep until a time',
      {
        row: row('waiting', { dueAt: 160_000 }),
        isInMemory: false,
        steps: [step('nap', { code: 'time', since: 90_000, until: 160_000 })],
      },
      'time| nap: waits until Thu 1970-01-01 00:02 UTC, in 01:00',
    ],
    [
      'asleep, and due',
      { row: row('waiting', { dueAt: 99_999 }), isInMemory: false, steps: [step('nap', { code: 'time', since: 90_000, until: 99_999 })] },
      'due| its time has come: it is taken up in a moment',
    ],
    [
      'waiting for an event',
      { row: row('waiting'), isInMemory: false, steps: [step('ask', signal)] },
      'event| ask: waits for the event paid, for 10 s so far',
    ],
    ['paused', { row: row('paused'), controls: [by] }, 'paused| is paused by Ada, for 5 s so far: the provider is down'],
    ['paused by nobody named', { row: row('paused') }, 'paused| is paused, for 1 min so far'],
    [
      'being canceled',
      { row: row('running'), canceling: true, controls: [{ action: 'cancel', at: 98_000 }] },
      'canceling| cleans up after it was canceled, for 2 s so far',
    ],
    [
      'being canceled in a step',
      { row: row('running'), canceling: true, steps: [step('t.catch.refund', running)] },
      'running| t.catch.refund: runs http.request, for 4 s so far',
    ],
  ]
  for (const [name, given, expected] of cases) test(name, () => expect(told(given)).toBe(expected))

  test('of several steps the one at work counts, then the one that comes first by itself, then any; scopes only alone', () => {
    const scope = step('each', { code: 'inside', since: 40_000 })
    const all = [scope, step('ask', signal), step('pay', retry), step('call', running)]
    expect(told({ row: row('running'), steps: all })).toContain('call: runs http.request, for 4 s so far (and 2 other steps)')
    expect(told({ row: row('running'), steps: all.slice(0, 3) })).toContain('pay: retry 3 of 5 in 00:31 after HTTP 429 (and 1 other step)')
    expect(told({ row: row('running'), steps: all.slice(0, 2) })).toBe('event| ask: waits for the event paid, for 10 s so far')
    expect(told({ row: row('running'), steps: [scope] })).toContain('inside| each:')
  })

  test('has no reason once it has ended', () => {
    for (const status of ['success', 'failed', 'canceled', 'timed_out', 'crashed'] as const) {
      expect(told({ row: row(status), steps: [step('a', running)] })).toBeUndefined()
      expect(rowReason(row(status), {}, now)).toBeUndefined()
    }
  })
})

describe('what the row alone tells', () => {
  const wait = { account: 'default', executionId: 'e', step: 'ask', key: 'paid', since: 90_000 }
  const called = row('running', { id: 'c', workflowId: 'ship', parent: { executionId: 'e', step: 'call' } })
  const cases = [
    [row('queued'), {}, 'queued'],
    [row('paused'), {}, 'paused'],
    [row('running', { canceling: true }), {}, 'canceling'],
    [row('running'), {}, 'under-way'],
    [row('waiting', { dueAt: 200_000 }), { wait: { ...wait, channel: 'event' } }, 'timer'],
    [row('waiting', { dueAt: 99_000 }), {}, 'due'],
    [row('waiting'), { wait: { ...wait, channel: 'event' } }, 'event'],
    [row('waiting'), { wait: { ...wait, channel: 'token' } }, 'answer'],
    [row('waiting'), { called }, 'call'],
    [row('waiting'), {}, 'under-way'],
  ] as const
  for (const [summary, registered, code] of cases) {
    test(`${summary.status}, ${Object.keys(registered)[0] ?? (summary.dueAt === undefined ? 'nothing else' : 'a due time')}: ${code}`, () => {
      const reason = rowReason(summary, registered, now)
      expect(reason?.code).toBe(code)
      expect(reason && reasonSentence(reason, now)).toMatch(/\w+ \w+/)
    })
  }

  test('never the hash of a token', () => {
    const reason = rowReason(row('waiting'), { wait: { ...wait, channel: 'token', key: 'the-hash' } }, now)
    expect(JSON.stringify(reason)).not.toContain('the-hash')
  })
})

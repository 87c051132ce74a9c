import { expect, test } from 'vitest'
import { tellOutcome } from './event-outcome.ts'

const emitted = { id: 'e1', name: 'login.failed', isNew: true, isDelivered: true, received: 0, firings: [] }

test('an event that has started nothing may count for a pattern, and is not said to be heard by nobody', () => {
  expect(tellOutcome(emitted)).toEqual([
    'Event e1 is kept and has started nothing: no trigger listens for it, a filter is false or a pattern is not whole yet, and no step waits for it.',
  ])
})

test('what it has started, and what could not be, is told one by one', () => {
  const started = { workflowId: 'w', triggerId: 'a', outcome: 'started' as const, executionId: 'x1' }
  const failed = { workflowId: 'w', triggerId: 'b', outcome: 'failed' as const, message: 'No\u001b[31m' }
  expect(tellOutcome({ ...emitted, received: 1, firings: [started, failed] })).toEqual([
    'Started execution x1 of w (a).',
    expect.stringMatching(/^Failed to start w \(b\): No/),
    '1 step received it.',
  ])
})

import { type ExecutionEvent, newExecution, type StepChange } from '@millrace/engine'
import { expect, test } from 'vitest'
import { createWaitNotes } from './wait-changes.ts'

const change = (step: string, status: StepChange['status']): StepChange => ({ step, node: step, type: 'ask', status, at: 1 })

function waiting(step: string, key: string, at = 1): ExecutionEvent {
  return { type: 'step-waiting', at, step, attempt: 1, startedAt: 0, wait: { type: 'signal', channel: 'event', key } }
}

const fired: ExecutionEvent = { type: 'timer-fired', at: 2, timer: 't', random: 0 }

test('a wait is told when it begins and when it ends, each once', () => {
  const notes = createWaitNotes(newExecution())
  notes.note(waiting('a', 'k', 7), [change('a', 'waiting')])
  expect(notes.take()).toEqual({ begun: [{ step: 'a', channel: 'event', key: 'k', since: 7 }], ended: [] })
  expect(notes.take()).toBeUndefined()
  notes.note(fired, [change('b', 'success'), change('a', 'canceled'), change('a', 'canceled')])
  expect(notes.take()).toEqual({ begun: [], ended: ['a'] })
})

test('one that ends before it is written leaves nothing', () => {
  const notes = createWaitNotes(newExecution())
  notes.note(waiting('a', 'k'), [change('a', 'waiting')])
  notes.note(fired, [change('a', 'success')])
  expect(notes.take()).toBeUndefined()
})

test('a step that waits anew ends the old wait and begins the new one', () => {
  const notes = createWaitNotes(newExecution())
  notes.note(waiting('a', 'old'), [change('a', 'waiting')])
  notes.take()
  notes.note(fired, [change('a', 'retrying')])
  notes.note(waiting('a', 'new'), [change('a', 'waiting')])
  expect(notes.take()).toMatchObject({ begun: [{ step: 'a', key: 'new' }], ended: ['a'] })
})

test('a wait for a time is none of them', () => {
  const notes = createWaitNotes(newExecution())
  notes.note({ type: 'step-waiting', at: 1, step: 'a', attempt: 1, startedAt: 0, wait: { type: 'time', until: 9, output: null } }, [
    change('a', 'waiting'),
  ])
  expect(notes.take()).toBeUndefined()
})

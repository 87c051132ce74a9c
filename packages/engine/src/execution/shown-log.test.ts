import { describe, expect, test } from 'vitest'
import { compilePlan } from '../graph/compile-plan.ts'
import { testCatalog } from '../testing/test-catalog.ts'
import type { ExecutionEvent } from './event.ts'
import { readHistory } from './history.ts'
import { missingValues, readShownLog } from './shown-log.ts'
import { newExecution } from './state.ts'
import { transition } from './transition.ts'

const plan = compilePlan(
  {
    id: 'w',
    nodes: {
      each: {
        type: 'for-each',
        with: { items: '{{ trigger.lines }}' },
        nodes: { call: { type: 'task', with: { n: '{{ item }}' } } },
        next: 'last',
      },
      last: { type: 'task' },
    },
  },
  testCatalog,
)

const base = { attempt: 1, startedAt: 2, at: 3, port: 'success' }
const whole: readonly ExecutionEvent[] = [
  {
    type: 'execution-started',
    at: 1,
    executionId: 'e',
    workflow: { id: 'w', version: 1 },
    trigger: { id: 't', type: 'manual', data: { lines: ['ada', 'bob'] } },
    inputs: {},
    vars: {},
    env: {},
  },
  { type: 'step-succeeded', step: 'each[0].call', output: 1, ...base },
  { type: 'step-succeeded', step: 'each[1].call', output: 'secret', ...base },
  { type: 'step-succeeded', step: 'last', output: 3, ...base },
]

/** As it is recorded when the trigger's data and one output may not be kept. */
function hiding(from: number): readonly ExecutionEvent[] {
  const state = newExecution()
  return whole.map((event, index) => {
    const { changes } = transition(plan, state, event)
    if (index < from) return event
    const end = state.status === 'success' ? { end: { status: state.status, result: '•••' } as const } : {}
    const shown = { changes: changes.map(({ output: _, ...change }) => change), ...end }
    if (event.type === 'execution-started')
      return { ...event, trigger: { ...event.trigger, data: {} }, shown: { ...shown, hides: ['trigger'] } }
    if (event.type === 'step-succeeded' && event.output === 'secret')
      return { ...event, output: '•••', shown: { ...shown, hides: ['output'] } }
    return { ...event, shown }
  })
}

describe('a log that hides values', () => {
  test('[D1] from the first event that hides values on, what is shown is what was recorded with each, and nothing is folded', () => {
    for (const from of [0, 1, 2]) {
      const { steps, ...history } = readHistory(plan, hiding(from))
      expect(history).toMatchObject({ status: 'success', result: '•••' })
      expect(steps.map(({ step, status }) => [step, status])).toEqual(
        readHistory(plan, whole).steps.map(({ step, status }) => [step, status]),
      )
      expect(steps.find(({ step }) => step === 'each[0].call')).toMatchObject({ output: 1 })
      expect(steps.find(({ step }) => step === 'each[1].call')).toMatchObject({ output: '•••', hides: ['output'] })
    }
    expect(readHistory(plan, hiding(9))).toEqual(readHistory(plan, whole))
  })

  test('[D2] a recorded end is the standing; before it, the execution runs or is paused', () => {
    const log = readShownLog(plan)
    const [started, ...others] = hiding(0)
    if (started !== undefined) log.read(started)
    expect(log.standing()).toEqual({ status: 'running', result: null })
    log.read({ type: 'pause-requested', at: 5, shown: { changes: [] } })
    expect(log.standing()).toEqual({ status: 'paused', result: null })
    log.read({ type: 'resume-requested', at: 6, shown: { changes: [] } })
    log.read({ type: 'cancel-requested', at: 7, mode: 'cooperative', shown: { changes: [] } })
    expect(log.standing()).toEqual({ status: 'running', result: null, canceling: true })
    for (const event of others) log.read(event)
    expect(log.standing()).toEqual({ status: 'success', result: '•••' })
    expect(log.state()).toBeUndefined()
  })

  test('[D3] what a replay would miss is named: the fields that the engine reads', () => {
    expect(missingValues(whole)).toEqual([])
    expect(missingValues(hiding(0))).toEqual(['trigger', 'each[1].call.output'])
    expect(
      missingValues([{ type: 'timer-fired', at: 1, timer: 't', random: 0, shown: { changes: [], hides: ['input', 'logs'] } }]),
    ).toEqual([])
  })
})

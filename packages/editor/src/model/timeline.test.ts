import { describe, expect, test } from 'vitest'
import { type TimedStep, timelineOf } from './timeline.ts'

const at = (ms: number) => new Date(Date.UTC(2027, 2, 1) + ms).toISOString()
const now = Date.UTC(2027, 2, 1) + 1000

function step(path: string, from: number, to: number | undefined, given: Partial<TimedStep> = {}): TimedStep {
  const finishedAt = to === undefined ? {} : { finishedAt: at(to) }
  return {
    step: path,
    node: path.split('.').at(-1) ?? '',
    status: to === undefined ? 'running' : 'success',
    startedAt: at(from),
    ...finishedAt,
    attempts: [{ attempt: 1, startedAt: at(from), ...finishedAt }],
    ...given,
  }
}

const shape = (steps: readonly TimedStep[], folded: readonly string[] = []) =>
  timelineOf(steps, new Set(folded), now).rows.map(
    ({ depth, name, section }) => `${'  '.repeat(depth)}${section === undefined ? '' : `${section} `}${name}`,
  )

describe('rows', () => {
  const steps = [
    step('begin', 0, 10),
    step('items', 10, 90),
    step('items[0].charge', 10, 40),
    step('items[1].charge', 12, 50),
    step('items[1].ship', 50, 90),
    step('order', 90, 100),
    step('order.reserve', 90, 92),
    step('order.catch.refund', 92, 95),
  ]

  test('steps stand below their scope and their iteration, in their section', () => {
    expect(shape(steps)).toEqual([
      ...['begin', 'items', '  [0]', '    charge', '  [1]', '    charge', '    ship'],
      ...['order', '  reserve', '  catch refund'],
    ])
  })

  test('what is folded hides what is in it', () => {
    expect(shape(steps, ['items'])).toEqual(['begin', 'items', 'order', '  reserve', '  catch refund'])
    expect(shape(steps, ['items[1]'])).toContain('    charge')
  })

  test('an iteration has the gravest status of its steps, and their time', () => {
    const { rows } = timelineOf(
      [step('items', 0, 100), step('items[0].a', 0, 20), step('items[0].b', 20, 100, { status: 'failed' })],
      new Set(),
      now,
    )
    expect(rows[1]).toMatchObject({ id: 'items[0]', status: 'failed', step: undefined, bars: [{ kind: 'run', from: 0, to: 1 }] })
  })
})

describe('bars', () => {
  test('parallel steps overlap, at their part of the whole', () => {
    const { rows, spanMs } = timelineOf([step('a', 0, 100), step('b', 50, 200)], new Set(), now)
    expect(spanMs).toBe(200)
    expect(rows.map(({ bars }) => bars)).toEqual([[{ kind: 'run', from: 0, to: 0.5 }], [{ kind: 'run', from: 0.25, to: 1 }]])
  })

  test('attempts and the time between them are seen', () => {
    const attempts = [
      { attempt: 1, startedAt: at(0), finishedAt: at(10), retryDelayMs: 80 },
      { attempt: 2, startedAt: at(90), finishedAt: at(100) },
    ]
    const { rows } = timelineOf([step('a', 0, 100, { attempts })], new Set(), now)
    expect(rows[0]?.bars.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['run', 0, 0.1],
      ['retry', 0.1, 0.9],
      ['run', 0.9, 1],
    ])
  })

  test('what still runs or waits ends now', () => {
    const { rows, spanMs } = timelineOf([step('a', 0, 500), step('b', 500, undefined, { status: 'waiting' })], new Set(), now)
    expect(spanMs).toBe(1000)
    expect(rows[1]?.bars).toEqual([{ kind: 'wait', from: 0.5, to: 1 }])
  })

  test('what was skipped has none, and an execution without steps no span', () => {
    expect(timelineOf([step('a', 0, 0, { status: 'skipped', attempts: [] })], new Set(), now)).toMatchObject({
      spanMs: 0,
      rows: [{ bars: [] }],
    })
    expect(timelineOf([], new Set(), now)).toEqual({ rows: [], spanMs: 0 })
  })
})

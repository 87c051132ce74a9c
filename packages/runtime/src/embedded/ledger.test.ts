import type { ExecutionEvent } from '@millrace/engine'
import { type ExecutionSummary, type ExecutionWrite, StoreError, type WriteOutcome } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createLedger, type LedgerOptions, type Standing } from './ledger.ts'
import type { WriteSource } from './recorder.ts'

const summary: ExecutionSummary = {
  id: 'e',
  account: 'a',
  workflowId: 'w',
  workflowVersion: 1,
  triggerId: 't',
  triggerType: 'manual',
  status: 'running',
  startedAt: 1,
}
const event = (at: number): ExecutionEvent => ({ type: 'cancel-requested', at })
const position = (at: number): WriteOutcome => ({ type: 'written', position: at })

/** A ledger whose writes the case takes and answers by hand. */
function open(more: Partial<LedgerOptions> = {}) {
  const ready: WriteSource[] = []
  const told: unknown[] = []
  let standing: Standing = { status: 'running' }
  const ledger = createLedger({
    recorder: {
      ready: (source) => void ready.push(source),
      heldUp: () => undefined,
      settled: () => Promise.resolve(),
      close: () => undefined,
    },
    fence: 7,
    summary,
    recordedEvents: 0,
    standing: () => standing,
    waits: { note: () => undefined, take: () => undefined },
    followUp: () => 'nothing',
    onWritten: (written) => told.push(written),
    onUnwritable(error) {
      standing = { status: 'crashed', finishedAt: 9 }
      told.push(['unwritable', error])
    },
    onRefused: (error) => told.push(['refused', error]),
    ...more,
  })
  return {
    ledger,
    told,
    ready,
    stand(next: Standing) {
      standing = next
    },
    take: (): readonly ExecutionWrite[] => ready[0]?.takeWrites() ?? [],
    answer: (...outcomes: WriteOutcome[]) => ready[0]?.written(outcomes),
  }
}

describe('what is written', () => {
  test('begins with the execution itself, and goes on without gaps', () => {
    const { ledger, take, answer, told } = open()
    ledger.add(event(1), [])
    ledger.add(event(2), [])
    expect(take()).toEqual([{ type: 'create', fence: 7, execution: { ...summary, status: 'running' }, events: [event(1), event(2)] }])
    ledger.add(event(3), [])
    expect(take()).toEqual([{ type: 'append', account: 'a', executionId: 'e', fence: 7, after: 2, events: [event(3)] }])
    answer(position(4))
    answer(position(5))
    expect(told).toEqual([
      { position: 4, standing: { status: 'running' }, events: [event(1), event(2)], changes: [], isFollowed: false },
      { position: 5, standing: { status: 'running' }, events: [event(3)], changes: [], isFollowed: false },
    ])
  })

  test('goes on after what is on disk already', () => {
    const { ledger, take } = open({ recordedEvents: 5 })
    ledger.add(event(1), [])
    expect(take()).toMatchObject([{ type: 'append', after: 5 }])
  })

  test('asks for one commit for all events that come before it', () => {
    const { ledger, ready } = open()
    ledger.add(event(1), [])
    ledger.add(event(2), [])
    expect(ready).toHaveLength(1)
  })

  test('has the row with it when the row changes, and not else', () => {
    const { ledger, take, stand } = open({ recordedEvents: 1 })
    ledger.add(event(1), [])
    expect(take()[0]).not.toHaveProperty('patch')
    stand({ status: 'waiting', dueAt: 50 })
    ledger.touch()
    expect(take()).toMatchObject([{ events: [], patch: { status: 'waiting', dueAt: 50 } }])
    ledger.touch()
    expect(take()).toEqual([])
    stand({ status: 'running' })
    ledger.add(event(2), [])
    expect(take()).toMatchObject([{ events: [event(2)], patch: { status: 'running', dueAt: null } }])
  })

  test('wakes the caller with the end, in the same commit', () => {
    const parent = { executionId: 'p', step: 's' }
    const { ledger, take, stand } = open({ summary: { ...summary, parent }, recordedEvents: 1 })
    ledger.add(event(1), [])
    expect(take()).toHaveLength(1)
    stand({ status: 'success', finishedAt: 60 })
    ledger.add(event(2), [])
    expect(take()).toMatchObject([{ wakes: [{ type: 'wake', account: 'a', executionId: 'p', dueAt: 0 }] }])
  })

  test('puts a row right that somebody else has made due', () => {
    const { ledger, take } = open({ recordedEvents: 1 })
    ledger.rowIsDue(40)
    expect(take()).toMatchObject([{ events: [], patch: { status: 'running', dueAt: null } }])
    expect(take()).toEqual([])
  })
})

describe('who waits for the disk', () => {
  test('hears when all that was added before is there, and not earlier', async () => {
    const { ledger, take, answer } = open()
    const heard: string[] = []
    await ledger.recorded()
    ledger.add(event(1), [])
    void ledger.recorded().then(() => heard.push('one'))
    take()
    ledger.add(event(2), [])
    void ledger.recorded().then(() => heard.push('two'))
    answer(position(1))
    await Promise.resolve()
    await Promise.resolve()
    expect(heard).toEqual(['one'])
    expect(ledger.isAllRecorded()).toBe(false)
    take()
    answer(position(2))
    await Promise.resolve()
    await Promise.resolve()
    expect(heard).toEqual(['one', 'two'])
    expect([ledger.isAllRecorded(), ledger.isUpToDate()]).toEqual([true, true])
  })

  test('is up to date only when the row says what is so', () => {
    const { ledger, take, answer, stand } = open({ recordedEvents: 1 })
    expect(ledger.isUpToDate()).toBe(true)
    stand({ status: 'waiting' })
    expect(ledger.isUpToDate()).toBe(false)
    ledger.touch()
    take()
    expect(ledger.isUpToDate()).toBe(false)
    answer(position(0))
    expect(ledger.isUpToDate()).toBe(true)
  })

  test('hears of a refusal, by another owner or by the store', async () => {
    for (const refuse of [
      ({ answer }: ReturnType<typeof open>) => answer({ type: 'fenced' }),
      ({ answer }: ReturnType<typeof open>) => answer({ type: 'exists' }),
      ({ ready }: ReturnType<typeof open>) => ready[0]?.refused(new Error('Execution e belongs to another process now.')),
    ]) {
      const world = open()
      world.ledger.add(event(1), [])
      const refused = expect(world.ledger.recorded()).rejects.toThrow('belongs to another process')
      world.take()
      refuse(world)
      await refused
      expect(world.told).toMatchObject([['refused', { message: expect.stringContaining('another process') }]])
    }
  })

  test('hears the reason when the ledger is closed, and then nothing is written or told any more', async () => {
    const { ledger, take, answer, told } = open()
    ledger.add(event(1), [])
    take()
    const refused = expect(ledger.recorded()).rejects.toThrow('closing')
    ledger.close(new Error('closing'))
    await refused
    answer(position(1))
    ledger.add(event(2), [])
    expect([take(), told]).toEqual([[], []])
  })
})

describe('a value that cannot be written', () => {
  const error = new StoreError('VALUE_UNWRITABLE', 'too deep')

  test('ends the log before it: the row says crashed, and what was on its way after it comes to nothing', async () => {
    const { ledger, take, answer, told } = open({ recordedEvents: 1 })
    ledger.add(event(1), [])
    take()
    ledger.add(event(2), [])
    take()
    ledger.add(event(3), [])
    const refused = expect(ledger.recorded()).rejects.toBe(error)
    answer({ type: 'unwritable', error })
    answer({ type: 'fenced' })
    await refused
    expect(told).toEqual([['unwritable', error]])
    ledger.add(event(4), [])
    expect(take()).toEqual([
      {
        type: 'append',
        account: 'a',
        executionId: 'e',
        fence: 7,
        after: 1,
        events: [],
        patch: { status: 'crashed', finishedAt: 9, dueAt: null },
        row: summary,
        waits: { begun: [], ended: 'all' },
      },
    ])
    answer(position(0))
    expect(told[1]).toMatchObject({ standing: { status: 'crashed' }, events: [] })
  })

  test('in the start itself leaves nothing: the start is refused', () => {
    const { ledger, take, answer, told } = open()
    ledger.add(event(1), [])
    take()
    answer({ type: 'unwritable', error })
    expect(told).toEqual([['refused', error]])
  })
})

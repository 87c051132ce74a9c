import { createMemoryStore, type ExecutionStore, type ExecutionWrite, type WriteOutcome } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import { createRecorder, type WriteSource } from './recorder.ts'

const full = Object.assign(new Error('full'), { retryable: true })
const broken = Object.assign(new Error('fsync failed'), { fatal: true })

/** A recorder on a store whose commits are answered as the case says. */
function open(
  answer: (batch: readonly ExecutionWrite[]) => Promise<readonly WriteOutcome[]> = (batch) => Promise.resolve(batch.map(written)),
) {
  const store = createMemoryStore()
  const commits: string[][] = []
  let running = 0
  let most = 0
  const commit: ExecutionStore['commit'] = async (batch) => {
    commits.push(batch.map(nameOf))
    most = Math.max(most, ++running)
    try {
      return await answer(batch)
    } finally {
      running--
    }
  }
  const fatal: unknown[] = []
  const trouble: unknown[] = []
  const clock = createSimulatedClock()
  const recorder = createRecorder({
    store: { ...store, executions: { ...store.executions, commit } },
    clock,
    onFatal: (error) => fatal.push(error),
    onTrouble: (error) => trouble.push(error),
  })
  return { recorder, clock, commits, fatal, trouble, mostAtOnce: () => most }
}

function written(): WriteOutcome {
  return { type: 'written', position: 1 }
}

function nameOf(write: ExecutionWrite): string {
  return write.type === 'create' ? `create ${write.execution.id}` : `${write.type} ${write.executionId}`
}

const append = (executionId: string): ExecutionWrite => ({ type: 'append', account: 'a', executionId, fence: 1, after: 0, events: [] })
const wake = (executionId: string): ExecutionWrite => ({ type: 'wake', account: 'a', executionId, dueAt: 1 })

function create(id: string): ExecutionWrite {
  const execution = {
    id,
    account: 'a',
    workflowId: 'w',
    workflowVersion: 1,
    triggerId: 't',
    triggerType: 'manual',
    status: 'running',
    startedAt: 1,
  } as const
  return { type: 'create', fence: 1, execution, events: [] }
}

/** A source that hands out these batches, one at each call, and notes what it is told. */
function sourceOf(...batches: (readonly ExecutionWrite[])[]) {
  const told: string[] = []
  const source: WriteSource = {
    takeWrites: () => batches.shift() ?? [],
    written: (outcomes) => void told.push(outcomes.map((outcome) => outcome.type).join(' ')),
    refused: (error) => void told.push(`refused: ${error instanceof Error ? error.message : String(error)}`),
  }
  return { source, told }
}

describe('the recorder', () => {
  test('puts all that became ready in one turn into one commit, each source once', async () => {
    const { recorder, commits } = open()
    const [one, two] = [sourceOf([append('one')]), sourceOf([append('two'), append('two')])]
    for (const { source } of [one, two, one]) recorder.ready(source)
    await recorder.settled()
    expect(commits).toEqual([['append one', 'append two', 'append two']])
    expect([one.told, two.told]).toEqual([['written'], ['written written']])
  })

  test('commits one batch at a time: what becomes ready meanwhile is the next one', async () => {
    const gates: PromiseWithResolvers<void>[] = []
    const { recorder, commits, mostAtOnce } = open(async (batch) => {
      const gate = Promise.withResolvers<void>()
      gates.push(gate)
      await gate.promise
      return batch.map(written)
    })
    const source = sourceOf([append('e')], [append('e')], [append('e')])
    recorder.ready(source.source)
    await settle()
    recorder.ready(source.source)
    recorder.ready(sourceOf([append('f')]).source)
    await settle()
    expect(commits).toHaveLength(1)
    gates[0]?.resolve()
    await settle()
    gates[1]?.resolve()
    await recorder.settled()
    expect(commits).toEqual([['append e'], ['append e', 'append f']])
    expect(mostAtOnce()).toBe(1)
  })

  test('commits nothing when no source has anything to write', async () => {
    const { recorder, commits } = open()
    recorder.ready(sourceOf([]).source)
    await recorder.settled()
    expect(commits).toEqual([])
  })

  test('puts what wakes a caller last, so that a caller falling asleep in the same commit stays due', async () => {
    const { recorder, commits } = open()
    recorder.ready(sourceOf([append('child'), wake('caller')]).source)
    recorder.ready(sourceOf([append('caller')]).source)
    await recorder.settled()
    expect(commits).toEqual([['append caller', 'append child', 'wake caller']])
  })
})

describe('a store without room', () => {
  test('is asked again until it has some: appends wait, in order, and starts are refused at once', async () => {
    let isFull = true
    const { recorder, clock, commits } = open((batch) => (isFull ? Promise.reject(full) : Promise.resolve(batch.map(written))))
    const [going, starting] = [sourceOf([append('e')], [append('e'), wake('p')]), sourceOf([create('s')])]
    recorder.ready(going.source)
    recorder.ready(starting.source)
    await settle()
    expect(starting.told).toEqual(['refused: full'])
    recorder.ready(going.source)
    await clock.advance(1000)
    expect(going.told).toEqual([])
    isFull = false
    await clock.advance(1000)
    expect(going.told).toEqual(['written', 'written written'])
    expect(commits.at(-1)).toEqual(['append e', 'append e', 'wake p'])
  })

  test('does not keep whoever waits for the disk to settle', async () => {
    const { recorder, clock } = open(() => Promise.reject(full))
    recorder.ready(sourceOf([append('e')]).source)
    const settled = recorder.settled()
    await settle()
    await settled
    await recorder.settled()
    recorder.close()
    await clock.advance(5000)
  })
})

describe('a write that spoils its batch', () => {
  test('is refused alone', async () => {
    const { recorder, commits } = open((batch) =>
      batch.some((write) => nameOf(write) === 'append bad') ? Promise.reject(new Error('spoilt')) : Promise.resolve(batch.map(written)),
    )
    const [one, bad, two] = [sourceOf([append('one')]), sourceOf([append('bad')]), sourceOf([append('two')])]
    for (const { source } of [one, bad, two]) recorder.ready(source)
    await recorder.settled()
    expect([one.told, bad.told, two.told]).toEqual([['written'], ['refused: spoilt'], ['written']])
    expect(commits.slice(1)).toEqual([['append one'], ['append bad'], ['append two']])
  })

  test('keeps the order of each source, though the disk fills up meanwhile', async () => {
    let calls = 0
    const { recorder, clock, commits } = open((batch) => {
      calls++
      if (calls === 1) return Promise.reject(full)
      if (calls === 2) return Promise.reject(new Error('spoilt'))
      return calls === 3 ? Promise.reject(full) : Promise.resolve(batch.map(written))
    })
    const source = sourceOf([append('e')], [wake('e')])
    recorder.ready(source.source)
    await settle()
    recorder.ready(source.source)
    await clock.advance(1000)
    await clock.advance(1000)
    expect(commits.slice(2)).toEqual([['append e'], ['append e', 'wake e']])
    expect(source.told).toEqual(['written', 'written'])
  })
})

describe('a store that cannot be trusted', () => {
  test('is told of once; everything is refused from then on, and nothing is written', async () => {
    const { recorder, commits, fatal } = open(() => Promise.reject(broken))
    const [one, two] = [sourceOf([append('one')]), sourceOf([append('two')])]
    recorder.ready(one.source)
    await settle()
    recorder.ready(two.source)
    recorder.ready(one.source)
    await settle()
    expect(fatal).toEqual([broken])
    expect(commits).toHaveLength(1)
    expect(two.told).toEqual(['refused: fsync failed'])
    await recorder.settled()
  })

  test('is told of once, though it breaks while each write is tried alone', async () => {
    let calls = 0
    const { recorder, fatal, commits } = open(() => Promise.reject(++calls === 1 ? new Error('spoilt') : broken))
    const sources = [sourceOf([append('one')]), sourceOf([append('two')])]
    for (const { source } of sources) recorder.ready(source)
    await settle()
    expect(fatal).toHaveLength(1)
    expect(commits).toHaveLength(2)
    for (const { told } of sources) expect(told).toEqual(['refused: fsync failed'])
  })
})

test('a source that makes nothing of the news keeps no other from its own', async () => {
  const { recorder, trouble, commits } = open()
  const other = sourceOf([append('other')])
  recorder.ready({
    takeWrites: () => [append('bad')],
    written() {
      throw new Error('A bug.')
    },
    refused: () => undefined,
  })
  recorder.ready(other.source)
  await settle()
  expect(other.told).toEqual(['written'])
  expect(trouble).toEqual([new Error('A bug.')])
  expect(commits[0]).toEqual(['append bad', 'append other'])
})

test('once closed it writes nothing more, though a commit was on its way', async () => {
  const gate = Promise.withResolvers<void>()
  const { recorder, commits } = open((batch) => gate.promise.then(() => batch.map(written)))
  const source = sourceOf([append('e')], [append('e')])
  recorder.ready(source.source)
  await settle()
  recorder.close()
  gate.resolve()
  await settle()
  recorder.ready(source.source)
  await settle()
  expect(commits).toHaveLength(1)
  await recorder.settled()
})

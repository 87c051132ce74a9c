import { isFinal } from '@millrace/engine'
import type { FinishedExecution, ReplayChoice, StartedExecution } from '@millrace/runtime'
import type { Chance } from './chance.ts'
import type { EventLoop } from './event-loop.ts'
import { type EventWatch, heardName } from './event-watch.ts'
import { canonical, started } from './expectation.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import { isListening, type Seen, type Witness } from './witness.ts'

/** Those who use the server: they start, cancel and answer, and remember what they were told. */
export interface Clients {
  /** Starts an execution, again and again until that is acknowledged; `isPatient` says whether they try more than once. */
  start(workflowId: string, isPatient: boolean): void
  cancelOne(): void
  pauseOne(): void
  /** Runs one again that has ended: all of it, what failed, or from a step on. */
  replayOne(): void
  /** Tells an event, again and again until that is acknowledged. */
  tellOne(): void
  /** Deletes some that have ended. */
  deleteSome(): void
  /** Lets everything go on that is paused. */
  unpauseAll(): void
  /** Answers a step that waits, until it waits no more. */
  answer(executionId: string, step: string, channel: 'event' | 'token', key: string): void
  readonly acknowledged: ReadonlySet<string>
  /** Somebody has asked to cancel these, and perhaps was told that it is done. */
  readonly cancelAsked: ReadonlySet<string>
  readonly cancelAcknowledged: ReadonlySet<string>
  /** Starts that nobody has acknowledged yet and somebody goes on asking for. */
  isWaiting(): boolean
  readonly counts: { replays: number; deleted: number }
}

export interface ClientsOptions {
  readonly loop: EventLoop
  readonly chance: Chance
  readonly witness: Witness
  readonly events: EventWatch
  /** The one that serves, if any does. */
  serving(): SimulatedProcess | undefined
  fault(text: string): void
  trace(text: () => string): void
}

const account = 'default'

export function createClients({ loop, chance, witness, events, serving, fault, trace }: ClientsOptions): Clients {
  const acknowledged = new Set<string>()
  const cancelAsked = new Set<string>()
  const cancelAcknowledged = new Set<string>()
  /** Their pause may end at any moment. */
  const isUnpausing = new Set<string>()
  const received = new Set<string>()
  const counts = { replays: 0, deleted: 0 }
  let starts = 0
  let replays = 0
  let told = 0
  let answers = 0
  let waiting = 0

  /** Asks the server, if one serves; what comes back after it has died never does. */
  function ask(request: (driver: NonNullable<SimulatedProcess['driver']>) => Promise<void>): void {
    const process = serving()
    const driver = process?.driver
    if (driver !== undefined) loop.after(0, process, () => void request(driver).catch((error) => trace(() => `refused: ${error.message}`)))
  }

  function start(workflowId: string, isPatient: boolean): void {
    const executionId = `e${++starts}`
    const data = started
    if (isPatient) waiting++
    const priority = chance.oneOf([undefined, undefined, 10, 90])
    let pauseMs = chance.integer(5_000, 60_000)
    const settled = () => {
      if (isPatient && !acknowledged.has(executionId)) waiting--
    }
    const tryOnce = () => {
      if (acknowledged.has(executionId)) return
      if (witness.seen(executionId)?.isRemoved === true) {
        // Asked for again it would be begun again: a deleted execution is known to nobody.
        settled()
        acknowledged.add(executionId)
        return
      }
      // The same again at once, as whoever gets no answer soon does.
      for (let times = chance.happens(0.1) ? 2 : 1; times > 0; times--) askForStart()
      if (isPatient) loop.after(pauseMs, undefined, tryOnce)
      pauseMs *= 2
    }
    const askForStart = () =>
      ask(async (driver) => {
        const begun = await driver.start({
          account,
          workflowId,
          trigger: { id: 'manual', type: 'manual', data },
          executionId,
          ...(priority !== undefined && { priority }),
        })
        settled()
        hearOfStart(begun)
      })
    trace(() => `start ${executionId} of ${workflowId}`)
    tryOnce()
  }

  function hearOfStart({ executionId, finished }: StartedExecution): void {
    trace(() => `acknowledged ${executionId}`)
    acknowledged.add(executionId)
    if (witness.seen(executionId) === undefined) fault(`The start of ${executionId} was acknowledged before it was on disk.`)
    finished.then(hearOfEnd, (error) => trace(() => `${executionId} was given up: ${error.message}`))
  }

  function hearOfEnd({ executionId, status, result }: FinishedExecution): void {
    trace(() => `told that ${executionId} ended as ${status}`)
    const seen = witness.seen(executionId)
    if (seen?.summary.status !== status) return fault(`${executionId} is said to be ${status}, on disk it is ${seen?.summary.status}.`)
    if (canonical(result) !== canonical(seen.state.result)) fault(`${executionId} is said to give ${canonical(result)}.`)
  }

  function cancelOne(): void {
    const id = `e${chance.integer(1, Math.max(1, starts))}`
    trace(() => `cancel ${id}`)
    cancelAsked.add(id)
    const isKnown = acknowledged.has(id)
    ask(async (driver) => {
      const outcome = await driver.cancel(account, id)
      const status = witness.seen(id)?.summary.status
      if (outcome === 'canceling') cancelAcknowledged.add(id)
      if (outcome === 'already-finished' && (status === undefined || !isFinal(status)))
        fault(`${id} is said to be finished, and is ${status}.`)
      if (outcome === 'not-found' && isKnown && witness.seen(id)?.isRemoved === false)
        fault(`${id} was acknowledged and is said not to exist.`)
    })
  }

  function pauseOne(): void {
    const id = `e${chance.integer(1, Math.max(1, starts))}`
    trace(() => `pause ${id}`)
    ask(async (driver) => {
      const outcome = await driver.pause(account, id)
      const state = witness.seen(id)?.state
      if (outcome === 'paused' && state?.status === 'running' && state.pause === undefined && !isUnpausing.has(id) && !cancelAsked.has(id))
        fault(`${id} is said to be paused, and is not.`)
    })
    loop.after(chance.integer(1_000, 600_000), undefined, () => unpause(id))
  }

  function ended(): readonly Seen[] {
    return [...witness.all()].filter(({ summary, isRemoved }) => !isRemoved && isFinal(summary.status))
  }

  function replayOne(): void {
    const [seen, ...others] = ended()
    if (seen === undefined) return
    const { summary, outcomes } = chance.oneOf([seen, ...others])
    const [step, ...steps] = [...outcomes].map((name) => name.replace(/#\d+$/, ''))
    const from = step === undefined || chance.happens(0.3) ? {} : { from: chance.oneOf([step, ...steps]) }
    const choice: ReplayChoice = chance.happens(0.3) ? { type: 'retry' } : { type: 'replay', ...from }
    const newExecutionId = `r${++replays}`
    trace(() => `replay ${summary.id} as ${newExecutionId}: ${JSON.stringify(choice)}`)
    for (let times = chance.happens(0.3) ? 2 : 1; times > 0; times--)
      ask(async (driver) => {
        const outcome = await driver.replay({ account, executionId: summary.id, choice, newExecutionId })
        if (outcome.type === 'other-request') fault(`The replay ${newExecutionId} is said to be another's.`)
        if (outcome.type !== 'replayed') return
        counts.replays++
        hearOfStart(outcome.started)
      })
  }

  function deleteSome(): void {
    const ids = ended().flatMap(({ summary }) => (chance.happens(0.5) ? [summary.id] : []))
    const process = serving()
    trace(() => `delete ${ids.join()}`)
    const letters = chance.oneOf(['kept', 'removed'] as const)
    const removing = async () => {
      const { removed } = (await process?.store.retention.remove({ account, ids, letters })) ?? { removed: [] }
      counts.deleted += removed.length
    }
    if (process !== undefined) loop.after(0, process, () => void removing().catch((error) => trace(() => `refused: ${error.message}`)))
  }

  function tellOne(): void {
    const id = `t${++told}`
    let isAcknowledged = false
    let pauseMs = chance.integer(5_000, 60_000)
    waiting++
    const tell = async (process: SimulatedProcess) => {
      await process.bus.emit({ account, name: heardName, data: null, source: {}, depth: 0, id })
      if (!events.isOnDisk(id)) fault(`Event ${id} was acknowledged before it was on disk.`)
      if (!isAcknowledged) waiting--
      isAcknowledged = true
    }
    const tryOnce = () => {
      const process = serving()
      if (isAcknowledged) return
      if (process !== undefined) loop.after(0, process, () => void tell(process).catch((error) => trace(() => `refused: ${error.message}`)))
      loop.after(pauseMs, undefined, tryOnce)
      pauseMs *= 2
    }
    trace(() => `tell ${id}`)
    tryOnce()
  }

  function unpause(id: string): void {
    isUnpausing.add(id)
    trace(() => `unpause ${id}`)
    ask(async (driver) => void (await driver.unpause(account, id)))
  }

  function unpauseAll(): void {
    for (const { summary, state } of witness.all()) if (state.pause !== undefined) unpause(summary.id)
  }

  function answer(executionId: string, step: string, channel: 'event' | 'token', key: string): void {
    if (key === 'nobody') return
    let pauseMs = chance.integer(5_000, 60_000)
    const tryOnce = () => {
      if (!isListening(witness.seen(executionId), step)) return
      for (let times = chance.happens(0.2) ? 2 : 1; times > 0; times--) sendOnce(executionId, step, channel, key)
      loop.after(pauseMs, undefined, tryOnce)
      // A step that nobody can answer is found in as few simulated days, and sooner in real time.
      pauseMs *= 2
    }
    loop.after(chance.integer(0, 30_000), undefined, tryOnce)
  }

  function sendOnce(executionId: string, step: string, channel: 'event' | 'token', key: string): void {
    const data = channel === 'event' ? 'heard' : 'answered'
    if (channel === 'event' && chance.happens(0.2)) return sendByBus(key, data)
    // An event reaches all that wait for it: iterations beside this one too.
    if (channel === 'event' && chance.happens(0.3)) return ask(async (driver) => void (await driver.emit({ account, name: key, data })))
    ask(async (driver) => {
      if ((await driver.signal({ to: { account, executionId, step }, data })) === 'received') hearOfReceipt(executionId, step)
    })
  }

  function sendByBus(name: string, data: string): void {
    const process = serving()
    const event = { account, name, data, source: {}, depth: 0, id: `a${++answers}` }
    if (process === undefined) return
    loop.after(0, process, () => void process.bus.emit(event).catch((error) => trace(() => `refused: ${error.message}`)))
  }

  /** Of several who answer one is told so, and then the disk knows it too. */
  function hearOfReceipt(executionId: string, step: string): void {
    const name = `${executionId} ${step}`
    if (received.has(name)) fault(`Two were told that ${name} has received their answer.`)
    received.add(name)
    if (isListening(witness.seen(executionId), step)) fault(`${name} was said to have received its answer, and waits.`)
  }

  return {
    start,
    cancelOne,
    pauseOne,
    replayOne,
    deleteSome,
    tellOne,
    unpauseAll,
    answer,
    acknowledged,
    cancelAsked,
    cancelAcknowledged,
    isWaiting: () => waiting > 0,
    counts,
  }
}

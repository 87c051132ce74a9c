// Which runner serves whom. Owns: how many there are, whom each belongs to, when one is recycled, who waits.
// Invariants: a runner runs one call at a time; it serves one account in its life; after a failure that is not the code's own it is gone.

import { SandboxError } from '../sandbox-error.ts'
import { createFairQueue } from './fair-queue.ts'
import type { RunnerProcess } from './runner-process.ts'

export interface RunnerPoolOptions {
  /** Calls that run at once. */
  readonly size: number
  /** Runners that belong to nobody yet, so that a new account or a recycled runner is not felt. */
  readonly spares: number
  /** Calls after which a runner is recycled. */
  readonly maxRuns: number
  /** After so long without a call, all runners end. */
  readonly idleMs: number
  readonly startRunner: () => RunnerProcess
  readonly canServe: (owner: string | undefined, account: string) => boolean
}

export interface RunnerPool {
  /** Runs a job on a runner of this account. The job says whether the runner may be used again. */
  run<T>(account: string, job: Job<T>, signal?: AbortSignal): Promise<T>
  adopt(process: RunnerProcess): void
  readonly runners: () => readonly { readonly pid: number | undefined; readonly account: string | undefined }[]
  close(): Promise<void>
}

export type Job<T> = (runner: RunnerProcess) => Promise<{ readonly result: T; readonly isSpent: boolean }>

interface Pooled {
  readonly process: RunnerProcess
  account: string | undefined
  state: 'starting' | 'idle' | 'busy' | 'preparing'
  runs: number
  busyMs: number
}

/** One call beyond the size, for an account of which nothing runs: others cannot fill the pool against it. */
const reserve = 1
const maxFailedStarts = 3
/** Half of the processor time that the kernel gives a runner in its life: see `processLimits`. */
const maxBusyMs = 3_600_000
/** Starting a process holds up this one for some milliseconds: the call that took the spare is sent and, if it is short, answered first. */
const spareDelayMs = 10

export function createRunnerPool(options: RunnerPoolOptions): RunnerPool {
  const { size, spares, maxRuns, startRunner, canServe } = options
  const queue = createFairQueue<Waiting>()
  /** In the order in which they were last used. */
  const runners = new Set<Pooled>()
  let failedStarts = 0
  let isClosed = false
  /** From a call until nothing has happened for long, or runners fail to start again and again. */
  let isAwake = false
  let idleTimer: NodeJS.Timeout | undefined
  let spareTimer: NodeJS.Timeout | undefined

  const count = (matches: (runner: Pooled) => boolean) => [...runners].filter(matches).length
  const busy = () => count(({ state }) => state === 'busy')
  const isBlank = ({ account }: Pooled) => account === undefined

  function add(process: RunnerProcess): void {
    const runner: Pooled = { process, account: undefined, state: 'starting', runs: 0, busyMs: 0 }
    runners.add(runner)
    void process.ended.then(() => onEnd(runner))
    becomeIdle(runner)
  }

  function becomeIdle(runner: Pooled): void {
    runner.process.ready().then(
      () => {
        if (runner.state === 'starting') failedStarts = 0
        runner.state = 'idle'
        dispatch()
      },
      (error: SandboxError) => {
        if (runner.state === 'starting' && runners.has(runner)) onFailedStart(error)
      },
    )
  }

  function onEnd(runner: Pooled): void {
    runners.delete(runner)
    if (!isClosed) dispatch()
  }

  function onFailedStart(error: SandboxError): void {
    failedStarts += 1
    if (failedStarts < maxFailedStarts) return
    isAwake = false
    const message = `Runners do not start: ${error.message}. See "millrace doctor"`
    for (const { reject } of queue.takeAll()) reject(new SandboxError('SANDBOX_UNAVAILABLE', message, { cause: error }))
  }

  function dispatch(): void {
    for (const account of queue.accounts()) {
      const runner = choose(account)
      const waiting = runner && queue.take(account)
      if (runner !== undefined && waiting !== undefined) void serve(runner, account, waiting)
    }
    refill()
  }

  function choose(account: string): Pooled | undefined {
    const hasRunning = count((runner) => runner.state === 'busy' && runner.account === account) > 0
    if (busy() >= (hasRunning ? size : size + reserve)) return undefined
    const owned = count((runner) => runner.account === account)
    const idle = [...runners].filter(({ state }) => state === 'idle')
    return idle.find((runner) => !isBlank(runner) && canServe(runner.account, account)) ?? (owned < size ? idle.find(isBlank) : undefined)
  }

  async function serve(runner: Pooled, account: string, { start }: Waiting): Promise<void> {
    runner.account = account
    runner.state = 'busy'
    runner.runs += 1
    runners.delete(runner)
    runners.add(runner)
    const startedAt = performance.now()
    const isSpent = await start(runner.process)
    runner.busyMs += performance.now() - startedAt
    if (isSpent || runner.runs >= maxRuns || runner.busyMs >= maxBusyMs) {
      retire(runner)
    } else {
      runner.state = 'preparing'
      becomeIdle(runner)
    }
    restartIdleTimer()
    dispatch()
  }

  function retire(runner: Pooled): void {
    runners.delete(runner)
    runner.process.kill(new SandboxError('CODE_CANCELED', 'The runner was recycled'))
  }

  /** Starts what is missing: at once one for each account that waits without a runner, the spares a little later. */
  function refill(): void {
    if (isClosed || !isAwake) return
    const waiting = queue.accounts().filter((account) => count((runner) => runner.account === account) === 0).length
    startBlanks(Math.min(waiting, size + reserve))
    if (count(isBlank) < spares) spareTimer ??= setTimeout(startSpares, spareDelayMs)
  }

  function startSpares(): void {
    spareTimer = undefined
    if (!isClosed && isAwake) startBlanks(spares)
  }

  /** Up to so many runners that belong to nobody. Those of others that are idle make room. */
  function startBlanks(wanted: number): void {
    while (count(isBlank) < wanted) {
      if (runners.size >= size + reserve + spares) {
        const longestIdle = [...runners].find((runner) => runner.state === 'idle' && !isBlank(runner))
        if (longestIdle === undefined) return
        retire(longestIdle)
      }
      add(startRunner())
    }
  }

  function restartIdleTimer(): void {
    idleTimer ??= setTimeout(endIdle, options.idleMs).unref()
    idleTimer.refresh()
  }

  function endIdle(): void {
    idleTimer = undefined
    if (busy() > 0 || queue.accounts().length > 0) return restartIdleTimer()
    isAwake = false
    for (const runner of runners) retire(runner)
  }

  function run<T>(account: string, job: Job<T>, signal?: AbortSignal): Promise<T> {
    if (isClosed) return Promise.reject(closed())
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = { reject, start }
      const onAbort = () => {
        if (queue.remove(account, waiting)) reject(canceled())
      }
      async function start(process: RunnerProcess): Promise<boolean> {
        signal?.removeEventListener('abort', onAbort)
        try {
          const { result, isSpent } = await job(process)
          resolve(result)
          return isSpent
        } catch (error) {
          reject(error)
          return true
        }
      }
      if (signal?.aborted) return reject(canceled())
      signal?.addEventListener('abort', onAbort, { once: true })
      if (!isAwake) failedStarts = 0
      isAwake = true
      queue.push(account, waiting)
      dispatch()
    })
  }

  async function close(): Promise<void> {
    isClosed = true
    clearTimeout(idleTimer)
    clearTimeout(spareTimer)
    for (const { reject } of queue.takeAll()) reject(closed())
    const ending = [...runners].map(({ process }) => process.ended)
    for (const { process } of runners) process.kill(closed())
    await Promise.all(ending)
  }

  return { run, adopt: add, runners: () => [...runners].map(({ process, account }) => ({ pid: process.pid, account })), close }
}

interface Waiting {
  readonly reject: (error: unknown) => void
  /** Resolves, never rejects, to whether the runner may not be used again. */
  readonly start: (process: RunnerProcess) => Promise<boolean>
}

function closed(): SandboxError {
  return new SandboxError('SANDBOX_CLOSED', 'The sandbox is shutting down: try again when it is back')
}

function canceled(): SandboxError {
  return new SandboxError('CODE_CANCELED', 'The call was canceled')
}

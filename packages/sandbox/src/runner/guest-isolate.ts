// One isolate, and in it a fresh context for each call. Runs inside the runner, which is expendable: an error here ends it.

import type ivm from 'isolated-vm'
import type { RunFailure } from '../protocol/messages.ts'

type Vm = typeof ivm

export interface GuestCall {
  readonly code: string
  readonly modules?: string
  readonly input: string
  readonly context: string
  readonly timeoutMs: number
}

export type GuestOutcome =
  | { readonly status: 'answered'; readonly head: string; readonly output: string }
  | { readonly status: 'failed'; readonly failure: RunFailure; readonly head?: string }

export interface GuestIsolate {
  readonly memoryMb: number
  run(call: GuestCall): GuestOutcome
  /** Makes the next context while nobody waits for it. */
  prepare(): void
  isSpent(): boolean
  dispose(): void
  cpuMs(): number
}

interface Prepared {
  readonly context: ivm.Context
  readonly enter: ivm.Reference<(...values: readonly unknown[]) => string | number | undefined>
}

/** The user's code begins on the second line of its script: errors are counted from there. */
const before = '(async function () {\n'
const after = '\n})'

export function createGuestIsolate(vm: Vm, guestScript: string, memoryMb: number): GuestIsolate {
  const isolate = new vm.Isolate({ memoryLimit: memoryMb })
  const guest = isolate.compileScriptSync(guestScript, { filename: 'millrace.js' })
  const scripts = new Map<string, ivm.Script>()
  let prepared: Prepared | undefined

  function prepare(): void {
    if (prepared !== undefined || isolate.isDisposed) return
    const context = isolate.createContextSync()
    prepared = { context, enter: guest.runSync(context, { reference: true }) }
  }

  function compiled(source: string, filename: string): ivm.Script {
    const known = scripts.get(source)
    if (known !== undefined) return known
    const script = isolate.compileScriptSync(source, { filename })
    scripts.set(source, script)
    return script
  }

  function take(): Prepared {
    prepare()
    const taken = prepared
    prepared = undefined
    if (taken === undefined) throw new Error('The isolate is gone')
    return taken
  }

  function run(call: GuestCall): GuestOutcome {
    const { context, enter } = take()
    const deadline = performance.now() + call.timeoutMs
    try {
      const text = runToEnd(call, { context, enter }, deadline)
      if (text !== undefined) return { status: 'answered', ...headAndOutput(text) }
      return { status: 'failed', failure: stuck, head: headSoFar(enter) }
    } catch (error) {
      const failure = failureOf(error, isolate.isDisposed)
      return isolate.isDisposed ? { status: 'failed', failure } : { status: 'failed', failure, head: headSoFar(enter) }
    } finally {
      if (!isolate.isDisposed) context.release()
    }
  }

  /** Undefined when the code waits for something that can never happen. */
  function runToEnd(
    { code, modules, input, context: names }: GuestCall,
    { context, enter }: Prepared,
    deadline: number,
  ): string | undefined {
    if (modules !== undefined) compiled(modules, 'modules.js').runSync(context, { timeout: left(deadline) })
    const main = compiled(`${before}${code}${after}`, 'code.js').runSync(context, { reference: true, timeout: left(deadline) })
    enter.applySync(undefined, ['begin', main.derefInto(), input, names], { timeout: left(deadline) })
    for (;;) {
      const seen = enter.applySync(undefined, ['look'], { timeout: left(deadline) })
      if (typeof seen === 'string') return seen
      if (typeof seen !== 'number' || seen < 0) return undefined
      sleep(Math.min(seen, left(deadline)))
      enter.applySync(undefined, ['wake'], { timeout: left(deadline) })
    }
  }

  function dispose(): void {
    if (!isolate.isDisposed) isolate.dispose()
  }

  const cpuMs = () => (isolate.isDisposed ? 0 : Number(isolate.cpuTime) / 1e6)
  return { memoryMb, run, prepare, isSpent: () => isolate.isDisposed, dispose, cpuMs }
}

/** What was logged before the failure; nothing if the code broke that too. */
function headSoFar(enter: Prepared['enter']): string {
  try {
    return headAndOutput(enter.applySync(undefined, ['answer'], { timeout: 20 }) as string).head
  } catch {
    return '{}'
  }
}

function headAndOutput(text: string): { readonly head: string; readonly output: string } {
  const end = text.indexOf('\n')
  return { head: text.slice(0, end), output: text.slice(end + 1) }
}

const stuck: RunFailure = { code: 'CODE_STUCK', message: 'The code awaits something that can never happen' }
const timedOut = 'Script execution timed out.'

function failureOf(error: unknown, isDisposed: boolean): RunFailure {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  if (isDisposed) return { code: 'CODE_MEMORY', message: 'The code used more memory than it may: take fewer items at once, or allow more' }
  if (message === timedOut) return { code: 'CODE_TIMEOUT', message: 'The code took longer than it may: give it more time, or less work' }
  const code = name === 'SyntaxError' ? 'CODE_SYNTAX' : 'CODE_THREW'
  return { code, message: `${name}: ${message}`, ...(stack !== undefined && { stack }) }
}

/** Never 0, which would mean no limit. */
function left(deadline: number): number {
  const leftMs = Math.ceil(deadline - performance.now())
  if (leftMs <= 0) throw new Error(timedOut)
  return leftMs
}

const never = new Int32Array(new SharedArrayBuffer(4))

/** The runner has nothing else to do, so it sleeps the whole thread. */
function sleep(ms: number): void {
  Atomics.wait(never, 0, 0, ms)
}

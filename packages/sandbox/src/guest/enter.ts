// The one function of the isolate that the runner calls. It takes and gives texts and numbers; no object of the outside ever enters,
// so there is nothing to climb out by.

import { createConsole } from './console.ts'
import { atob, btoa, TextDecoder, TextEncoder } from './encoding.ts'
import { jsonText, NotPlainError } from './json-text.ts'
import { structuredClone } from './structured-clone.ts'
import { createTimers } from './timers.ts'

type Call =
  | { readonly status: 'running' }
  | { readonly status: 'done'; readonly output: string; readonly port?: string }
  | { readonly status: 'failed'; readonly code: string; readonly message: string; readonly stack: string }

const parse = JSON.parse
const write = JSON.stringify
const written = createConsole()
const timers = createTimers()
const ports = new WeakMap<object, { readonly name: string; readonly value: unknown }>()
let call: Call = { status: 'running' }

/** Chooses the output port: `return port('rejected', value)`. */
function port(name: unknown, value?: unknown): object {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9_-]{0,63}$/i.test(name)) {
    throw new TypeError("port needs the name of a port first: port('rejected', value)")
  }
  const chosen = {}
  ports.set(chosen, { name, value })
  return chosen
}

async function begin(main: () => unknown, input: string, context: string): Promise<void> {
  try {
    define({ ...parse(context), input: parse(input) })
    call = outcome(await main())
  } catch (error) {
    call = failure(error)
  }
}

function outcome(value: unknown): Call {
  const chosen = typeof value === 'object' && value !== null ? ports.get(value) : undefined
  const output = jsonText(chosen === undefined ? value : chosen.value, 'the output')
  return { status: 'done', output, ...(chosen !== undefined && { port: chosen.name }) }
}

/** Whatever was thrown, even a proxy that throws when it is looked at. */
function failure(error: unknown): Call {
  try {
    if (error instanceof NotPlainError) return { status: 'failed', code: 'CODE_OUTPUT', message: error.message, stack: '' }
    if (error instanceof Error) {
      return { status: 'failed', code: 'CODE_THREW', message: `${error.name}: ${error.message}`, stack: `${error.stack}` }
    }
    const shown = typeof error === 'object' ? jsonText(error, 'it') : String(error)
    return { status: 'failed', code: 'CODE_THREW', message: shown, stack: '' }
  } catch {
    return { status: 'failed', code: 'CODE_THREW', message: 'Something was thrown that cannot be shown', stack: '' }
  }
}

function define(values: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(values)) {
    Object.defineProperty(globalThis, name, { value: values[name], writable: true, configurable: true })
  }
}

/** The milliseconds until something happens; -1 when nothing ever can. When the call is over: its head and, after a newline, its output. */
function look(): number | string {
  return call.status === 'running' ? timers.waitMs() : answer()
}

function wake(): void {
  try {
    timers.wake()
  } catch (error) {
    call = failure(error)
  }
}

/** JSON has no newline of its own, so the first one ends the head. */
function answer(): string {
  const { output, ...head } = { output: '', ...call }
  return `${write({ ...head, logs: written.lines() })}\n${output}`
}

// Shared memory is a clock of high resolution, and WebAssembly a second compiler to attack. Neither is needed here.
for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics']) Reflect.deleteProperty(globalThis, name)
define({ console: written.console, port, structuredClone, atob, btoa, TextEncoder, TextDecoder, ...timers.globals })
define({ queueMicrotask: (run: () => void) => void Promise.resolve().then(run) })

export function enter(what: 'begin' | 'look' | 'wake' | 'answer', ...values: readonly unknown[]): string | number | undefined {
  switch (what) {
    case 'begin':
      void begin(values[0] as () => unknown, values[1] as string, values[2] as string)
      return undefined
    case 'look':
      return look()
    case 'wake':
      return wake() as undefined
    case 'answer':
      return answer()
  }
}

import { availableParallelism } from 'node:os'
import type { GuestRequest, GuestResult } from './guest.ts'
import type { JailCommand } from './jail/jail-command.ts'
import { createCallTexts } from './pool/call-texts.ts'
import { guestPosition } from './pool/guest-position.ts'
import { createRunnerPool, type RunnerPool, type RunnerPoolOptions } from './pool/runner-pool.ts'
import { type RunnerRules, runnerRules } from './pool/runner-process.ts'
import type { ParsedAnswer } from './protocol/parse-answer.ts'
import { reportOn, type SandboxReport } from './report/sandbox-report.ts'
import { openRunnerHost, type RunnerHost, type RunnerHostOptions } from './runner-host.ts'
import { SandboxError } from './sandbox-error.ts'

export interface SandboxOptions {
  /** Calls that run at once. Default: one per core, at least 2. */
  readonly size?: number
  /** Processes kept warm for whoever comes next. Default: 1. */
  readonly spares?: number
  /** Calls after which a process is recycled. Default: 1,000. */
  readonly maxRuns?: number
  /** After so long without a call, all processes end, and start again with the next. Default: 5 minutes. */
  readonly idleMs?: number
  /** The most that a call may ask for. Default: 512. */
  readonly maxMemoryMb?: number
  /** Of the input, and of the output, as JSON. Default: 16 MiB. */
  readonly maxJsonBytes?: number
}

export interface Sandbox {
  /** Runs one call. Rejects with a SandboxError. */
  run(request: GuestRequest): Promise<GuestResult>
  /** Which boundaries hold on this machine: found by trying to cross them, from inside. */
  report(): Promise<SandboxReport>
  /** Ends every process. Calls that run or wait are rejected. */
  close(): Promise<void>
}

/** What tests replace in order to plant a hole. Each default is the sound one. */
export interface SandboxParts {
  readonly rules?: Partial<RunnerRules>
  readonly host?: Partial<RunnerHostOptions>
  readonly pool?: Partial<RunnerPoolOptions>
}

export interface OpenedSandbox extends Sandbox {
  /** For tests: to start something else inside the same walls, and to see the processes. */
  host(): Promise<RunnerHost>
  runners(): ReturnType<RunnerPool['runners']>
}

const minTimeoutMs = 1
const minMemoryMb = 8
/** What a frame holds beside the JSON: logs, texts, names. */
const headBytes = 16 * 2 ** 20
const maxCodeBytes = 4 * 2 ** 20

/** Nothing is started before the first call. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { run, report, close } = createSandboxOf(options, {})
  return { run, report, close }
}

export function createSandboxOf(options: SandboxOptions, parts: SandboxParts): OpenedSandbox {
  const { maxMemoryMb = 512, maxJsonBytes = 16 * 2 ** 20 } = options
  const rules: RunnerRules = { ...runnerRules, maxFrameBytes: maxJsonBytes + headBytes, ...parts.rules }
  const texts = createCallTexts()
  let opening: Promise<{ readonly host: RunnerHost; readonly pool: RunnerPool }> | undefined
  let opened: RunnerPool | undefined
  let isClosed = false
  let lastId = 0

  async function open() {
    const unaltered = { alterCommand: (command: JailCommand) => command, alterFile: (_: string, text: string) => text }
    const host = await openRunnerHost({ maxMemoryMb, rules, ...unaltered, ...parts.host })
    const pool = createRunnerPool({ ...poolOptions(options), startRunner: host.startRunner, ...parts.pool })
    pool.adopt(host.firstRunner)
    opened = pool
    return { host, pool }
  }

  function ready() {
    if (isClosed) throw new SandboxError('SANDBOX_CLOSED', 'The sandbox is shutting down: try again when it is back')
    opening ??= open()
    // A failure is not kept: somebody may install what was missing.
    opening.catch(() => {
      opening = undefined
    })
    return opening
  }

  async function run(request: GuestRequest): Promise<GuestResult> {
    checkLimits(request, maxMemoryMb)
    const input = jsonText(request, maxJsonBytes)
    const context = JSON.stringify(request.context ?? {})
    const { pool } = await ready()
    const { account, timeoutMs, memoryMb, signal } = request
    return pool
      .run(
        account,
        async (runner) => {
          const cancel = () => runner.kill(new SandboxError('CODE_CANCELED', 'The call was canceled'))
          signal?.addEventListener('abort', cancel, { once: true })
          try {
            lastId += 1
            const answer = await runner.call({ id: lastId, timeoutMs, memoryMb, context, ...texts.sendTo(runner, request) }, input)
            return { result: answer, isSpent: answer.isSpent === true || texts.areTooMany(runner) }
          } finally {
            signal?.removeEventListener('abort', cancel)
          }
        },
        signal,
      )
      .then(resultOf)
  }

  async function close(): Promise<void> {
    isClosed = true
    const open = await opening?.catch(() => undefined)
    await open?.pool.close()
    open?.host.remove()
  }

  const host = async () => (await ready()).host
  const report = () => reportOn(host)
  return { run, report, close, host, runners: () => opened?.runners() ?? [] }
}

function poolOptions({ size, spares = 1, maxRuns = 1_000, idleMs = 300_000 }: SandboxOptions): Omit<RunnerPoolOptions, 'startRunner'> {
  const canServe = (owner: string | undefined, account: string) => owner === account
  return { size: size ?? Math.max(2, availableParallelism()), spares, maxRuns, idleMs, canServe }
}

function checkLimits({ timeoutMs, memoryMb }: GuestRequest, maxMemoryMb: number): void {
  if (!(timeoutMs >= minTimeoutMs && timeoutMs <= 2 ** 31 - 1)) throw new RangeError(`timeoutMs is ${timeoutMs}: it must be at least 1`)
  if (!(memoryMb >= minMemoryMb && memoryMb <= maxMemoryMb)) {
    throw new RangeError(`memoryMb is ${memoryMb}: it must be between ${minMemoryMb} and the ${maxMemoryMb} that the sandbox allows`)
  }
}

function jsonText({ input, code, modules = '' }: GuestRequest, maxBytes: number): string {
  const text = JSON.stringify(input)
  const tooLarge = (what: string) =>
    new SandboxError('CODE_TOO_LARGE', `${what} is larger than the ${maxBytes} bytes that may pass: send less`)
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge('The input')
  if (Buffer.byteLength(code) + Buffer.byteLength(modules) > maxCodeBytes) {
    throw new SandboxError('CODE_TOO_LARGE', `The code is larger than ${maxCodeBytes} bytes: import fewer packages`)
  }
  return text
}

function resultOf({ status, failure, logs, output, port, cpuMs }: ParsedAnswer): GuestResult {
  if (status === 'failed' || failure !== undefined) {
    const { code, message, stack } = failure ?? { code: 'CODE_CRASHED', message: 'The code failed' }
    throw new SandboxError(code, message, { ...guestPosition(stack), logs })
  }
  return { output, logs, ...(port !== undefined && { port }), ...(cpuMs !== undefined && { cpuMs }) }
}

// One runner, seen from outside. Owns its process, its pipe, the watchdog and the watch over its memory. Whatever is not as it should be
// ends it: it holds nothing that is worth saving.

import type { ChildProcess } from 'node:child_process'
import type { JailCommand } from '../jail/jail-command.ts'
import { killJailed, spawnJailed } from '../jail/spawn-jailed.ts'
import { createFrameReader, encodeFrame, type Frame } from '../protocol/frame.ts'
import type { RunRequest } from '../protocol/messages.ts'
import { type ParsedAnswer, parseAnswer } from '../protocol/parse-answer.ts'
import { SandboxError } from '../sandbox-error.ts'
import { residentBytes } from './resident-memory.ts'

export interface RunnerProcess {
  readonly pid: number | undefined
  /** Once it can take a call: after the start, and after each answer. Rejects when it ended instead. */
  ready(): Promise<void>
  /** Rejects with a SandboxError when the runner did not answer; then it is gone. */
  call(request: RunRequest, input: string): Promise<ParsedAnswer>
  kill(reason: SandboxError): void
  readonly ended: Promise<void>
}

export interface RunnerRules {
  readonly maxFrameBytes: number
  /** How long a start, or getting ready for the next call, may take. */
  readonly readyTimeoutMs: number
  /** How long after its own limit a runner that does not answer is killed. */
  readonly graceMs: number
  readonly memoryCheckMs: number
  readonly parse: (frame: Frame) => ParsedAnswer
}

export const runnerRules: Omit<RunnerRules, 'maxFrameBytes'> = {
  readyTimeoutMs: 10_000,
  graceMs: 200,
  memoryCheckMs: 50,
  parse: parseAnswer,
}

interface Pending {
  readonly id: number
  readonly resolve: (answer: ParsedAnswer) => void
  readonly reject: (error: SandboxError) => void
}

export function startRunnerProcess(command: JailCommand, rules: RunnerRules): RunnerProcess {
  const child = spawnJailed(command)
  const stderr = keepStart(child, () =>
    kill(new SandboxError('CODE_CRASHED', 'The code broke the process it ran in: it floods its error output')),
  )
  const readFrames = createFrameReader(rules.maxFrameBytes)
  let pending: Pending | undefined
  let readiness = Promise.withResolvers<void>()
  let readyTimer: NodeJS.Timeout | undefined
  let endedBecause: SandboxError | undefined
  const ended = Promise.withResolvers<void>()

  function kill(reason: SandboxError): void {
    endedBecause ??= reason
    killJailed(child)
    giveUp(endedBecause)
  }

  /** A runner that answers and then does nothing would be neither free nor busy. */
  function expectReady(): void {
    readiness = Promise.withResolvers()
    readiness.promise.catch(ignored)
    readyTimer = setTimeout(() => kill(new SandboxError('SANDBOX_UNAVAILABLE', 'It did not get ready in time')), rules.readyTimeoutMs)
  }

  function giveUp(reason: SandboxError): void {
    clearTimeout(readyTimer)
    pending?.reject(reason)
    pending = undefined
    readiness.reject(reason)
  }

  function take(frame: Frame): void {
    const answer = rules.parse(frame)
    if (answer.id === 0 && pending === undefined) {
      clearTimeout(readyTimer)
      return readiness.resolve()
    }
    if (pending === undefined || answer.id !== pending.id) throw new Error('An answer came that nobody waits for')
    const { resolve } = pending
    pending = undefined
    expectReady()
    resolve(answer)
  }

  child.stdout?.on('data', (chunk: Buffer) => {
    if (endedBecause !== undefined) return
    try {
      for (const frame of readFrames(chunk)) take(frame)
    } catch (error) {
      kill(new SandboxError('CODE_CRASHED', 'The code broke the process it ran in: the answer was not one', { cause: error }))
    }
  })
  // Writing to a process that has just ended fails; that it ended is what is reported.
  child.stdin?.on('error', ignored)
  child.on('error', (error) => {
    kill(new SandboxError('SANDBOX_UNAVAILABLE', `A runner cannot be started: ${error.message}`, { cause: error }))
    if (child.pid === undefined) ended.resolve()
  })
  child.on('close', (code, signal) => {
    endedBecause ??= crash(code, signal, stderr())
    giveUp(endedBecause)
    ended.resolve()
  })
  expectReady()

  async function call(request: RunRequest, input: string): Promise<ParsedAnswer> {
    if (endedBecause !== undefined) throw endedBecause
    const { promise, resolve, reject } = Promise.withResolvers<ParsedAnswer>()
    pending = { id: request.id, resolve, reject }
    const watchdog = setTimeout(() => kill(timeout(request.timeoutMs)), request.timeoutMs + rules.graceMs)
    const memory = setInterval(() => checkMemory(request.memoryMb), rules.memoryCheckMs)
    try {
      child.stdin?.write(encodeFrame({ head: JSON.stringify(request), body: input }))
      return await promise
    } finally {
      clearTimeout(watchdog)
      clearInterval(memory)
    }
  }

  function checkMemory(memoryMb: number): void {
    const bytes = child.pid === undefined ? undefined : residentBytes(child.pid)
    if (bytes === undefined || bytes <= maxResidentBytes(memoryMb)) return
    kill(new SandboxError('CODE_MEMORY', `The code used more than the ${memoryMb} MB of memory that it may`))
  }

  return { pid: child.pid, ready: () => readiness.promise, call, kill, ended: ended.promise }
}

/** Node itself, the input and the output as text, and what V8 takes beyond its limit before it notices. */
function maxResidentBytes(memoryMb: number): number {
  return (256 + 2 * memoryMb) * 2 ** 20
}

const keptCharacters = 4_000
const floodBytes = 2 ** 20

/** What Node says when it dies of its own, such as that memory ran out. Nothing else prints there, so much of it is an attack on our time. */
function keepStart(child: ChildProcess, onFlood: () => void): () => string {
  let text = ''
  let bytes = 0
  child.stderr?.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > floodBytes) onFlood()
    if (text.length < keptCharacters) text += chunk.toString('latin1').slice(0, keptCharacters)
  })
  return () => text
}

function timeout(timeoutMs: number): SandboxError {
  return new SandboxError('CODE_TIMEOUT', `The code took longer than the ${timeoutMs} ms that it may`)
}

function crash(code: number | null, signal: string | null, stderr: string): SandboxError {
  if (/out of memory|heap limit|allocation failed/i.test(stderr))
    return new SandboxError('CODE_MEMORY', 'The code used more memory than it may: take fewer items at once, or allow more')
  const how = signal ?? `exit ${code}`
  const message = `The code broke the process it ran in (${how}): most often it used too much memory at once`
  return new SandboxError('CODE_CRASHED', message, { cause: stderr })
}

function ignored(): void {
  // Reported to whoever waits for it; a rejection that nobody waits for is no news.
}

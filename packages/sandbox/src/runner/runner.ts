// The process in which users' code runs. One call at a time: reads a frame, runs it, writes one answer, gets ready for the next.
// It holds no secret, opens nothing, and is killed without ceremony. Arguments: the add-on, the guest script, the largest frame.

import { readFileSync, readSync, writeSync } from 'node:fs'
import type ivm from 'isolated-vm'
import { decodeFrame, encodeFrame, type Frame, frameBytes, frameHeaderBytes } from '../protocol/frame.ts'
import type { RunAnswer, RunRequest } from '../protocol/messages.ts'
import { createGuestIsolate, type GuestIsolate, type GuestOutcome } from './guest-isolate.ts'

const [addonPath = '', guestPath = '', maxFrameBytes = '0', firstMemoryMb = '128'] = process.argv.slice(2)
const vm = loadAddon(addonPath)
const guestScript = readFileSync(guestPath, 'utf8')
const texts = new Map<string, string>()
let isolate = ready(undefined, Number(firstMemoryMb))
sayReady()

for (let frame = read(); frame !== undefined; frame = read()) {
  const request: RunRequest = JSON.parse(frame.head)
  for (const [number, text] of Object.entries(request.texts)) texts.set(number, text)
  isolate = ready(isolate, request.memoryMb)
  answer(request, frame.body)
  isolate.prepare()
  sayReady()
  // Lets Node do its own housekeeping, which waits for a turn of the loop.
  await new Promise((resolve) => setImmediate(resolve))
}
process.exit(0)

/** The node-gyp-build of the package searches directories that are not visible here. */
function loadAddon(path: string): typeof ivm {
  const loaded: { exports: { ivm?: typeof ivm } } = { exports: {} }
  process.dlopen(loaded, path)
  if (loaded.exports.ivm === undefined) throw new Error(`${path} is not isolated-vm`)
  return loaded.exports.ivm
}

function ready(current: GuestIsolate | undefined, memoryMb: number): GuestIsolate {
  if (current?.memoryMb === memoryMb) return current
  current?.dispose()
  const made = createGuestIsolate(vm, guestScript, memoryMb)
  made.prepare()
  return made
}

function answer(request: RunRequest, input: string): void {
  const cpuBefore = isolate.cpuMs()
  const { code, modules, context, timeoutMs } = request
  const modulesText = modules === undefined ? undefined : texts.get(String(modules))
  const outcome = isolate.run({
    code: texts.get(String(code)) ?? '',
    ...(modulesText !== undefined && { modules: modulesText }),
    input,
    context,
    timeoutMs,
  })
  const spent = isolate.isSpent()
  const ran = { id: request.id, cpuMs: spent ? 0 : isolate.cpuMs() - cpuBefore, ...(spent && { isSpent: true }) }
  write({ ...ran, ...headOf(outcome) }, outcome.status === 'answered' ? outcome.output : '')
}

/** The head that the guest wrote, checked by nobody here: the parent does. */
function headOf(outcome: GuestOutcome): Omit<RunAnswer, 'id'> {
  const { logs = [], ...guest } = outcome.head === undefined ? {} : JSON.parse(outcome.head)
  if (outcome.status === 'failed') return { status: 'failed', failure: outcome.failure, logs }
  if (guest.status === 'done') return { status: 'done', logs, ...(guest.port !== undefined && { port: guest.port }) }
  return { status: 'failed', failure: { code: guest.code, message: guest.message, stack: guest.stack }, logs }
}

/** Blocks until a whole frame is there; undefined when the parent has closed the pipe. */
function read(): Frame | undefined {
  const header = readBytes(Buffer.allocUnsafe(frameHeaderBytes), 0)
  if (header === undefined) return undefined
  const bytes = Buffer.allocUnsafe(frameBytes(header, Number(maxFrameBytes)))
  header.copy(bytes)
  const whole = readBytes(bytes, frameHeaderBytes)
  return whole && decodeFrame(whole)
}

function readBytes(into: Buffer, from: number): Buffer | undefined {
  for (let at = from; at < into.length; ) {
    const count = readSync(0, into, at, into.length - at, null)
    if (count === 0) return undefined
    at += count
  }
  return into
}

function sayReady(): void {
  write({ id: 0, status: 'done', logs: [] }, '')
}

function write(head: RunAnswer, body: string): void {
  const bytes = encodeFrame({ head: JSON.stringify(head), body })
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at, bytes.length - at)
}

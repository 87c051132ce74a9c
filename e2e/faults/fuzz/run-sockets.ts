import { connect } from 'node:net'
import { type Random, seededRandom } from '../support/random.ts'
import type { SurfaceReport } from './run-surface.ts'
import { closeFrame, liveFrame, upgradeRequest } from './surfaces/live-frames.ts'
import { rawRequest } from './surfaces/raw-requests.ts'

interface SocketOptions {
  readonly port: number
  readonly cases: number
  readonly seed: number
  isAlive(): boolean
}

const atOnce = 16
/** A request that never ends is left by us: the server's own limit for it is longer. */
const longestRequestMs = 250
const longestLinkMs = 30_000
const framesPerLink = 20

/** Requests as bytes, which no client would send. */
export function runRawRequests(options: SocketOptions): Promise<SurfaceReport> {
  return runSockets(
    'raw requests',
    { ...options, perSocket: 1, longestMs: longestRequestMs },
    (random) => [rawRequest(random)],
    (received) => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0)
      if (status >= 400 && !/x-request-id: /i.test(received)) return `${status} without a request id`
      if (status >= 500 && !received.includes('"executionId"')) return `${status}, which nothing a sender does may cause`
      return undefined
    },
  )
}

/** Frames on live links. */
export function runLiveFrames(options: SocketOptions): Promise<SurfaceReport> {
  const frames = (random: Random) => Array.from({ length: framesPerLink }, () => liveFrame(random))
  const parts = (random: Random) => [upgradeRequest(options.port), ...frames(random), closeFrame]
  const limits = { perSocket: framesPerLink, longestMs: longestLinkMs }
  return runSockets('live frames', { ...options, ...limits }, parts, (received, isOver) => {
    if (!received.startsWith('HTTP/1.1 101')) return 'the link was not opened'
    return isOver ? undefined : 'the link was not closed, although asked to'
  })
}

async function runSockets(
  name: string,
  { port, cases, seed, isAlive, perSocket, longestMs }: SocketOptions & { readonly perSocket: number; readonly longestMs: number },
  partsOf: (random: Random) => readonly Buffer[],
  faultIn: (received: string, isOver: boolean) => string | undefined,
): Promise<SurfaceReport> {
  const random = seededRandom(seed)
  const violations: string[] = []
  const answers: Record<string, number> = {}
  let sent = 0
  let slowestMs = 0

  async function work(): Promise<void> {
    while (sent < cases && isAlive()) {
      sent += perSocket
      const parts = partsOf(random)
      const { received, ms, isOver } = await exchange(port, parts, longestMs)
      slowestMs = Math.max(slowestMs, ms)
      const kind = /^HTTP\/1\.1 (\d)/.exec(received)?.[1]
      answers[kind === undefined ? 'no-answer' : `${kind}xx`] = (answers[kind === undefined ? 'no-answer' : `${kind}xx`] ?? 0) + 1
      const fault = faultIn(received, isOver)
      if (fault !== undefined)
        violations.push(
          `${name} ${sent}: ${fault}: ${JSON.stringify(Buffer.concat(parts).toString('latin1').slice(0, 600))} → ${received.slice(0, 300)}`,
        )
    }
  }

  await Promise.all(Array.from({ length: atOnce }, work))
  return { name, cases: sent, answers, slowestMs: Math.round(slowestMs), violations: violations.slice(0, 20) }
}

interface Exchange {
  readonly received: string
  /** Until the first bytes came back. */
  readonly ms: number
  /** The other side has closed it. */
  readonly isOver: boolean
}

/** Resolves with what came back until the other side closed, or nothing more came. */
function exchange(port: number, parts: readonly Buffer[], longestMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    const begunAt = performance.now()
    const socket = connect(port, '127.0.0.1')
    let received = ''
    let ms = 0
    let isOver = true
    const timer = setTimeout(() => {
      isOver = false
      socket.destroy()
    }, longestMs)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      if (received === '') ms = performance.now() - begunAt
      received += text
    })
    // Being cut off is one of the answers.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(timer)
      resolve({ received, ms, isOver })
    })
    socket.on('connect', () => {
      for (const part of parts) socket.write(part)
    })
  })
}

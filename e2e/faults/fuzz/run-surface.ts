import { type Random, seededRandom } from '../support/random.ts'
import type { FuzzAnswer, FuzzClient, FuzzRequest } from './fuzz-request.ts'

export interface SurfaceOptions {
  readonly name: string
  readonly next: (random: Random) => FuzzRequest
  readonly cases: number
  readonly seed: number
  readonly client: FuzzClient
  /** Whether the process still lives. */
  isAlive(): boolean
}

export interface SurfaceReport {
  readonly name: string
  readonly cases: number
  /** How many answers each class of status had, e.g. `4xx`. */
  readonly answers: Readonly<Record<string, number>>
  readonly slowestMs: number
  readonly violations: readonly string[]
}

const atOnce = 8
const hangMs = 5_000
const mostViolations = 20

/** Sends the cases and judges each answer by itself. */
export async function runSurface({ name, next, cases, seed, client, isAlive }: SurfaceOptions): Promise<SurfaceReport> {
  const random = seededRandom(seed)
  const violations: string[] = []
  const answers: Record<string, number> = {}
  const slow: FuzzRequest[] = []
  let slowestMs = 0
  let sent = 0

  async function work(): Promise<void> {
    while (sent < cases && isAlive() && violations.length < mostViolations) {
      const number = ++sent
      const request = next(random)
      const answer = await client.ask(request)
      const kind = typeof answer === 'string' ? answer : `${Math.floor(answer.status / 100)}xx`
      answers[kind] = (answers[kind] ?? 0) + 1
      if (typeof answer === 'string') continue
      slowestMs = Math.max(slowestMs, answer.ms)
      if (answer.ms > hangMs) slow.push(request)
      for (const what of faultsOf(request, answer))
        violations.push(`${name} ${number}: ${what}: ${shown(request)} → ${answer.text.slice(0, 300)}`)
    }
  }

  /** Beside seven others, and whatever else the machine does, a short one may take long: alone it may not. */
  async function askAgain(request: FuzzRequest): Promise<void> {
    const answer = await client.ask(request)
    if (typeof answer !== 'string' && answer.ms > hangMs)
      violations.push(`${name}: answered only after ${Math.round(answer.ms)} ms: ${shown(request)}`)
    if (answer === 'no-answer') violations.push(`${name}: not answered: ${shown(request)}`)
  }

  await Promise.all(Array.from({ length: atOnce }, work))
  for (const request of slow) await askAgain(request)
  return { name, cases: sent, answers, slowestMs: Math.round(slowestMs), violations }
}

function faultsOf({ method, target }: FuzzRequest, { status, requestId, text }: FuzzAnswer): readonly string[] {
  const faults: string[] = []
  if (requestId === undefined) faults.push(`${status} without a request id`)
  if (status >= 400 && method !== 'HEAD' && !isProblem(text, status, requestId) && !isPage(target, text))
    faults.push(`${status} that is no problem document`)
  // Of ours, only an execution that failed is answered so, and that one is named.
  if (status >= 500 && !text.includes('"executionId"')) faults.push(`${status}, which nothing a sender does may cause`)
  if (/\.ts:\d+|node_modules|\bat \w+ \(/.test(text) && status >= 400) faults.push('a stack in the answer')
  return faults
}

/** People are told in a page. */
function isPage(target: string, text: string): boolean {
  return /^\/(form|chat)\b/i.test(target) && /^<!doctype html>/i.test(text)
}

function isProblem(text: string, status: number, requestId: string | undefined): boolean {
  if (text === '') return false
  try {
    const problem = JSON.parse(text) as Readonly<Record<string, unknown>>
    return problem.status === status && typeof problem.code === 'string' && problem.requestId === requestId
  } catch {
    return false
  }
}

function shown({ method, target, headers, body }: FuzzRequest): string {
  return `${method} ${target.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${JSON.stringify(body?.toString('latin1').slice(0, 400) ?? '')}`
}

// How fast users' code runs. Run alone: node --conditions=source bench/sandbox.ts

import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createSandbox, type GuestRequest, type Sandbox } from '@millrace/sandbox'
import { type Figure, shownNumber } from './figure.ts'

const kilobyte = { text: 'x'.repeat(1_000) }
const items = Array.from({ length: 1_000 }, (_, index) => ({ sku: `s${index}`, price: index / 3, quantity: index % 7, tags: ['a', 'b'] }))
const fibo = 'const fibo = (n) => (n < 2 ? n : fibo(n - 1) + fibo(n - 2))'

/** About 8 seconds. */
export async function benchSandbox(): Promise<Figure[]> {
  const first = performance.now()
  const sandbox = createSandbox()
  try {
    const call = caller(sandbox)
    await call('return 1')
    const coldMs = performance.now() - first
    const small = () => call('return input', { input: kilobyte })
    await repeat(200, small)
    const warmMs = await quantilesOf(1_000, small, 1)
    const denseMs = await quantilesOf(2_000, small)
    const batchMs = await quantilesOf(50, () =>
      call('return input.map((item) => ({ ...item, total: item.price * item.quantity }))', { input: items }),
    )
    const smallMs = await timed(() => repeat(40, () => call(`${fibo}; return fibo(10)`)))
    const share = await shareInFunction(call)
    const newcomerMs = await quantilesOf(6, newcomers(call, 'calm'), 250)
    const crowdMs = await quantilesOf(8, newcomers(call, 'crowd'))
    return [
      figure('code step warm', warmMs.p50, 'ms', 0.3, 'A call each millisecond, 1 KB in and out, each in a fresh context; the median.'),
      figure('code step warm p99', warmMs.p99, 'ms', undefined, 'The same, one in a hundred.'),
      figure(
        'code step without a pause',
        denseMs.p50,
        'ms',
        undefined,
        'Each call at once after the last: the next context is made first.',
      ),
      figure('code step of 1,000 items', batchMs.p50, 'ms', 5, 'Maps 1,000 objects in one call: 60 KB in, 80 KB out.'),
      figure('code 40 × fibo(10)', smallMs, 'ms', 200, '40 calls one after another.'),
      figure('code 10 × fibo(33) in the function', share, 'share', 0.95, 'Of the time of ten calls, what the function itself took.'),
      figure('code of a new account', newcomerMs.p50, 'ms', undefined, 'Its first call gets a spare process that is warm already.'),
      figure('code of a crowd', crowdMs.p50, 'ms', undefined, 'Another account with each call: each waits for a process to start.'),
      figure('code cold', coldMs, 'ms', undefined, 'From nothing to the first result: finds the jail that works, starts a process.'),
      figure('code process', await residentMb(call), 'MB', undefined, 'Resident memory of a warm process, shared pages included.'),
      ...(await underAttack(sandbox)),
    ]
  } finally {
    await sandbox.close()
  }
}

type Call = (code: string, changes?: Partial<GuestRequest>) => Promise<unknown>

function caller(sandbox: Sandbox): Call {
  return async (code, changes = {}) =>
    (await sandbox.run({ account: 'bench', code, input: null, timeoutMs: 10_000, memoryMb: 128, ...changes })).output
}

/** What a small call of one account takes while another runs an endless loop, beside what it takes in peace. */
async function underAttack(sandbox: Sandbox): Promise<Figure[]> {
  const call = caller(sandbox)
  const small = () => call('return input', { input: kilobyte })
  const peace = await quantilesOf(500, small)
  const attack = call('for (;;);', { account: 'attacker', timeoutMs: 1_500 }).catch((error: Error) => error)
  const attacked = await quantilesOf(500, small)
  await attack
  return [
    figure(
      'code step p99 beside an endless loop',
      attacked.p99 / peace.p99,
      '×',
      undefined,
      'The 99th percentile beside another account’s attack, over that in peace.',
    ),
  ]
}

async function shareInFunction(call: Call): Promise<number> {
  let insideMs = 0
  const code = `${fibo}; const from = Date.now(); fibo(33); return Date.now() - from`
  const wholeMs = await timed(() =>
    repeat(10, async () => {
      insideMs += Number(await call(code))
    }),
  )
  return insideMs / wholeMs
}

/** Each time another account. */
function newcomers(call: Call, name: string): () => Promise<unknown> {
  let count = 0
  return () => {
    count += 1
    return call('return 1', { account: `${name} ${count}` })
  }
}

async function residentMb(call: Call): Promise<number> {
  await call('return 1')
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number)
  const sizes = children.map((pid) => residentBytes(pid)).sort((a, b) => a - b)
  return (sizes[Math.floor(sizes.length / 2)] ?? Number.NaN) / 2 ** 20
}

/** Of a process and those below it. */
function residentBytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return children.reduce((sum, child) => sum + residentBytes(Number(child)), pages * 4_096)
}

async function quantilesOf(
  count: number,
  run: () => Promise<unknown>,
  pauseMs = 0,
): Promise<{ readonly p50: number; readonly p99: number }> {
  const times: number[] = []
  await repeat(count, async () => {
    if (pauseMs > 0) await pause(pauseMs)
    times.push(await timed(run))
  })
  times.sort((a, b) => a - b)
  return { p50: times[Math.floor(count / 2)] ?? Number.NaN, p99: times[Math.floor(count * 0.99)] ?? Number.NaN }
}

async function repeat(count: number, run: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < count; index++) await run()
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

function figure(name: string, value: number, unit: string, target: number | undefined, meaning: string): Figure {
  return {
    name,
    value,
    unit,
    meaning,
    ...(target !== undefined && { target: unit === 'share' ? { of: 'value', atLeast: target } : { of: 'value', atMost: target } }),
  }
}

if (import.meta.main) for (const { name, value, unit } of await benchSandbox()) console.log(`${name}: ${shownNumber(value)} ${unit}`)

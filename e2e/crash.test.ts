import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { type ReceivedCall, startHttpService } from './support/http-service.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

interface Execution {
  readonly id: string
  readonly status: string
}

const executions = 50
const steps = ['first', 'second', 'third', 'fourth']

describe('kill -9 in the middle of many executions', () => {
  test('loses none that was acknowledged, repeats no step that was recorded, and repeats those in flight with the same key', async () => {
    const dataDirectory = temporaryDirectory()
    const halfWay = Promise.withResolvers<void>()
    let isDead = false
    const answered: ReceivedCall[] = []
    const ledger = await startHttpService(async (call, earlier) => {
      // From half of the calls on, the ledger keeps its answers to itself until the server is dead: those steps are in flight.
      const isHeld = !isDead && earlier.length >= (executions * steps.length) / 2
      if (earlier.length === (executions * steps.length) / 2 + 10) halfWay.resolve()
      if (isHeld) await new Promise(() => undefined)
      answered.push(call)
      return { status: 200, body: { amount: 1 } }
    })
    const start = () =>
      startMillrace({
        workflows: 'e2e/fixtures/ledger',
        dataDirectory,
        environment: { MILLRACE_VAR_LEDGER: ledger.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' },
      })

    const first = await start()
    const answers = await Promise.all(Array.from({ length: executions }, (_, number) => first.send('/webhook/ledger', { number })))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202))
    await halfWay.promise
    await first.end('SIGKILL')
    isDead = true
    const before = [...answered]

    const second = await start()
    const finished = await eventually('every execution has ended', async () => {
      const { items } = await second.get<{ items: readonly Execution[] }>('/executions?limit=200')
      return items.length === executions && items.every(({ status }) => status === 'success') ? items : undefined
    })
    expect(finished).toHaveLength(executions)

    // What the ledger had answered and the server had recorded is not asked again; only the answer in flight at the very moment may be.
    const calls = Map.groupBy(ledger.calls, ({ path }) => path)
    expect([...calls.keys()].sort()).toEqual(expectedPaths())
    for (const [path, same] of calls) {
      expect(new Set(same.map(({ idempotencyKey }) => idempotencyKey)).size, path).toBe(1)
      expect(same.length, path).toBeLessThanOrEqual(2)
    }
    const repeated = [...calls.values()].filter((same) => same.length > 1)
    expect(repeated.length).toBeGreaterThan(0)
    const followed = before.filter(({ path }) => before.some((call) => call.path === nextOf(path)))
    expect(followed.length).toBeGreaterThan(0)
    for (const { path } of followed) expect(calls.get(path), path).toHaveLength(1)
  })
})

function expectedPaths(): readonly string[] {
  return Array.from({ length: executions }, (_, number) => steps.map((step) => `/${number}/${step}`))
    .flat()
    .sort()
}

/** A step that was begun proves that the one before it was on disk. */
function nextOf(path: string): string | undefined {
  const [, number, step = ''] = path.split('/')
  const next = steps[steps.indexOf(step) + 1]
  return next === undefined ? undefined : `/${number}/${next}`
}

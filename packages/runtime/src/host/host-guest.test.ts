import { expect, test } from 'vitest'
import { createHostGuest, type Sandbox } from './host-guest.ts'
import { stepPlace } from './testing/step-place.ts'

const call = { code: 'return 1', input: null, timeoutMs: 100, memoryMb: 16 }

class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly code: string
  readonly line = 3
  readonly column = 7
  readonly logs = [{ level: 'info', message: 'before' }]
  constructor(code: string) {
    super('the code did this')
    this.code = code
  }
}

function failing(error: unknown) {
  return createHostGuest(async () => ({ run: () => Promise.reject(error) }), stepPlace())
}

test('hands the call on with the account and the signal of the step', async () => {
  const calls: Parameters<Sandbox['run']>[0][] = []
  const sandbox: Sandbox = {
    async run(given) {
      calls.push(given)
      return { output: 1, logs: [] }
    },
  }
  expect(await createHostGuest(async () => sandbox, stepPlace({ account: 'acme' })).run(call)).toEqual({ output: 1, logs: [] })
  expect(calls).toEqual([{ ...call, account: 'acme', signal: expect.any(AbortSignal) }])
})

test.each(['CODE_THREW', 'CODE_TIMEOUT', 'CODE_MEMORY', 'SANDBOX_UNAVAILABLE'])(
  '%s fails for good, with the place in the code',
  async (code) => {
    await expect(failing(new SandboxError(code)).run(call)).rejects.toMatchObject({
      name: 'FatalError',
      code,
      message: 'the code did this',
      details: { line: 3, column: 7, logs: [{ message: 'before' }] },
    })
  },
)

test.each(['CODE_CRASHED', 'SANDBOX_CLOSED'])('%s may be tried again', async (code) => {
  await expect(failing(new SandboxError(code)).run(call)).rejects.toMatchObject({ name: 'RetryableError', code })
})

test('any other error stays what it is', async () => {
  const error = new Error('broken pipe')
  await expect(failing(error).run(call)).rejects.toBe(error)
})

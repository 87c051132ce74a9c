import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Execution {
  readonly status: string
  readonly error?: { readonly code: string; readonly message: string }
  readonly steps: readonly { readonly step: string; readonly status: string }[]
}

const keysOf = async ({ get }: StartedMillrace) =>
  (await get<{ readonly items: readonly { readonly key: string }[] }>('/values/workflow:saga')).items.map(({ key }) => key)

async function order(millrace: StartedMillrace, id: number): Promise<string> {
  const answer = await millrace.send('/webhook/saga/orders', { id, items: ['pen'], total: 12 })
  const { executionId } = (await answer.json()) as { readonly executionId: string }
  await stepsOf(millrace, executionId, ({ steps }) => steps.some(({ step, status }) => step === 'order.ship' && status === 'waiting'))
  return executionId
}

function stepsOf({ get }: StartedMillrace, id: string, isThere: (execution: Execution) => boolean): Promise<Execution> {
  return eventually(`execution ${id} has come so far`, async () => {
    const execution = await get<Execution>(`/executions/${id}`)
    return isThere(execution) ? execution : undefined
  })
}

test('what a canceled order has done is undone, also after a crash; a paused one is shipped when it is resumed', async () => {
  const dataDirectory = temporaryDirectory()
  const first = await startMillrace({ workflows: 'examples/saga', dataDirectory })
  const [canceled, paused] = [await order(first, 1), await order(first, 2)]
  expect(await keysOf(first)).toEqual(['charged/1', 'charged/2', 'reserved/1', 'reserved/2'])
  const ask = ({ url }: StartedMillrace, ...words: string[]) => runMillrace([...words, '--server', url])
  expect((await ask(first, 'execution', 'pause', paused)).code).toBe(0)
  await first.end('SIGKILL')

  const second = await startMillrace({ workflows: 'examples/saga', dataDirectory })
  expect((await ask(second, 'execution', 'cancel', canceled, '-m', 'Withdrawn')).code).toBe(0)
  const { status, error, steps } = await stepsOf(second, canceled, ({ status: now }) => now === 'canceled')
  expect({ status, error }).toEqual({ status: 'canceled', error: { code: 'CANCELED', class: 'canceled', message: 'Withdrawn' } })
  expect(steps.slice(-4).map(({ step }) => step)).toEqual([
    'order.catch.refund',
    'order.catch.release',
    'order.catch.tell',
    'order.finally.close',
  ])
  expect(await keysOf(second)).toEqual(['charged/2', 'reserved/2'])

  expect((await ask(second, 'event', 'emit', 'parcel-2')).err).toBe('1 step received it.\n')
  expect(await second.get(`/executions/${paused}`)).toMatchObject({ status: 'paused' })
  expect((await ask(second, 'execution', 'resume', paused)).code).toBe(0)
  await stepsOf(second, paused, ({ status: now }) => now === 'success')
  expect(await keysOf(second)).toEqual(['charged/2', 'reserved/2'])
})

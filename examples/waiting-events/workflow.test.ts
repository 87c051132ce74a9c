import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { startHttpService } from '../../e2e/support/http-service.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Execution {
  readonly result: unknown
  readonly steps: readonly { readonly step: string; readonly status: string }[]
}

test('a parcel waits for a call and for an event, killed before each, and gets what they bring', async () => {
  const carrier = await startHttpService(() => ({ status: 200, body: {} }))
  const dataDirectory = temporaryDirectory()
  const environment = { MILLRACE_VAR_CARRIER_URL: carrier.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
  const start = () => startMillrace({ workflows: 'examples/waiting-events', dataDirectory, environment })
  const waitsAt = (millrace: Awaited<ReturnType<typeof start>>, id: string, step: string) =>
    eventually(`${step} waits`, async () => {
      const { steps } = await millrace.get<Execution>(`/executions/${id}`)
      return steps.some((one) => one.step === step && one.status === 'waiting') || undefined
    })

  const first = await start()
  const { executionId: id } = (await (await first.send('/webhook/parcels', { parcel: 'P1' })).json()) as { executionId: string }
  await waitsAt(first, id, 'picked_up')
  await first.end('SIGKILL')

  const second = await start()
  const [booking] = carrier.calls as unknown as readonly [{ readonly body: { readonly callback: string } }]
  const { callback } = booking.body
  expect((await second.send(new URL(callback).pathname, { driver: 'Bo' })).status).toBe(200)
  await waitsAt(second, id, 'delivered')
  await second.end('SIGKILL')

  const third = await start()
  const send = (name: string) => runMillrace(['event', 'emit', name, '--data', '{"signed_by":"Ada"}', '--server', third.url])
  expect((await send('delivered-P2')).err).toContain('no step waits for it')
  expect((await send('delivered-P1')).err).toBe('1 step received it.\n')
  const { result } = await eventually('it is done', async () => {
    const execution = await third.get<Execution & { status: string }>(`/executions/${id}`)
    return execution.status === 'success' ? execution : undefined
  })
  expect(result).toEqual({ parcel: 'P1', driver: 'Bo', signed_by: 'Ada' })
  expect(carrier.calls).toHaveLength(1)
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { startHttpService } from '../../e2e/support/http-service.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Execution {
  readonly status: string
  readonly result: unknown
}

/** The shop, its record of all calls, and the server with one order that has failed at the charge. */
async function startFailed() {
  const shop = { takesCharges: false }
  const service = await startHttpService(({ path }) =>
    path === '/charge' && !shop.takesCharges ? { status: 402, body: { paid: false } } : { status: 200, body: { paid: true } },
  )
  const millrace = await startMillrace({
    workflows: 'examples/retry-and-replay',
    dataDirectory: temporaryDirectory(),
    environment: { MILLRACE_VAR_SHOP_URL: service.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' },
  })
  const order = async () => {
    const answer = await millrace.send('/webhook/order-run', { total: 12, lines: [{ sku: 'pen' }, { sku: 'ink' }, { sku: 'pad' }] })
    const { executionId } = (await answer.json()) as { readonly executionId: string }
    await ended(executionId)
    return executionId
  }
  const ended = (id: string) =>
    eventually(`execution ${id} has ended`, async () => {
      const execution = await millrace.get<Execution>(`/executions/${id}`)
      return ['success', 'failed', 'canceled'].includes(execution.status) ? execution : undefined
    })
  const ask = (...words: string[]) => runMillrace([...words, '--server', millrace.url])
  return { shop, service, millrace, order, ended, ask, first: await order() }
}

test('a retry calls only what failed, a replay what follows from the chosen step, with an edit that is not published', async () => {
  const { shop, service, millrace, ended, ask, first } = await startFailed()
  const before = ['/reserve', '/pick/pen', '/pick/ink', '/pick/pad', '/charge']
  const paths = () => service.calls.map(({ path }) => path)
  expect(paths().toSorted()).toEqual(before.toSorted())

  shop.takesCharges = true
  const retried = await ask('execution', 'retry', first, '--watch')
  expect(retried).toMatchObject({ code: 0, err: expect.stringContaining('5 steps kept') })
  const retriedId = retried.out.trim()
  expect(await ended(retriedId)).toMatchObject({ status: 'success', result: { paid: true, lines: 3 } })
  expect(paths().slice(5)).toEqual(['/charge'])
  expect(service.calls[5]?.idempotencyKey).toBe(`${retriedId}:charge`)
  expect((await ask('execution', 'retry', first)).out.trim()).toBe(retriedId)
  expect((await ask('execution', 'show', retriedId)).out).toMatch(new RegExp(`runs ${first} again[^]*pick .*taken from ${first}`))

  const source = await readFile(new URL('workflow.yaml', import.meta.url), 'utf8')
  const mended = join(temporaryDirectory(), 'mended.yaml')
  await writeFile(mended, source.replace('/charge"', '/charge/v2"'))
  const replayed = await ask('execution', 'replay', first, '--from', 'each_line[1].pick', '--workflow', mended, '--watch')
  expect(replayed).toMatchObject({ code: 0, err: expect.stringContaining('draft version 2; 3 steps kept') })
  expect(paths().slice(6)).toEqual(['/pick/ink', '/charge/v2'])
  expect(await millrace.get('/workflows/order_run')).toMatchObject({ version: 1 })
  expect(await ask('workflow', 'show', 'order_run', '--version', '2')).toMatchObject({
    err: expect.stringContaining('is a draft'),
    out: expect.stringContaining('/charge/v2'),
  })
  expect((await ask('workflow', 'versions', 'order_run')).out).toMatch(/^2 +draft.*\n1 +published/m)

  const other = await ask('execution', 'replay', first, '--from', 'receipt', '--output', 'each_line=[]')
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining('Step receipt is not reached') })
  expect(await ask('execution', 'replay', first, '--from', 'chrage')).toMatchObject({
    code: 3,
    err: expect.stringContaining('Did you mean charge?'),
  })
  expect(service.calls).toHaveLength(8)
})

test('all that failed are counted, asked about and retried; several are canceled by their ids', async () => {
  const { shop, service, order, ask, first } = await startFailed()
  const second = await order()
  shop.takesCharges = true
  const filter = ['--workflow', 'order_run', '--status', 'failed']
  expect(await ask('execution', 'retry', ...filter, '--dry-run')).toMatchObject({ code: 0, out: '2 executions to retry.\n' })
  expect(await ask('execution', 'retry', ...filter)).toMatchObject({ code: 2, err: expect.stringContaining('add --yes') })
  expect(service.calls).toHaveLength(10)
  const { code, out, err } = await ask('execution', 'retry', ...filter, '--yes')
  expect({ code, err }).toEqual({ code: 0, err: '2 executions retried.\n' })
  for (const id of [first, second]) expect(out).toContain(`${id} runs again as `)
  await eventually('both are charged', () => (service.calls.length === 12 ? true : undefined))
  const canceled = await ask('execution', 'cancel', first, second)
  expect(canceled).toMatchObject({ code: 1, err: expect.stringContaining('0 executions asked to stop, 2 not') })
  expect(await ask('execution', 'cancel')).toMatchObject({ code: 2, err: expect.stringContaining('Which executions?') })
})

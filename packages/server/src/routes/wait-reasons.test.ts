import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

interface Shown {
  readonly id: string
  readonly waitsFor?: unknown
  readonly steps: readonly { readonly step: string; readonly waitsFor?: unknown }[]
}

/** Starts the nodes by a webhook and reads the execution once it rests. */
async function shownAfterStart(nodes: string): Promise<{ detail: Shown; row: Shown }> {
  const { ask, driver } = await testServer([webhookWorkflow({ id: 'w', path: '/w', respond: 'immediately', nodes })])
  const rests = Promise.withResolvers<void>()
  driver.subscribe(({ status }) => status === 'running' || rests.resolve())
  await ask('/webhook/w', { method: 'POST' })
  await rests.promise
  const { items } = (await (await ask('/api/v1/executions')).json()) as { items: [Shown] }
  const [row] = items
  return { row, detail: (await (await ask(`/api/v1/executions/${row.id}`)).json()) as Shown }
}

test('an execution that waits for an event says so in lists, in its detail and at the step', async () => {
  const { detail, row } = await shownAfterStart('l: { type: listen, with: { name: paid-7 } }')
  const waitsFor = {
    code: 'event',
    event: 'paid-7',
    since: expect.any(String),
    sentence: expect.stringContaining('the event paid-7, for '),
  }
  expect(row.waitsFor).toMatchObject({ ...waitsFor, step: 'l', others: 0 })
  expect(detail.waitsFor).toMatchObject({ ...waitsFor, step: 'l', others: 0 })
  expect(detail.steps[0]?.waitsFor).toMatchObject(waitsFor)
})

test('one that waits for a time says until when', async () => {
  const { detail, row } = await shownAfterStart('f: { type: forever }')
  expect(row.waitsFor).toMatchObject({ code: 'timer', until: '2100-01-01T00:00:00.000Z' })
  expect(detail.waitsFor).toMatchObject({ code: 'time', step: 'f', until: '2100-01-01T00:00:00.000Z' })
})

test('one that waits for a decision names the command, and its address only where that is meant to be', async () => {
  const { detail } = await shownAfterStart('a: { type: ask, with: { about: { type: approval, title: Ship it? } } }')
  const { sentence } = detail.waitsFor as { sentence: string }
  expect(sentence).toMatch(new RegExp(`^a: waits for a decision, for \\d s so far: millrace execution approve ${detail.id} a$`))
  expect(JSON.stringify(detail.waitsFor)).not.toContain('/webhook-waiting/')
  expect(detail.steps[0]?.waitsFor).toMatchObject({ code: 'decision' })
})

test('one that has ended waits for nothing', async () => {
  const { detail, row } = await shownAfterStart('s: { type: fail }')
  expect([row.waitsFor, detail.waitsFor, detail.steps[0]?.waitsFor]).toEqual([undefined, undefined, undefined])
})

test('a workflow tells how many of its executions have not ended', async () => {
  const nodes = 'f: { type: forever }'
  const { ask, driver } = await testServer([webhookWorkflow({ id: 'w', path: '/w', respond: 'immediately', nodes })])
  const shown = async () => ((await (await ask('/api/v1/workflows/w')).json()) as { unfinished: unknown }).unfinished
  expect(await shown()).toEqual({ running: 0, queued: 0, waiting: 0, paused: 0 })
  const both = Promise.withResolvers<void>()
  let waiting = 0
  driver.subscribe(({ status }) => {
    if (status === 'waiting' && ++waiting === 2) both.resolve()
  })
  for (let count = 0; count < 2; count++) await ask('/webhook/w', { method: 'POST' })
  await both.promise
  expect(await shown()).toEqual({ running: 0, queued: 0, waiting: 2, paused: 0 })
})

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

/** A folder of workflows, each with one trigger, that keep what came in under their own name. */
function folderOf(
  triggers: Readonly<Record<string, string>>,
  told = '{{ trigger.event }} {{ trigger.recordId }} {{ trigger.record.n }}',
): string {
  const folder = join(temporaryDirectory(), 'workflows')
  mkdirSync(folder)
  for (const [id, trigger] of Object.entries(triggers))
    writeFileSync(
      join(folder, `${id}.yaml`),
      `id: ${id}\ntriggers: { heard: ${trigger} }\nnodes:\n  keep: { type: store.append, with: { key: ${id}, item: "${told}", scope: account } }\n`,
    )
  return folder
}

async function keptBy({ get }: StartedMillrace, id: string, count: number): Promise<readonly string[]> {
  return eventually(`${id} has kept ${count}`, async () => {
    const { items } = await get<{ readonly items: readonly { readonly key: string; readonly value: readonly string[] }[] }>(
      '/values/account',
    )
    const kept = items.find(({ key }) => key === id)?.value ?? []
    return kept.length >= count ? kept.toSorted() : undefined
  })
}

/** All that was told so far is delivered, and what it has started has ended. */
async function quiet({ get, send }: StartedMillrace): Promise<void> {
  await send('/api/v1/events', { name: 'quiet' })
  await eventually('nothing goes on', async () => {
    const { items } = await get<{ readonly items: readonly unknown[] }>('/executions?status=queued,running')
    return items.length === 0 || undefined
  })
}

const change = (events: string) => `{ type: table, with: { table: orders, events: ${events} } }`

test('changes of a table start what listens for them, each once, and others nothing', async () => {
  const workflows = folderOf({
    on_all: change('all'),
    on_created: change('created'),
    on_updated: change('updated'),
    on_deleted: change('[deleted]'),
    on_large: '{ type: table, with: { table: orders, filter: "{{ trigger.record.n > 5 && trigger.event != \'deleted\' }}" } }',
  })
  const server = await startMillrace({ workflows, dataDirectory: temporaryDirectory() })
  const records = (path: string, method: string, body?: object) =>
    fetch(`${server.url}/api/v1/tables/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  const { id } = (await (await records('orders/records', 'POST', { n: 1 })).json()) as { readonly id: string }
  await records('customers/records', 'POST', { n: 7 })
  await records(`orders/records/${id}`, 'PATCH', { n: 9 })
  await records(`orders/records/${id}`, 'DELETE')
  const [created, updated, deleted] = [`created ${id} 1`, `updated ${id} 9`, `deleted ${id} 9`]
  expect(await keptBy(server, 'on_all', 3)).toEqual([created, deleted, updated])
  await quiet(server)
  expect(await keptBy(server, 'on_created', 1)).toEqual([created])
  expect(await keptBy(server, 'on_updated', 1)).toEqual([updated])
  expect(await keptBy(server, 'on_deleted', 1)).toEqual([deleted])
  expect(await keptBy(server, 'on_large', 1)).toEqual([updated])
  expect(await keptBy(server, 'on_all', 3)).toHaveLength(3)
  const { items } = await server.get<{ readonly items: readonly { readonly firings: readonly object[] }[] }>('/events?name=table.*')
  expect(items.map(({ firings }) => firings.length)).toEqual([2, 3, 2])
})

test('what several events have come to so far outlives kill -9', async () => {
  const workflows = folderOf(
    {
      guessing: '{ type: event.pattern, with: { name: login.failed, times: 3, within: 5m, key: "{{ trigger.data.user }}" } }',
      whole_way: '{ type: event.pattern, with: { name: placed, followedBy: [paid, shipped], within: 5m, key: "{{ trigger.data.id }}" } }',
      silent: '{ type: event.pattern, with: { name: placed, unless: paid, within: 5s, key: "{{ trigger.data.id }}" } }',
    },
    '{{ trigger.key }} {{ trigger.events.length }}',
  )
  const dataDirectory = temporaryDirectory()
  const first = await startMillrace({ workflows, dataDirectory })
  const tell = async ({ send }: StartedMillrace, name: string, data: object) => {
    expect((await send('/api/v1/events', { name, data })).status).toBe(200)
  }
  for (const user of ['ada', 'ada', 'bob']) await tell(first, 'login.failed', { user })
  await tell(first, 'placed', { id: 1 })
  await tell(first, 'paid', { id: 1 })
  await tell(first, 'placed', { id: 2 })
  await first.end('SIGKILL')

  const second = await startMillrace({ workflows, dataDirectory })
  await tell(second, 'login.failed', { user: 'ada' })
  await tell(second, 'login.failed', { user: 'ada' })
  await tell(second, 'shipped', { id: 1 })
  expect(await keptBy(second, 'guessing', 1)).toEqual(['ada 3'])
  expect(await keptBy(second, 'whole_way', 1)).toEqual(['1 3'])
  expect(await keptBy(second, 'silent', 1)).toEqual(['2 1'])
  await quiet(second)
  expect(await keptBy(second, 'guessing', 1)).toEqual(['ada 3'])
})

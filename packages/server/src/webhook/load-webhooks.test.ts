import { createWorkflows } from '@millrace/runtime'
import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { testRegistry } from '../testing/test-registry.ts'
import { webhookWorkflow } from '../testing/workflows.ts'
import { loadWebhooks } from './load-webhooks.ts'
import type { WebhookConflict } from './webhook-table.ts'

function setUp() {
  let now = 0
  const store = createMemoryStore()
  const catalog = testRegistry()
  const registry = () => createWorkflows({ store, catalog, clock: { now: () => ++now } })
  return { registry, workflows: registry() }
}

async function load(workflows: ReturnType<typeof createWorkflows>) {
  const conflicts: WebhookConflict[] = []
  const webhooks = loadWebhooks({ workflows, account: 'default', onConflict: (conflict) => conflicts.push(conflict) })
  await webhooks.loaded
  const holder = (path: string): string | undefined => {
    const match = webhooks.table.match('POST', path)
    return match.type === 'found' ? match.route.workflowId : undefined
  }
  return { webhooks, conflicts, holder }
}

test('who claimed a path first keeps it over a restart, whatever was published since', async () => {
  const { workflows, registry } = setUp()
  await workflows.publish('default', webhookWorkflow({ id: 'b', path: '/x' }))
  await workflows.publish('default', webhookWorkflow({ id: 'a', path: '/y' }))
  const before = await load(workflows)
  await workflows.publish('default', webhookWorkflow({ id: 'a', path: '/x' }))
  await workflows.publish('default', webhookWorkflow({ id: 'b', path: '/x', respond: 'immediately' }))
  expect([before.holder('/x'), before.conflicts.map(({ route }) => route.workflowId)]).toEqual(['b', ['a']])
  const after = await load(registry())
  expect([after.holder('/x'), after.conflicts.map(({ route }) => route.workflowId)]).toEqual(['b', ['a']])
})

test('a claim that was given up in between counts from its return', async () => {
  const { workflows, registry } = setUp()
  await workflows.publish('default', webhookWorkflow({ id: 'a', path: '/x' }))
  await workflows.publish('default', webhookWorkflow({ id: 'a', path: '/y' }))
  await workflows.publish('default', webhookWorkflow({ id: 'b', path: '/x' }))
  await workflows.publish('default', webhookWorkflow({ id: 'a', path: '/x' }))
  expect((await load(registry())).holder('/x')).toBe('b')
})

test('a new version replaces its routes at once, and a disabled trigger has none', async () => {
  const { workflows } = setUp()
  const source = webhookWorkflow({ id: 'a', path: '/x' })
  await workflows.publish('default', source)
  const { holder, webhooks } = await load(workflows)
  await workflows.publish('default', source.replace('/x', '/z'))
  expect([holder('/x'), holder('/z')]).toEqual([undefined, 'a'])
  await workflows.publish('default', source.replace('type: webhook', 'type: webhook, disabled: true'))
  expect([holder('/x'), holder('/z'), webhooks.workflowCount()]).toEqual([undefined, undefined, 1])
})

test('other accounts are not served', async () => {
  const { workflows } = setUp()
  const { holder } = await load(workflows)
  await workflows.publish('somebody', webhookWorkflow({ id: 'a', path: '/x' }))
  expect(holder('/x')).toBeUndefined()
})

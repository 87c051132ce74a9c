import { createMemoryHost } from '@millrace/kit/testing'
import { createEmbeddedDriver, createWaitingAddresses, createWorkflows, type Driver, newExecutionId, systemClock } from '@millrace/runtime'
import type { Store } from '@millrace/store'
import { createSimulatedNodes } from '../simulation/simulated-nodes.ts'

const catalog = createSimulatedNodes(() => undefined)

/** Effects, a large value that goes along, and a wait: several commits for each execution. */
const source = JSON.stringify({
  id: 'written',
  nodes: {
    first: { type: 'act', with: { name: 'first', from: '{{ trigger.blob }}', failures: 0 }, next: ['copy', 'nap'] },
    copy: { type: 'set', with: { name: 'copy', from: '{{ trigger.blob }}' }, next: 'last' },
    nap: { type: 'sleep', with: { seconds: 0 }, next: 'last' },
    last: { type: 'act', with: { name: 'last', from: '{{ input }}', failures: 0 } },
  },
})

function workflowsOf(store: Store) {
  return createWorkflows({ store, catalog, clock: systemClock })
}

export async function publishWriterWorkflow(store: Store): Promise<void> {
  const { status } = await workflowsOf(store).publish('default', source)
  if (status === 'rejected') throw new Error('The workflow of the disk tests is no workflow.')
}

export function createWriterDriver(
  store: Store,
  onFatal: (error: unknown) => void,
  onTrouble: (error: unknown) => void = onFatal,
): Promise<Driver> {
  return createEmbeddedDriver({
    store,
    workflows: workflowsOf(store),
    nodeType: catalog.nodeType,
    secrets: { get: async () => undefined },
    fetch: () => Promise.reject(new Error('The disk tests have no network.')),
    host: () => createMemoryHost(Date.now),
    addresses: createWaitingAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' }),
    environment: { vars: {}, env: {} },
    clock: systemClock,
    random: Math.random,
    newId: () => newExecutionId(Date.now()),
    onTrouble,
    onFatal,
  })
}

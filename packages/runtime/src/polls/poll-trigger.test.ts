import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account } from '../testing/world.ts'
import { createWorkflows } from '../workflow-registry.ts'
import { pollTriggerOf } from './poll-trigger.ts'

async function openPollTriggers(triggers: string) {
  const { registry } = createTestNodes()
  const workflows = createWorkflows({ store: createMemoryStore(), catalog: registry, clock: { now: () => 5 } })
  const publish = (more = '') =>
    workflows.publish(account, `id: w\ntriggers: ${triggers}\n${more}nodes: { a: { type: effect, with: { name: a } } }`)
  await publish()
  const types = { catalog: registry, triggerType: registry.triggerType }
  async function trigger(triggerId: string) {
    const found = await pollTriggerOf(workflows, types, { account, workflowId: 'w', triggerId })
    if (typeof found === 'string') throw new Error(found)
    return found
  }
  return { publish, trigger }
}

test('is read and made ready once for each version', async () => {
  const { publish, trigger } = await openPollTriggers('{ new: { type: watch, with: { name: source, everyMs: 5 } } }')
  const before = await trigger('new')
  const again = await trigger('new')
  expect([again.looking === before.looking, again.look() === before.look()]).toEqual([true, true])
  await publish('vars: { one: 1 }\n')
  const after = await trigger('new')
  expect(after.look()).toMatchObject({ version: 2, workflow: { vars: { one: 1 } } })
  expect(before.look()).toMatchObject({ version: 1 })
})

test('two that one alias of YAML describes are two', async () => {
  const { trigger } = await openPollTriggers('{ one: &watch { type: watch, with: { name: source, everyMs: 5 } }, other: *watch }')
  expect([(await trigger('one')).id, (await trigger('other')).id]).toEqual(['one', 'other'])
})

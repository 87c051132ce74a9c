import type { Catalog, TriggerTypeFacts } from '@millrace/engine'
import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createTestNodes } from './testing/test-nodes.ts'
import { createWorkflows } from './workflow-registry.ts'

const slash = { path: ['path'], message: 'must begin with "/".' }
const fits: TriggerTypeFacts['checkParams'] = ({ path }) => (String(path).startsWith('/') || String(path).startsWith('{{') ? [] : [slash])

/** One that is read when it is published, one that looks by itself, and one that hears of events. */
const types: Readonly<Record<string, TriggerTypeFacts>> = {
  hook: { type: 'hook', checkParams: fits },
  looking: { type: 'looking', checkParams: () => [], lookParams: ['url'] },
  hearing: { type: 'hearing', checkParams: () => [], firingParams: ['filter'] },
}
const catalog: Catalog = { ...createTestNodes().registry, trigger: (type) => types[type] }

const source = (trigger: string) =>
  `id: w\nvars: { own: mine }\ntriggers:\n  t: ${trigger}\nnodes: { a: { type: set, with: { values: 1 } } }`

function open(vars: Readonly<Record<string, string>> = {}, store = createMemoryStore()) {
  const environment = { vars, env: { HOST: 'north' } }
  return {
    store,
    workflows: createWorkflows({
      store,
      catalog,
      clock: { now: () => 5 },
      environment,
      addressesOf:
        () =>
        ({ path }) => [String(path)],
    }),
  }
}

test.each([
  ['{ type: hook, with: { path: "/{{ vars.shop }}/{{ vars.own }}" } }', { path: '/south/mine' }],
  [
    '{ type: hook, with: { path: "{{ vars.whole }}", more: ["{{ env.HOST }}", "{{ workflow.id }}"] } }',
    { path: '/all', more: ['north', 'w'] },
  ],
  ['{ type: hook, with: { path: /plain } }', { path: '/plain' }],
  ['{ type: looking, with: { every: "{{ vars.shop }}", url: "{{ trigger.cursor }}" } }', { every: 'south', url: '{{ trigger.cursor }}' }],
  ['{ type: hearing, with: { name: "{{ vars.shop }}" } }', { name: '{{ vars.shop }}' }],
])('%s is published as what it comes to', async (trigger, written) => {
  const { workflows } = open({ shop: 'south', whole: '/all' })
  expect(await workflows.publish('a', source(trigger))).toMatchObject({ status: 'published' })
  expect((await workflows.get('a', 'w'))?.workflow.triggers?.t?.with).toEqual(written)
})

test('what it comes to must fit, and is told with its place', async () => {
  const { workflows } = open({ whole: 'none' })
  const message = '"path" of trigger "t" must begin with "/", once its expression is evaluated.'
  const outcome = await workflows.publish('a', source('{ type: hook, with: { path: "{{ vars.whole }}" } }'))
  expect(outcome).toMatchObject({ status: 'rejected', problems: [{ code: 'INVALID_PARAM', message, position: { line: 4 } }] })
})

test('what cannot be evaluated is a mistake of the file', async () => {
  const { workflows } = open()
  const outcome = await workflows.publish('a', source('{ type: hook, with: { path: "{{ vars.nobody.name }}" } }'))
  expect(outcome).toMatchObject({
    status: 'rejected',
    problems: [{ message: expect.stringContaining('cannot be evaluated before anything starts') }],
  })
})

test('after a restart with other variables it is something else, and one that does not fit any more is told', async () => {
  const { store, workflows } = open({ whole: '/one' })
  await workflows.publish('a', source('{ type: hook, with: { path: "{{ vars.whole }}" } }'))
  const other = open({ whole: '/other' }, store).workflows
  expect((await other.get('a', 'w'))?.workflow.triggers?.t?.with).toEqual({ path: '/other' })
  const unfit = open({ whole: 'none' }, store).workflows
  await expect(unfit.get('a', 'w')).rejects.toThrow('no longer validates: "path" of trigger "t"')
  expect(await unfit.read('a', 'w')).toMatchObject({ problems: [{ code: 'INVALID_PARAM', position: { line: 4 } }] })
})

test('what runs on a version goes on, whatever its triggers would come to by now', async () => {
  const { store, workflows } = open({ whole: '/one' })
  await workflows.publish('a', source('{ type: hook, with: { path: "{{ vars.whole }}" } }'))
  const unfit = open({ whole: 'none' }, store).workflows
  expect(await unfit.get('a', 'w', 1)).toMatchObject({ version: 1, workflow: { nodes: { a: { type: 'set' } } } })
  await expect(unfit.get('a', 'w')).rejects.toThrow('no longer validates')
})

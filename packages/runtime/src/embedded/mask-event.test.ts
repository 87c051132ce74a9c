import { describe, expect, test } from 'vitest'
import { createSecretMask } from '../secrets/mask-secrets.ts'
import { settle } from '../testing/simulated-clock.ts'
import { openWorld } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'
import { maskEvent } from './mask-event.ts'

const mask = createSecretMask(['hunter2hunter2', 'success', 'info', 'message', 'step-failed', 'a.b.step'])
const hidden = '••••••'
const base = { at: 1, step: 'a.b.step', attempt: 1, startedAt: 1 } as const

describe('masking an event', () => {
  test('hides secrets in all that a node has a say in', () => {
    const shared = {
      ...base,
      input: { key: 'hunter2hunter2' },
      logs: [{ at: 1, level: 'warn', message: 'hunter2hunter2', data: ['hunter2hunter2'] }],
    } as const
    const events = [
      {
        ...shared,
        type: 'step-succeeded',
        port: 'x',
        output: { deep: ['hunter2hunter2'] },
        response: { status: 200, headers: { auth: 'Bearer hunter2hunter2' }, body: 'hunter2hunter2' },
        stop: { status: 'failed', message: 'hunter2hunter2' },
      },
      {
        ...shared,
        type: 'step-failed',
        random: 0,
        error: { code: 'NO', class: 'fatal', message: 'hunter2hunter2', stack: 'at hunter2hunter2', details: { at: 'hunter2hunter2' } },
      },
      { ...shared, type: 'step-waiting', wait: { type: 'time', until: 9, output: 'hunter2hunter2' } },
    ] as const
    for (const event of events) expect(JSON.stringify(maskEvent(event, mask))).not.toContain('hunter2')
  })

  test('leaves what the engine reads as it is, though a secret be spelled like it', () => {
    const succeeded = { ...base, type: 'step-succeeded', port: 'success', output: 1, stop: { status: 'success' } } as const
    expect(maskEvent(succeeded, mask)).toEqual(succeeded)
    const failed = {
      ...base,
      type: 'step-failed',
      random: 0,
      error: { code: 'success', class: 'fatal', message: 'x', step: 'a.b.step' },
    } as const
    expect(maskEvent(failed, mask)).toEqual(failed)
    const waits = {
      ...base,
      type: 'step-waiting',
      wait: { type: 'call', executionId: 'success', workflow: 'success', inputs: {} },
    } as const
    expect(maskEvent(waits, mask)).toEqual(waits)
  })

  test('keeps the shape of log lines, though a secret be a level or a key of theirs', () => {
    const event = {
      ...base,
      type: 'step-waiting',
      wait: { type: 'time', until: 9, output: 1 },
      logs: [{ at: 1, level: 'info', message: 'info' }],
    } as const
    expect(maskEvent(event, mask)).toMatchObject({ logs: [{ at: 1, level: 'info', message: hidden }] })
  })

  test('adds nothing that was not there', () => {
    const event = { ...base, type: 'step-succeeded', port: 'x', output: 1 } as const
    expect(maskEvent(event, mask)).toEqual(event)
  })
})

test('secrets that are spelled like steps, ports and statuses do not break the flow', async () => {
  for (const secret of ['success', 'first_step', 'step-succeeded', 'running', 'time', 'chain']) {
    const world = await openWorld(createEmbeddedDriver, { ports: { secrets: { get: () => Promise.resolve(secret) } } })
    await world.publish(
      `id: chain\nnodes:\n  first_step: { type: effect, with: { name: "{{ secrets.TOKEN }}" }, next: { success: nap } }\n  nap: { type: sleep, with: { ms: 60000 }, next: last }\n  last: { type: set, with: { values: "{{ nodes.first_step.status }}" } }`,
    )
    const { executionId } = await world.start('chain')
    await settle()
    await world.clock.advance(60_000)
    expect(await world.disk.executions.get('default', executionId)).toMatchObject({ status: 'success' })
  }
})

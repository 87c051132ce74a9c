import type { Kind, Start } from './kind.ts'
import type { Answer, World } from './world.ts'

const twoSteps = () => ['first', 'second']

/** The mixed load. Workflows that others start come last: they are never chosen. */
export const kinds: readonly Kind[] = [
  { workflow: 'chain', weight: 4, status: 'success', summed: twoSteps },
  { workflow: 'answered', weight: 3, status: 'success', summed: () => ['first', 'after'] },
  { workflow: 'computed', weight: 2, status: 'success', summed: () => [], plus: (n) => n * 2 + (n % 2 === 0 ? 1 : 2) },
  { workflow: 'napping', weight: 2, status: 'success', summed: twoSteps, more: ({ random }) => ({ ms: 50 + random.below(500) }) },
  // Longer than what is waited for in memory: these leave it, and come back from their row.
  { workflow: 'napping', weight: 0.5, status: 'success', summed: twoSteps, more: ({ random }) => ({ ms: 10_500 + random.below(1000) }) },
  { workflow: 'signaled', weight: 2, status: 'success', summed: twoSteps, follow: sendEvent },
  { workflow: 'called_back', weight: 2, status: 'success', summed: twoSteps, follow: callBack },
  {
    workflow: 'fan_out',
    weight: 2,
    status: 'success',
    summed: () => ['left', 'right', 'last', ...[0, 1, 2, 3, 4].map((index) => `each[${index}].ship`)],
  },
  { workflow: 'calling', weight: 2, status: 'success', summed: () => ['first', 'second', 'last'] },
  { workflow: 'telling', weight: 2, status: 'success', summed: twoSteps },
  { workflow: 'retrying', weight: 2, status: 'success', summed: () => ['flaky', 'second'] },
  { workflow: 'canceled', weight: 1.5, status: 'canceled', summed: () => [], follow: cancel },
  {
    workflow: 'pausing',
    weight: 1.5,
    status: 'success',
    summed: twoSteps,
    more: ({ random }) => ({ ms: random.below(400) }),
    follow: pauseAndResume,
  },
  { workflow: 'queued', weight: 2, status: 'success', summed: twoSteps },
  { workflow: 'failing', weight: 1, status: 'failed', summed: () => [] },
  { workflow: 'large', weight: 1, status: 'success', summed: twoSteps, plus: () => 90_000 },
  { workflow: 'looping', weight: 1, status: 'success', summed: () => ['rounds[2].round'] },
  { workflow: 'keyed', weight: 2, status: 'success', summed: () => ['first'], start: startWithKey },
  { workflow: 'callee', weight: 0, status: 'success', summed: twoSteps },
  { workflow: 'loose', weight: 0, status: 'success', summed: () => ['only'] },
  { workflow: 'endless', weight: 0, status: 'canceled', summed: () => [] },
  { workflow: 'hearing', weight: 0, status: 'success', summed: () => ['first'] },
  { workflow: 'following', weight: 0, status: 'success', summed: () => ['first'] },
  // Its schedule starts it, whatever is offered.
  { workflow: 'ticking', weight: 0, status: 'success', summed: () => ['first'] },
  // So does what comes in the feed.
  { workflow: 'polling', weight: 0, status: 'success', summed: () => ['first'] },
  { workflow: 'mourning', weight: 0, status: 'success', summed: () => [] },
]

/** By its webhook: acknowledged by a 2xx, and answered with what is on disk. */
export async function startAtWebhook(start: Start, world: World): Promise<void> {
  const { kind, n } = start
  const answer = await world.send(`/webhook/${kind.workflow.replaceAll('_', '-')}`, { body: { n, ...kind.more?.(world) } })
  if (answer.type === 'lost') return
  const body = answer.body as Record<string, unknown> // Ours, of one of these workflows.
  if (answer.status >= 300) {
    world.violations.push(`The start of ${kind.workflow} ${n} was answered ${answer.status}: ${JSON.stringify(body)}`)
    return
  }
  start.answer = body
  const id = body.executionId ?? body.execution
  if (typeof id === 'string') start.executionId = id
}

async function startWithKey(start: Start, world: World): Promise<void> {
  const answer = await world.insist('/api/v1/workflows/keyed/run', {
    body: { inputs: { n: start.n } },
    headers: { 'idempotency-key': `key-${start.n}` },
  })
  if (answer.type === 'lost') return
  const { executionId } = answer.body as { readonly executionId?: string }
  if (answer.status === 202 && executionId !== undefined) start.executionId = executionId
  else world.violations.push(`The start of keyed ${start.n} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
}

/** An event that nobody waits for yet is gone: it is sent until somebody has it. */
async function sendEvent(start: Start, world: World): Promise<void> {
  await untilReceived(start, world, async (sent) => {
    const answer = await world.insist('/api/v1/events', { body: { name: `go-${start.n}`, data: { sent } } })
    return answer.type === 'answered' && (answer.body as { readonly received?: number }).received === 1
  })
}

async function callBack(start: Start, world: World): Promise<void> {
  await untilReceived(start, world, async (sent) => {
    const address = world.ledger.addresses.get(start.n)
    if (address === undefined) return false
    const answer = await world.send(address, { body: { sent } })
    return answer.type === 'answered' && answer.status < 300
  })
}

async function untilReceived(start: Start, world: World, send: (sent: number) => Promise<boolean>): Promise<void> {
  for (let sent = 1; !world.isOver(); sent++) {
    if (await send(sent)) {
      start.received = sent
      return
    }
    // Of one that was lost nobody can say whether it arrived, but for what comes after it.
    if (world.ledger.hasHeard(start.n, 'second')) return
    await world.pause(40)
  }
}

async function cancel(start: Start, world: World): Promise<void> {
  await world.pause(world.random.below(200))
  const id = start.executionId
  if (id === undefined) return
  const answer = await world.insist(`/api/v1/executions/${id}/cancel`)
  if (answer.type === 'lost') return
  // Once it has ended, an earlier one that was lost must have done it: the history tells.
  if (answer.status < 300 || answer.status === 409) start.isCanceled = true
  else world.violations.push(`The cancel of ${id} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
}

/** A pause that was acknowledged holds until it is lifted, whatever dies in between; one that was lost may have come too. */
async function pauseAndResume(start: Start, world: World): Promise<void> {
  const id = start.executionId
  if (id === undefined) return
  await world.pause(world.random.below(200))
  const paused = await world.insist(`/api/v1/executions/${id}/pause`, { body: {} })
  if (paused.type === 'lost' || (paused.status >= 300 && paused.status !== 409)) return complain('pause', paused)
  await world.pause(world.random.below(300))
  const resumed = await world.insist(`/api/v1/executions/${id}/resume`, { body: {} })
  if (resumed.type === 'lost' || (resumed.status >= 300 && resumed.status !== 409)) complain('resume', resumed)

  function complain(what: string, answer: Answer): void {
    if (answer.type === 'answered')
      world.violations.push(`The ${what} of ${id} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }
}

// What safety costs: the same workflow with a secret in it, so that everything it leaves is masked, and without.

import { type Figure, shownNumber } from './figure.ts'
import { loadGenerate } from './load-generator.ts'
import { usageOf, usedSince } from './process-usage.ts'
import { type StartedServer, startServer } from './started-server.ts'

const answering = (id: string, token: string) => `id: ${id}
triggers: { hook: { type: webhook, with: { path: /${id}, respond: respond-node } } }
nodes:
  token: { type: set, with: { values: { token: "${token}", id: "{{ trigger.body.id }}" } }, next: answer }
  answer: { type: respond, with: { body: "{{ nodes.token.output.id }}" } }
`
const body = JSON.stringify({ id: 4711, note: 'x'.repeat(970) })
const turns = 3

/** About 10 seconds. */
export async function benchSafety(): Promise<Figure[]> {
  process.env.MILLRACE_SECRET_BENCH = 'a-secret-of-the-bench'
  const server = await startServer({ open: answering('open', 'no secret'), masked: answering('masked', '{{ secrets.BENCH }}') })
  try {
    let [open, masked] = [0, 0]
    for (let turn = 0; turn < turns; turn++) {
      open += await cpuOf(server, '/open')
      masked += await cpuOf(server, '/masked')
    }
    return [
      {
        name: 'cost of masking secrets',
        value: (masked / open - 1) * 100,
        unit: '%',
        target: { of: 'value', atMost: 15 },
        durability: 'D2',
        meaning:
          'CPU of a synchronous webhook of two recorded steps that reads a secret, over the same without: the secret is resolved for each step and searched for in all that the steps leave.',
      },
    ]
  } finally {
    delete process.env.MILLRACE_SECRET_BENCH
    await server.stop()
  }
}

async function cpuOf(server: StartedServer, path: string): Promise<number> {
  const seconds = 1
  const before = usageOf(server.pid)
  const { requestsPerSecond, errors } = await loadGenerate({
    url: `${server.url}/webhook${path}`,
    method: 'POST',
    body,
    connections: 64,
    seconds,
  })
  if (errors > 0) throw new Error(`${errors} requests failed: the figure would be worthless.`)
  return usedSince(before, server.pid, requestsPerSecond * (seconds + 0.5)).cpuPer1000
}

if (import.meta.main) for (const { name, value, unit } of await benchSafety()) console.log(`${name}: ${shownNumber(value)} ${unit}`)

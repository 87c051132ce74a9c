// What safety costs: the same workflow with one safeguard, and without.

import { createHmac } from 'node:crypto'
import { type Figure, shownNumber } from './figure.ts'
import { loadGenerate } from './load-generator.ts'
import { usageOf, usedSince } from './process-usage.ts'
import { type StartedServer, startServer } from './started-server.ts'

interface Variant {
  readonly token?: string
  readonly hook?: string
  readonly settings?: string
}

const answering = (id: string, { token = 'no secret', hook = '', settings = '{}' }: Variant = {}) => `id: ${id}
settings: ${settings}
triggers: { hook: { type: webhook, with: { path: /${id}, respond: respond-node${hook} } } }
nodes:
  token: { type: set, with: { values: { token: "${token}", id: "{{ trigger.body.id }}" } }, next: answer }
  answer: { type: respond, with: { body: "{{ nodes.token.output.id }}" } }
`
const body = JSON.stringify({ id: 4711, mail: 'ada@example.test', note: 'x'.repeat(940) })
const secret = 'a-secret-of-the-bench'
const turns = 3

const safeguards = [
  {
    id: 'masked',
    name: 'cost of masking secrets',
    variant: { token: '{{ secrets.BENCH }}' },
    meaning:
      'CPU of a synchronous webhook of two recorded steps that reads a secret, over the same without: the secret is resolved for each step and searched for in all that the steps leave.',
  },
  {
    id: 'signed',
    name: 'cost of checking a signature',
    variant: { hook: ', auth: { type: github, secret: BENCH }' },
    headers: { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` },
    meaning:
      'CPU of the same webhook with `auth: { type: github }`, over the same open to all: an HMAC over each body of 1 KB as it was sent.',
  },
  {
    id: 'redacted',
    name: 'cost of masking personal data',
    variant: { settings: '{ redact: { paths: [trigger.body.mail], patterns: [email] } }' },
    meaning:
      'CPU of the same webhook with `settings.redact` of one path and one pattern, over the same without: both are looked for in all that is recorded, and the whole events are sealed until the end.',
  },
] as const

/** About 20 seconds. */
export async function benchSafety(): Promise<Figure[]> {
  process.env.MILLRACE_SECRET_BENCH = secret
  const guarded = safeguards.map(({ id, variant }) => [id, answering(id, variant)] as const)
  const server = await startServer({ open: answering('open'), ...Object.fromEntries(guarded) })
  try {
    let open = 0
    const costs = safeguards.map(() => 0)
    // Not counted: whoever is first pays for what all of them compile.
    await cpuOf(server, '/open')
    for (const one of safeguards) await cpuOf(server, `/${one.id}`, 'headers' in one ? one.headers : {})
    for (let turn = 0; turn < turns; turn++) {
      open += await cpuOf(server, '/open')
      for (const [index, one] of safeguards.entries())
        costs[index] = (costs[index] ?? 0) + (await cpuOf(server, `/${one.id}`, 'headers' in one ? one.headers : {}))
    }
    return safeguards.map(({ name, meaning }, index) => ({
      name,
      value: ((costs[index] ?? 0) / open - 1) * 100,
      unit: '%',
      target: { of: 'value', atMost: 15 },
      durability: 'D2',
      meaning,
    }))
  } finally {
    delete process.env.MILLRACE_SECRET_BENCH
    await server.stop()
  }
}

async function cpuOf(server: StartedServer, path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const seconds = 1
  const before = usageOf(server.pid)
  const { requestsPerSecond, errors } = await loadGenerate({
    url: `${server.url}/webhook${path}`,
    method: 'POST',
    body,
    headers,
    connections: 64,
    seconds,
  })
  if (errors > 0) throw new Error(`${errors} requests failed: the figure would be worthless.`)
  return usedSince(before, server.pid, requestsPerSecond * (seconds + 0.5)).cpuPer1000
}

if (import.meta.main) for (const { name, value, unit } of await benchSafety()) console.log(`${name}: ${shownNumber(value)} ${unit}`)

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkout } from '../../support/checkout.ts'
import { eventually } from '../../support/eventually.ts'
import { createWatchedMemory, type SettledMemory, type WatchedMemory } from '../memory/watched-memory.ts'
import { freePort } from '../process/free-port.ts'
import { type Product, startProduct } from '../process/start-product.ts'
import { faultsCache } from '../support/faults-cache.ts'
import { createFuzzClient, type FuzzClient } from './fuzz-request.ts'
import { type KnownValues, type OpenApi, openApiSurfaces } from './openapi-requests.ts'
import { runLiveFrames, runRawRequests } from './run-sockets.ts'
import { runSurface, type SurfaceReport } from './run-surface.ts'
import { pageRequest } from './surfaces/pages.ts'
import { waitingTokenRequest } from './surfaces/waiting-tokens.ts'
import { webhookRequest } from './surfaces/webhooks.ts'
import { yamlRequest } from './surfaces/yaml.ts'

export interface FuzzOptions {
  /** For each surface. */
  readonly cases: number
  readonly seed: number
  readonly script?: string
  readonly onSurface?: (report: SurfaceReport) => void
}

export interface FuzzReport {
  readonly seed: number
  readonly seconds: number
  readonly counts: {
    readonly cases: number
    readonly surfaces: number
    readonly slowestMs: number
    /** Of resident memory, after the surfaces were warmed up, and of that what JavaScript holds. */
    readonly grownMegabytes: number
    readonly heldMegabytes: number
  }
  readonly surfaces: readonly SurfaceReport[]
  readonly violations: readonly string[]
  readonly directory: string
}

const mostGrownMegabytes = 50
/** A tenth of the cases of a whole run would leave so much if each request left 300 bytes. */
const mostHeldMegabytes = 10
/** The server's caches and compiled code have found their size. */
const warmUpCases = 1000

type Run = (cases: number, seed: number) => Promise<SurfaceReport>

/** Sends to one running server what nobody sane would send, at each of its public surfaces. */
export async function runFuzz({ cases, seed, script, onSurface }: FuzzOptions): Promise<FuzzReport> {
  const begunAt = performance.now()
  const directory = mkdtempSync(join(faultsCache(), `fuzz-${seed}-`))
  const port = await freePort()
  const memory = createWatchedMemory(directory)
  // A copy, for what publishes and lays out writes files beside the workflows; not under node_modules, whose name in an answer looks like a stack.
  const workflows = mkdtempSync(join(tmpdir(), 'millrace-fuzz-'))
  cpSync(join(checkout, 'e2e/faults/fuzz/workflows'), workflows, { recursive: true })
  const product = start({ directory, workflows, port, script, memory })
  const client = createFuzzClient(port)
  let isAlive = true
  const died = product.died.finally(() => {
    isAlive = false
  })
  try {
    await product.up
    const base = `http://localhost:${port}`
    const known = await knownValues(base)
    const addresses = await waitingAddresses(base)
    const runs = await surfacesOf({ base, client, port, known, addresses, isAlive: () => isAlive })
    const warmUp: SurfaceReport[] = []
    for (const run of runs) warmUp.push(await run(Math.min(cases, warmUpCases), seed + 1))
    const before = await memory.settle(product.pid)
    const surfaces: SurfaceReport[] = []
    for (const run of runs) {
      const report = await run(cases, seed)
      surfaces.push(report)
      onSurface?.(report)
    }
    const violations = [...warmUp, ...surfaces].flatMap((report) => report.violations)
    if (!isAlive) {
      const { code, signal } = await died
      violations.push(`The server ended with ${signal ?? code} in ${surfaces.at(-1)?.name}: see errors.log.`)
      return reportOf({ seed, begunAt, surfaces, violations, directory, grown: { residentMegabytes: 0, heldMegabytes: 0 } })
    }
    violations.push(...(await stillSound(base, addresses)))
    const grown = difference(before, await memory.settle(product.pid))
    return reportOf({ seed, begunAt, surfaces, violations: [...violations, ...tooMuch(grown)], directory, grown })
  } finally {
    client.close()
    await product.end('SIGKILL')
    rmSync(workflows, { recursive: true, force: true })
  }
}

interface Place {
  readonly directory: string
  readonly workflows: string
  readonly port: number
  readonly script: string | undefined
  readonly memory: WatchedMemory
}

function start({ directory, workflows, port, script, memory }: Place): Product {
  const dataDirectory = join(directory, 'data')
  mkdirSync(dataDirectory)
  return startProduct({
    ...(script !== undefined && { script }),
    workflows,
    dataDirectory,
    port,
    errorFile: join(directory, 'errors.log'),
    environment: memory.environment,
  })
}

interface Target {
  readonly base: string
  readonly client: FuzzClient
  readonly port: number
  readonly known: KnownValues
  readonly addresses: readonly string[]
  isAlive(): boolean
}

async function surfacesOf({ base, client, port, known, addresses, isAlive }: Target): Promise<readonly Run[]> {
  const openApi = (await (await fetch(`${base}/api/v1/openapi.json`)).json()) as OpenApi // Our own document.
  const overHttp =
    (name: string, next: Parameters<typeof runSurface>[0]['next']): Run =>
    (cases, seed) =>
      runSurface({ name, next, cases, seed, client, isAlive })
  const groups = [...openApiSurfaces(openApi, known)]
  return [
    overHttp('workflow files', yamlRequest),
    ...groups.map(([group, next]) => overHttp(`API: ${group}`, next)),
    overHttp('webhooks', webhookRequest),
    overHttp('pages', pageRequest),
    overHttp('waiting addresses', (random) => waitingTokenRequest(random, addresses)),
    (cases, seed) => runRawRequests({ port, cases, seed, isAlive }),
    (cases, seed) => runLiveFrames({ port, cases, seed, isAlive }),
  ]
}

/** An execution whose steps wait, and the addresses of those. */
async function waitingAddresses(base: string): Promise<readonly string[]> {
  const started = await fetch(`${base}/webhook/waiting`, { method: 'POST' })
  const { executionId } = (await started.json()) as { readonly executionId: string }
  return eventually('both steps wait', async () => {
    const response = await fetch(`${base}/api/v1/executions/${executionId}`)
    const text = await response.text()
    const found = [...new Set(text.match(/http:[^"]+\/webhook-waiting\/[\w-]+/g))]
    return found.length === 2 ? found : undefined
  })
}

async function knownValues(base: string): Promise<KnownValues> {
  await makeTable(base)
  await fetch(`${base}/webhook/last`, { method: 'POST', body: '{"a":1}' })
  const { items } = (await (await fetch(`${base}/api/v1/executions`)).json()) as { readonly items: readonly { readonly id: string }[] }
  return {
    id: ['echo', 'last', 'reply', ...items.map(({ id }) => id)],
    step: ['ask', 'call', 'a'],
    node: ['a'],
    type: ['set', 'http.request'],
    space: ['account', 'workflow:echo'],
    key: ['a', 'b/c'],
    name: ['c1', 'c2', 'quote', 'person'],
  }
}

/** So that some of what is asked of tables has one. */
async function makeTable(base: string): Promise<void> {
  const columns = [
    { name: 'email', type: 'string', unique: true },
    { name: 'age', type: 'number' },
  ]
  const made = await fetch(`${base}/api/v1/tables`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'person', columns }),
  })
  if (!made.ok) throw new Error(`The table is not made: ${await made.text()}`)
}

/** Whatever came before: an ordinary request is served, and the right addresses still work once. */
async function stillSound(base: string, addresses: readonly string[]): Promise<readonly string[]> {
  const ready = await fetch(`${base}/readyz`)
  const answer = await fetch(`${base}/webhook/last`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' })
  const violations: string[] = []
  if (ready.status !== 200) violations.push(`/readyz answers ${ready.status}.`)
  for (const page of ['/form/sign-up', '/chat/help']) {
    const { status } = await fetch(base + page)
    if (status !== 200) violations.push(`The page ${page} is answered ${status}.`)
  }
  const text = await answer.text()
  if (answer.status !== 200 || !text.includes('"a":1')) violations.push(`A plain webhook is answered ${answer.status} ${text}.`)
  for (const address of addresses) {
    const response = await fetch(address)
    if (response.status !== 200)
      violations.push(`The waiting address ${address} is answered ${response.status}: one of the wrong ones has used it up.`)
  }
  return violations
}

function difference(before: SettledMemory, after: SettledMemory): SettledMemory {
  return {
    residentMegabytes: after.residentMegabytes - before.residentMegabytes,
    heldMegabytes: after.heldMegabytes - before.heldMegabytes,
  }
}

function tooMuch({ residentMegabytes, heldMegabytes }: SettledMemory): readonly string[] {
  const violations: string[] = []
  if (residentMegabytes > mostGrownMegabytes) violations.push(`The memory has grown by ${Math.round(residentMegabytes)} MB.`)
  if (heldMegabytes > mostHeldMegabytes) violations.push(`JavaScript holds ${Math.round(heldMegabytes)} MB more.`)
  return violations
}

interface Outcome extends Pick<FuzzReport, 'seed' | 'surfaces' | 'violations' | 'directory'> {
  readonly begunAt: number
  readonly grown: SettledMemory
}

function reportOf({ begunAt, grown, surfaces, ...rest }: Outcome): FuzzReport {
  return {
    ...rest,
    surfaces,
    seconds: (performance.now() - begunAt) / 1000,
    counts: {
      cases: surfaces.reduce((sum, { cases }) => sum + cases, 0),
      surfaces: surfaces.length,
      slowestMs: Math.max(...surfaces.map(({ slowestMs }) => slowestMs)),
      grownMegabytes: Math.round(grown.residentMegabytes * 10) / 10,
      heldMegabytes: Math.round(grown.heldMegabytes * 10) / 10,
    },
  }
}

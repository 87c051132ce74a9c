import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isFinal, type JsonObject, type Nodes, type Workflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { createCanvases, createDrafts, type PublishedWorkflow } from '@millrace/runtime'
import { createServer } from '@millrace/server'
import { account } from '../account.ts'
import { CliError } from '../cli-error.ts'
import { type Composition, compose } from '../compose.ts'
import { readConfiguration } from '../configuration/read-configuration.ts'
import type { Host } from '../host.ts'
import { errorText } from '../output/error-text.ts'
import { publishCalled } from '../run/publish-file.ts'
import { readVersion } from '../version.ts'
import { registryWith } from './given-steps.ts'
import { createTestClock, type TestClock } from './test-clock.ts'
import type { TestCase } from './test-schema.ts'
import { callerSecret } from './tested-workflow.ts'

/** A whole Millrace for one test, in memory, without a socket. */
export interface TestWorld {
  readonly workflowId: string
  readonly published: PublishedWorkflow
  readonly parts: Composition
  /** The directories behind the names of folders. */
  readonly folders: Readonly<Record<string, string>>
  /** What has gone wrong beside any execution. */
  readonly troubles: readonly string[]
  readonly clock: TestClock
  ask(path: string, init: RequestInit): Promise<Response>
  /** Throws where the answer is no success. */
  must(path: string, init: RequestInit): Promise<unknown>
  /** Of the record that a table trigger's change is about. */
  readonly idOfBefore: string
  /** Publishes a workflow beside the one that is tested, and starts it. */
  startOther(workflow: JsonObject): Promise<string>
  /** Resolves when the execution has ended. */
  ended(executionId: string): Promise<void>
  /** Resolves when all that has been told has reached whoever listens, and patterns have seen that time has passed. */
  delivered(): Promise<void>
  close(): Promise<void>
}

interface Tested {
  /** Of the workflow, for those beside it. */
  readonly path: string
  readonly workflow: Workflow
  readonly test: TestCase
  /** What is done before anybody listens. */
  readonly table: string | undefined
}

const publicUrl = 'http://localhost:8577'

export async function openTestWorld({ path, workflow, test, table }: Tested, host: Host): Promise<TestWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-test-'))
  // Just after the time that a schedule is tested with.
  const clock = createTestClock(test.at === undefined ? undefined : Date.parse(test.at) + 500)
  const folders = Object.fromEntries(folderNames(workflow).map((name) => [name, join(directory, name)]))
  for (const folder of Object.values(folders)) await mkdir(folder)
  const troubles: string[] = []
  const onTrouble = (error: unknown): void => void troubles.push(errorText(error))
  const registry = registryWith(createStandardCatalog(), test)
  const configuration = readConfiguration({ ...host, environment: withSecrets(host.environment, workflow), dataDirectory: directory })
  const parts = await compose({
    configuration: {
      ...configuration,
      errorWorkflow: { value: undefined, origin: 'default' },
      disk: { value: folders, origin: 'default' },
    },
    environment: withSecrets(host.environment, workflow),
    keepIn: 'memory',
    registry,
    clock,
    onTrouble,
    onFatal: onTrouble,
  })
  const { store, workflows, backups: _backups, replica: _replica, ...others } = parts
  const drafts = createDrafts({ store, workflows, clock, onTrouble })
  const server = createServer({
    ...others,
    store,
    workflows,
    drafts,
    canvases: createCanvases(store),
    publicUrl,
    clock,
    version: readVersion(),
    log: (line) => line.type === 'trouble' && onTrouble(line.error),
  })
  const ask = async (place: string, init: RequestInit) => server.app.request(new Request(publicUrl + place, init))
  const close = async (): Promise<void> => {
    drafts.close()
    await parts.close()
    await rm(directory, { recursive: true, force: true })
  }

  async function must(place: string, init: RequestInit): Promise<unknown> {
    const answer = await ask(place, init)
    const text = await answer.text()
    if (answer.ok) return text === '' ? null : JSON.parse(text)
    throw new CliError(`${init.method} ${place} is answered with ${answer.status}: ${text}`)
  }

  const post = (place: string, body: object) =>
    must(place, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  async function keepRecord(table: string, record: JsonObject): Promise<string> {
    const made = await post(`/api/v1/tables/${encodeURIComponent(table)}/records`, record)
    return String((made as JsonObject).id) // An answer of our own API.
  }

  async function makeTables(): Promise<void> {
    for (const [name, { columns, records }] of Object.entries(test.tables)) {
      if (columns.length > 0) await post('/api/v1/tables', { name, columns })
      for (const record of records) await keepRecord(name, record)
    }
  }

  async function publish(definition: object): Promise<PublishedWorkflow> {
    const outcome = await workflows.publish(account, JSON.stringify(definition))
    if (outcome.status !== 'rejected') return outcome.published
    throw new CliError(`It cannot be published for a test: ${outcome.problems.map(({ message }) => message).join(' ')}`)
  }

  try {
    await makeTables()
    const before = table === undefined || test.change?.before === undefined ? '' : await keepRecord(table, test.change.before)
    const published = await publish(workflow)
    await publishCalled(parts, dirname(path), workflow)
    await parts.listeners.open([account])
    await parts.schedules.open()
    await parts.polls.open()
    await parts.dispatcher.open()
    return {
      workflowId: workflow.id,
      published,
      parts,
      folders,
      troubles,
      clock,
      ask,
      must,
      idOfBefore: before,
      async startOther(other) {
        const { id } = await publish(other)
        const started = await parts.driver.start({ account, workflowId: id, trigger: { id: 'manual', type: 'manual', data: {} } })
        return started.executionId
      },
      async ended(executionId) {
        const summary = await store.executions.get(account, executionId)
        if (summary !== undefined && isFinal(summary.status)) return
        const started = await parts.driver.find(account, executionId)
        await started?.finished
      },
      async delivered() {
        for (let wake: number | undefined = 0; wake !== undefined && wake <= clock.now(); wake = await store.events.nextPatternWake()) {
          // Behind all that was told before: when this one is delivered, so are those.
          const { position } = await parts.bus.emit({ account, name: 'millrace-test-delivered', data: null, source: {}, depth: 0 })
          await parts.dispatcher.delivered(position)
        }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Each secret that the workflow names has a value, and none of them is a real one. */
function withSecrets(environment: NodeJS.Dict<string>, workflow: Workflow): NodeJS.Dict<string> {
  const names = [...JSON.stringify(workflow.nodes).matchAll(/\bsecrets\.([A-Za-z_][A-Za-z0-9_]*)/g)].map(([, name]) => name)
  const others = Object.entries(environment).filter(([name]) => !name.startsWith('MILLRACE_SECRET_'))
  const made = names.map((name) => [`MILLRACE_SECRET_${name}`, `test-secret-${name}`])
  return { ...Object.fromEntries([...others, ...made]), [`MILLRACE_SECRET_${callerSecret}`]: callerSecret }
}

/** Those that triggers and nodes name. Each is a directory of its own, and empty. */
function folderNames({ triggers = {}, nodes }: Workflow): readonly string[] {
  const inNodes = (some: Nodes | undefined): readonly unknown[] =>
    Object.values(some ?? {}).flatMap((node) => [
      node.with?.folder,
      node.with?.toFolder,
      ...inNodes(node.nodes),
      ...inNodes(node.catch),
      ...inNodes(node.finally),
    ])
  const all = [...Object.values(triggers).map((trigger) => trigger.with?.folder), ...inNodes(nodes)]
  return [...new Set(all.filter((name): name is string => typeof name === 'string' && /^[a-z][a-z0-9_-]{0,63}$/.test(name)))]
}

import type { Json } from '@millrace/engine'
import { createMemoryHost } from '@millrace/kit/testing'
import { createMemoryStore } from '@millrace/store'
import { createEmbeddedDriver } from '../../embedded/embedded-driver.ts'
import { openFileVault } from '../../host/file-vault.ts'
import { createHostFiles } from '../../host/host-files.ts'
import { temporaryDirectory } from '../../host/testing/temporary-directory.ts'
import { createSimulatedClock, settle } from '../../testing/simulated-clock.ts'
import { createTestNodes } from '../../testing/test-nodes.ts'
import { account, openWorld, type WorldParts } from '../../testing/world.ts'
import { createPolls } from '../create-polls.ts'

export const minute = 60_000
export const key = { account, workflowId: 'w', triggerId: 'new' }

export function workflow(params: object = {}, rest = ''): string {
  return `id: w\ntriggers: { new: { type: watch, with: ${JSON.stringify({ name: 'source', everyMs: minute, ...params })}${rest} } }\nnodes:\n  a: { type: effect, with: { name: "{{ trigger.item }}" } }`
}

export type Polled = Awaited<ReturnType<typeof openPolled>>

interface PolledParts extends WorldParts {
  /** Where files lie. */
  readonly directory?: string
}

/** A source that says what is there; `again` is the next process on what this one leaves. */
export async function openPolled(source: string | undefined, parts: PolledParts = {}) {
  const { disk = createMemoryStore(), clock = createSimulatedClock(Date.UTC(2027, 0, 1)), nodes = createTestNodes() } = parts
  const { directory = temporaryDirectory() } = parts
  let runtime: Parameters<typeof createEmbeddedDriver>[0] | undefined
  const create: typeof createEmbeddedDriver = (ports) => {
    runtime = ports
    return createEmbeddedDriver(ports)
  }
  const files = await openFileVault({ store: disk.files, directory, largestBytes: 1_000, now: clock.now })
  const world = await openWorld(create, {
    disk,
    clock,
    nodes,
    ports: { host: (place) => createMemoryHost(clock.now, { files: createHostFiles(files, place) }) },
  })
  if (runtime === undefined) throw new Error('The world has opened no driver.')
  await world.driver.resume()
  const trouble: unknown[] = []
  const polls = createPolls({
    runtime,
    store: world.store,
    files,
    driver: world.driver,
    types: { catalog: nodes.registry, triggerType: nodes.registry.triggerType },
    accounts: [account],
    onTrouble: (error) => trouble.push(error),
  })
  const publish = async (text: string) => {
    await runtime?.workflows.publish(account, text)
    await settle()
  }
  if (source !== undefined) await publish(source)
  await polls.open()
  await settle()
  return {
    ...world,
    files,
    directory,
    polls,
    publish,
    trouble,
    row: () => disk.polls.get(key),
    /** The items that executions were started for, in the order of their ids. */
    async begun() {
      const { items } = await disk.executions.list(account, {}, { limit: 200 })
      const logs = await Promise.all(items.map(({ id }) => disk.executions.log(account, id)))
      const found = logs.flatMap(([event]) => (event?.type === 'execution-started' ? [event.trigger.data] : []))
      return found.flatMap(({ item, items: all = null }) => item ?? [all]).sort()
    },
    /** The process ends without a word, and another one begins after so long. */
    async again(afterMs = 0) {
      world.store.sever()
      await clock.advance(afterMs)
      return openPolled(undefined, { disk, clock, nodes, directory })
    },
  }
}

/** From now on the source gives this. */
export function gives({ nodes }: Pick<Polled, 'nodes'>, items: readonly Json[], more: object = {}): void {
  nodes.act('source', () => ({ type: 'done', output: { items, ...more } as Json }))
}

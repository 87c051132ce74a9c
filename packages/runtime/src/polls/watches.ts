import type { NodeHost, NodeType } from '@millrace/kit'
import type { PollKey } from '@millrace/store'
import type { Clock, StepPlace } from '../ports.ts'
import type { PollTrigger } from './poll-trigger.ts'

/**
 * Owns: the connections by which sources tell that there may be something new.
 * Does not own: what is new, which the looks alone find: a watch that is deaf, or says too much, costs time and nothing else.
 * Invariants: W1 a trigger has one watch at most, of what it looks at now. W2 one that ends is begun anew after the next look that goes well.
 */
export interface Watches {
  /** Follows the source from now on, unless it does already. */
  keep(key: PollKey, trigger: PollTrigger): void
  drop(key: PollKey): void
  close(): Promise<void>
}

interface WatchPorts {
  readonly clock: Clock
  host(place: StepPlace): NodeHost
  nodeType(type: string): NodeType | undefined
  /** It is time to look. */
  onNews(key: PollKey): void
}

interface Open {
  readonly source: string
  readonly end: AbortController
  readonly done: Promise<void>
}

/** Many that come together are one look. */
const gatherMs = 300

export function createWatches({ clock, host, nodeType, onNews }: WatchPorts): Watches {
  const open = new Map<string, Open>()

  function drop(key: PollKey): void {
    const name = nameOf(key)
    open.get(name)?.end.abort(new Error('It is followed no more.'))
    open.delete(name)
  }

  function begin(key: PollKey, source: string, type: NodeType, run: (ports: Follow) => Promise<void>): void {
    const end = new AbortController()
    const over: (() => void)[] = []
    let stopGathering: (() => void) | undefined
    const { connections, resolveHost } = host(placeOf(key, type, end.signal, (callback) => void over.push(callback)))
    const news = (): void => {
      stopGathering ??= clock.wakeAfter(gatherMs, () => {
        stopGathering = undefined
        if (!end.signal.aborted) onNews(key)
      })
    }
    const finish = (): void => {
      stopGathering?.()
      for (const callback of over) callback()
      if (open.get(nameOf(key))?.end === end) open.delete(nameOf(key))
    }
    // Why it has ended is nobody's trouble: where the source cannot be reached the next look says so.
    const done = run({ connections, resolveHost, signal: end.signal, onNews: news }).then(finish, finish)
    open.set(nameOf(key), { source, end, done })
  }

  return {
    keep(key, { looking: { watch }, source }) {
      if (open.get(nameOf(key))?.source === source) return
      drop(key)
      if (watch === undefined) return
      const type = nodeType(watch.nodeType)
      if (type !== undefined) begin(key, source, type, watch.run)
    },
    drop,
    async close() {
      const all = [...open.values()]
      for (const { end } of all) end.abort(new Error('The server stops.'))
      await Promise.all(all.map(({ done }) => done))
    },
  }
}

type Follow = Parameters<NonNullable<PollTrigger['looking']['watch']>['run']>[0]

/** There is no step: what it reaches is what the node type may. */
function placeOf({ account, workflowId }: PollKey, nodeType: NodeType, signal: AbortSignal, onEnd: StepPlace['onEnd']): StepPlace {
  return {
    account,
    workflowId,
    executionId: '',
    step: '',
    nodeType,
    eventDepth: 0,
    readsSecrets: false,
    signal: () => signal,
    // Nothing that it leaves is kept.
    onSecret: () => undefined,
    onEnd,
  }
}

function nameOf({ account, workflowId, triggerId }: PollKey): string {
  return `${account}\n${workflowId}\n${triggerId}`
}

import { type Clients, RetryableError } from '@millrace/kit'
import type { Clock, StepPlace } from '../ports.ts'

/**
 * Owns: what stays open between steps, such as pools of sockets.
 * Invariants: openers at the same moment share one opening; a client that failed to open is not kept; none is closed while an attempt that
 * asked for it still runs; at most `most` are open.
 */
export interface SharedClients {
  /** For the steps of one account and node type: what another type opened is another thing. */
  of(place: Pick<StepPlace, 'account' | 'nodeType' | 'onEnd'>): Clients
  /** Closes all. No step may run any more. */
  close(): Promise<void>
}

interface Shared {
  readonly opened: Promise<{ readonly client: unknown; readonly close: () => Promise<void> }>
  users: number
  /** Calls off the closing, while nobody uses it. */
  keep?: () => void
}

export interface SharedClientsOptions {
  readonly clock: Clock
  /** 5 minutes when left out. */
  readonly idleMs?: number
  /** 50 when left out. */
  readonly most?: number
  /** Told when a client fails to close. */
  onTrouble(error: unknown): void
}

export function createSharedClients({ clock, idleMs = 5 * 60_000, most = 50, onTrouble }: SharedClientsOptions): SharedClients {
  /** By name, the one that was used longest ago first. */
  const kept = new Map<string, Shared>()

  async function closeOne(name: string, shared: Shared): Promise<void> {
    shared.keep?.()
    if (kept.get(name) === shared) kept.delete(name)
    try {
      await (await shared.opened).close()
    } catch (error) {
      onTrouble(error)
    }
  }

  function makeRoom(): void {
    if (kept.size < most) return
    const idle = [...kept].find(([, { users }]) => users === 0)
    if (idle === undefined) {
      throw new RetryableError(`${most} clients are open and in use, and no more may be: let fewer steps run at once.`, {
        code: 'CLIENTS_BUSY',
      })
    }
    void closeOne(...idle)
  }

  function openNew(name: string, open: Parameters<Clients['share']>[1]): Shared {
    makeRoom()
    const shared: Shared = { opened: open(), users: 0 }
    shared.opened.catch(() => {
      if (kept.get(name) === shared) kept.delete(name)
    })
    return shared
  }

  function use(name: string, shared: Shared, onEnd: StepPlace['onEnd']): void {
    kept.delete(name)
    kept.set(name, shared)
    shared.users += 1
    shared.keep?.()
    onEnd(() => {
      shared.users -= 1
      if (shared.users === 0 && kept.get(name) === shared) shared.keep = clock.wakeAfter(idleMs, () => void closeOne(name, shared))
    })
  }

  return {
    of: ({ account, nodeType, onEnd }) => ({
      async share<Client>(key: string, open: Parameters<Clients['share']>[1]): Promise<Client> {
        const name = JSON.stringify([account, nodeType.type, key])
        const shared = kept.get(name) ?? openNew(name, open)
        use(name, shared, onEnd)
        return (await shared.opened).client as Client // The same node type opened it under the same key.
      },
    }),
    async close() {
      await Promise.all([...kept].map(([name, shared]) => closeOne(name, shared)))
    },
  }
}

import type { Files, NodeHost } from '@millrace/kit'
import type { FileStore, FoundItem, PollKey } from '@millrace/store'
import type { FileVault } from '../host/file-vault.ts'
import { createHostFiles } from '../host/host-files.ts'
import type { StepPlace } from '../ports.ts'
import { lookOwner } from './poll-identity.ts'

interface LookFilePorts {
  readonly vault: FileVault
  readonly store: Pick<FileStore, 'list' | 'give'>
}

/**
 * The files that looks make.
 * Owns: whose they are. A look writes them under an id that its trigger has for ever and no execution; those that an item names become its
 * execution's before that begins, and what is left is deleted.
 * Invariant: whatever a death leaves lies under that id, and goes with the end of the next look.
 */
export interface LookFiles {
  /** What the nodes of a look reach. */
  hostOf(poll: PollKey, place: StepPlace, host: NodeHost): NodeHost
  /** Makes the files that an item names its execution's. One that two items name is the first one's. */
  give(poll: PollKey, item: FoundItem): Promise<void>
  /** Deletes what no item has, or what the execution that was not to be has. */
  drop(poll: PollKey, executionId?: string): Promise<void>
}

const pageSize = 200
/** As the vault makes them. */
const fileIds = /f_[0-9a-f]{32}/g

export function createLookFiles({ vault, store }: LookFilePorts): LookFiles {
  async function idsOf(account: string, executionId: string): Promise<readonly string[]> {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await store.list(account, { executionId }, { limit: pageSize, ...(cursor !== undefined && { cursor }) })
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return ids
  }

  return {
    hostOf(poll, place, host) {
      const files: Files = createHostFiles(vault, { ...place, executionId: lookOwner(poll) })
      return { ...host, files }
    },

    async give(poll, { id, data }) {
      const named = JSON.stringify(data).match(fileIds)
      if (named !== null) await store.give(poll.account, [...new Set(named)], { from: lookOwner(poll), to: id })
    },

    async drop(poll, executionId = lookOwner(poll)) {
      for (const id of await idsOf(poll.account, executionId)) await vault.delete(poll.account, id)
    },
  }
}

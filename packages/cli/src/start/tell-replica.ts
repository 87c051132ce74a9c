import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import type { ReplicaStatus } from '../replica/open-replica.ts'

/** A line for each change of its state: where an end of trouble is not told, nobody knows whether it lasts. */
export function tellReplica(status: ReplicaStatus, { directory, out, err }: Pick<Host, 'directory' | 'out' | 'err'>): void {
  const shown = shownPath(status.directory, directory)
  switch (status.state) {
    case 'copying':
      return out.write(`The replica ${shown} is being begun: until the database is copied, only what was shipped before can be restored.\n`)
    case 'following':
      return out.write(`The replica ${shown} has everything, and follows.\n`)
    case 'behind':
      return err.write(`! The replica ${shown} is ${Math.round(status.lagMs / 1000)} s behind: its disk is slower than what is written.\n`)
    case 'failing':
      return err.write(`! The replica ${shown} is not written to, and what comes now is in the data directory alone: ${status.error}\n`)
  }
}

import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import type { ReplicaStatus } from '../replica/open-replica.ts'

/** A line for each change of its state: where an end of trouble is not told, nobody knows whether it lasts. */
export function tellReplica(status: ReplicaStatus, { directory, out, err }: Pick<Host, 'directory' | 'out' | 'err'>): void {
  const shown = shownPath(status.directory, directory)
  switch (status.state) {
    case 'copying':
      return out.write(`The replica ${shown} is being begun: it can be restored once all is copied.\n`)
    case 'following':
      return out.write(`The replica ${shown} has everything, and follows.\n`)
    case 'behind':
      return err.write(`! The replica ${shown} is ${Math.round(status.lagMs / 1000)} s behind: its disk is slower than what is written.\n`)
    case 'failing':
      return err.write(`! The replica ${shown} is not written to, and what comes now is in the data directory alone: ${status.error}\n`)
  }
}

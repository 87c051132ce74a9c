import { type FSWatcher, watch } from 'node:fs'
import { isPassedOver } from '../files/workflow-file.ts'
import type { FolderNews, WorkflowFolder } from './workflow-folder.ts'

/** Editors save in several steps, within so long. */
const settleMs = 100
/** Some file systems (network shares, containers' mounts) tell nothing: a look now and then costs one `stat` per file. */
const rescanMs = 3000

export interface FolderWatch {
  /** Resolves when no look is under way any more. */
  close(): Promise<void>
}

interface Listener {
  onNews(news: readonly FolderNews[]): void
  /** A look failed. While looks go on failing in the same way, only the first is told. */
  onError(error: unknown): void
}

/** Looks at the files whenever one changes. One look at a time; what changes meanwhile is looked at after it. */
export function watchFolder(directory: string, folder: Pick<WorkflowFolder, 'scan'>, { onNews, onError }: Listener): FolderWatch {
  let settling: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  let isClosed = false
  let trouble: string | undefined

  /** The first change sets the time of the look, later ones do not put it off: a file that changes for ever must not hide the others. */
  function lookSoon(): void {
    settling ??= setTimeout(look, settleMs)
  }

  function look(): void {
    clearTimeout(settling)
    settling = undefined
    looking = looking.then(async () => {
      if (isClosed) return
      try {
        const news = await folder.scan()
        trouble = undefined
        if (news.length > 0) onNews(news)
      } catch (error) {
        if (trouble !== String(error)) onError(error)
        trouble = String(error)
      }
    })
  }

  const watcher = startWatcher(directory, lookSoon)
  const rescan = setInterval(look, rescanMs)
  return {
    async close() {
      isClosed = true
      watcher?.close()
      clearTimeout(settling)
      clearInterval(rescan)
      await looking
    },
  }
}

/** Undefined where the system cannot watch: the rescan alone must do then. */
function startWatcher(directory: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, { recursive: true, ignore: isPassedOver }, onChange)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, stat } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Json } from '@millrace/engine'
import { type Canvases, type Drafts, type Layout, type LayoutChange, layoutParts } from '@millrace/runtime'
import { readLayout } from '@millrace/server'
import { account } from '../account.ts'
import { layoutText } from './layout-text.ts'
import { placeWorkflow, stampOf } from './place-workflow.ts'

/**
 * Owns: `<workflow>.layout.json` beside each workflow file: written some time after the canvas has changed, read when it has.
 * Does not own: the layouts (canvases), and when to look (watch-folder).
 * Invariants: Y1 the store has every change at once; a file that cannot be written harms nothing but the file. Y2 a file that was changed
 * elsewhere is what counts; one that is gone is not.
 * Y3 a file that nobody has changed is never newer than the store, whatever died before it was written.
 */
export interface LayoutFiles {
  /** Reads the files that have changed. */
  look(): Promise<void>
  /** Writes what is left to write. */
  close(): Promise<void>
}

interface LayoutFilesOptions {
  readonly canvases: Canvases
  readonly drafts: Pick<Drafts, 'follow'>
  /** The workflows that lie in files. */
  files(): ReadonlyMap<string, string>
  onTrouble(message: string): void
}

/** Who drags a node makes many changes. */
const settleMs = 500
/** Stands in live messages for a change on disk. */
const client = 'file'
const largestBytes = 2 * 1024 * 1024

export function createLayoutFiles({ canvases, drafts, files, onTrouble }: LayoutFilesOptions): LayoutFiles {
  /** By path: what tells its content from another. */
  const stamps = new Map<string, string>()
  const toWrite = new Set<string>()
  /** Published since: their layout may have to be written, or has come along with the file and waits to be read. */
  const published = new Set<string>()
  /** Paths of files with a mistake: they are somebody's work, and are not written over. */
  const refused = new Set<string>()
  let settling: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()

  function writeSoon(workflowId: string, why: Set<string> = toWrite): void {
    why.add(workflowId)
    settling ??= setTimeout(() => void write(), settleMs)
  }

  function write(): Promise<void> {
    clearTimeout(settling)
    settling = undefined
    last = last.then(async () => {
      for (const id of new Set([...published, ...toWrite])) {
        published.delete(id)
        const hasChanged = toWrite.delete(id)
        await attempt(id, () => settle(id, hasChanged))
      }
    })
    return last
  }

  /** One that fails must not keep the others from their turn. */
  async function attempt(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      onTrouble(`The layout of ${id} is kept, but not in its file: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  async function settle(id: string, hasChanged: boolean): Promise<void> {
    const file = files().get(id)
    if (file === undefined) return
    if (!hasChanged) await readOne(id, file)
    await writeOne(id, layoutPath(file))
  }

  async function writeOne(id: string, path: string): Promise<void> {
    if (refused.has(path)) return
    const text = layoutText(await canvases.layout(account, id))
    const before = existsSync(path) ? await readFile(path, 'utf8') : undefined
    if (text === before) return
    if (text === undefined) return rm(path)
    stamps.set(path, await placeWorkflow(path, text))
    await canvases.markFile(account, id, markOf(text))
  }

  async function readOne(id: string, file: string): Promise<void> {
    const path = layoutPath(file)
    if (!existsSync(path)) return void refused.delete(path)
    const facts = await stat(path)
    const stamp = stampOf(facts)
    // What has not been written yet is newer than the file.
    if (stamps.get(path) === stamp || toWrite.has(id) || facts.size === 0) return
    stamps.set(path, stamp)
    refused.add(path)
    if (facts.size > largestBytes) throw new Error(`${path} has ${facts.size} bytes, ${largestBytes} at most`)
    const text = await readFile(path, 'utf8')
    const mark = markOf(text)
    const read = readLayout(text)
    if ('mistake' in read) throw new Error(`${path} is left out: ${read.mistake}`)
    refused.delete(path)
    // Known from before: what the store has is the same or, after a crash or where it cannot be written, newer.
    if ((await canvases.fileMark(account, id)) === mark) return writeSoon(id)
    await canvases.changeLayout(account, id, difference(await canvases.layout(account, id), read.layout), client)
    await canvases.markFile(account, id, mark)
  }

  const stops = [
    canvases.follow((news) => {
      if (news.type === 'layout-changed' && news.client !== client) writeSoon(news.workflowId)
    }),
    drafts.follow((news) => {
      if (news.type === 'workflow-published') writeSoon(news.workflowId, published)
    }),
  ]

  return {
    look() {
      last = last.then(async () => {
        for (const [id, file] of files()) await attempt(id, () => readOne(id, file))
      })
      return last
    },
    async close() {
      for (const stop of stops) stop()
      await write()
    },
  }
}

function markOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** `orders.yaml` → `orders.layout.json`. */
function layoutPath(file: string): string {
  return file.replace(/\.ya?ml$/i, '.layout.json')
}

function difference(before: Layout, after: Layout): LayoutChange {
  return Object.fromEntries(
    layoutParts.map((part) => {
      const gone = Object.keys(before[part]).filter((key) => !Object.hasOwn(after[part], key))
      const changed = Object.entries(after[part]).filter(([key, value]) => !isDeepStrictEqual(ownValue(before[part], key), value))
      return [part, Object.fromEntries([...gone.map((key) => [key, null] as const), ...changed])]
    }),
  )
}

function ownValue(record: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

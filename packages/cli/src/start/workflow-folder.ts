import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { Problem } from '@millrace/engine'
import type { PublishedWorkflow, Workflows } from '@millrace/runtime'
import { account } from '../account.ts'
import { decodeWorkflow, type WorkflowText } from '../files/decode-workflow.ts'
import { looksLikeWorkflow, yamlFilesIn } from '../files/workflow-file.ts'

/** What a look at the files has brought. `file` is an absolute path. */
export type FolderNews =
  | {
      readonly type: 'published' | 'unchanged'
      readonly file: string
      readonly source: string
      readonly published: PublishedWorkflow
      readonly warnings: readonly Problem[]
    }
  /** `serving` is the last good version of what this file held. */
  | {
      readonly type: 'rejected'
      readonly file: string
      readonly source: string
      readonly problems: readonly Problem[]
      readonly serving?: PublishedWorkflow
    }
  /** The id is in `other` already, which keeps it. */
  | { readonly type: 'clash'; readonly file: string; readonly id: string; readonly other: string }
  /** No file holds the workflow any more; it stays published. */
  | { readonly type: 'left'; readonly file: string; readonly published: PublishedWorkflow }
  | { readonly type: 'unreadable'; readonly file: string; readonly reason: string }

export function isLoaded(news: FolderNews): news is Extract<FolderNews, { type: 'published' | 'unchanged' }> {
  return news.type === 'published' || news.type === 'unchanged'
}

interface KnownFile {
  /** Changes when the file does; saves reading it. */
  readonly stamp: string
  readonly hash?: string
  /** The last good version from this file. */
  readonly published?: PublishedWorkflow
}

/**
 * Owns: which files of a directory hold workflows, and publishing them when their content changes.
 * Does not own: when to look (watch-folder), telling people (tell-news).
 */
export interface WorkflowFolder {
  /** Looks at every file and answers with what is new since the last look. */
  scan(): Promise<readonly FolderNews[]>
  /** The file that holds this workflow. */
  fileOf(workflowId: string): string | undefined
}

export function createWorkflowFolder(directory: string, workflows: Pick<Workflows, 'publish'>): WorkflowFolder {
  const files = new Map<string, KnownFile>()

  async function scan(): Promise<readonly FolderNews[]> {
    const paths = await yamlFilesIn(directory)
    const news: FolderNews[] = []
    for (const [file, known] of files) {
      if (paths.includes(file)) continue
      files.delete(file)
      if (known.published) news.push({ type: 'left', file, published: known.published })
    }
    for (const file of paths) news.push(...(await look(file)))
    return news
  }

  async function look(file: string): Promise<readonly FolderNews[]> {
    const known = files.get(file)
    const found = await readIfChanged(file, known?.stamp)
    if (found === undefined) return []
    const { stamp, bytes, reason } = found
    if (bytes === undefined) {
      files.set(file, { ...known, stamp })
      return [{ type: 'unreadable', file, reason }]
    }
    const hash = createHash('sha256').update(bytes).digest('hex')
    const text = known?.hash === hash ? undefined : decodeWorkflow(bytes)
    const isNews = text !== undefined && (known?.published !== undefined || looksLikeWorkflow(text.source))
    const news = isNews ? await publish(file, text, known?.published) : []
    const published = news.find(isLoaded)?.published ?? known?.published
    // Remembered last: when the store refuses, the next look tries again.
    files.set(file, { stamp, hash, ...(published && { published }) })
    return news
  }

  async function publish(
    file: string,
    { source, problems }: WorkflowText,
    before: PublishedWorkflow | undefined,
  ): Promise<readonly FolderNews[]> {
    if (problems.length > 0) return [{ type: 'rejected', file, source, problems, ...(before && { serving: before }) }]
    const id = idOf(source)
    const other = [...files].find(([path, { published }]) => path !== file && id !== undefined && published?.id === id)
    if (other !== undefined && id !== undefined) return [{ type: 'clash', file, id, other: other[0] }]
    const outcome = await workflows.publish(account, source)
    if (outcome.status === 'rejected')
      return [{ type: 'rejected', file, source, problems: outcome.problems, ...(before && { serving: before }) }]
    const { status, published, warnings } = outcome
    const left: readonly FolderNews[] = before && before.id !== published.id ? [{ type: 'left', file, published: before }] : []
    return [...left, { type: status, file, source, published, warnings }]
  }

  function fileOf(workflowId: string): string | undefined {
    return [...files].find(([, { published }]) => published?.id === workflowId)?.[0]
  }

  return { scan, fileOf }
}

type Read =
  | { readonly stamp: string; readonly bytes: Uint8Array; readonly reason?: undefined }
  | { readonly stamp: string; readonly bytes?: undefined; readonly reason: string }

/** Undefined for a file that is as it was, or gone: the next look says so. What cannot be read is told once. */
async function readIfChanged(file: string, before: string | undefined): Promise<Read | undefined> {
  try {
    const { ino, mtimeMs, size } = await stat(file)
    const stamp = `${ino} ${mtimeMs} ${size}`
    return stamp === before ? undefined : { stamp, bytes: await readFile(file) }
  } catch (error) {
    const reason = codeOf(error) ?? String(error)
    return reason === 'ENOENT' || reason === before ? undefined : { stamp: reason, reason }
  }
}

/** The id as written, before anything is parsed or published: a second file must not overwrite the first one's workflow. */
function idOf(source: string): string | undefined {
  return /^(["']?)id\1[ \t]*:[ \t]*(["']?)([a-z][a-z0-9_-]*)\2[ \t]*(?:#.*)?$/m.exec(source)?.[3]
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

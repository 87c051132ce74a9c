import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { Problem } from '@millrace/engine'
import type { PublishedWorkflow, Workflows } from '@millrace/runtime'
import { account } from '../account.ts'
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
  stamp: string
  hash: string
  /** The last good version from this file. */
  published?: PublishedWorkflow
}

/**
 * Owns: which files of a directory hold workflows, and publishing them when their content changes.
 * Does not own: when to look (watch-folder), telling people (tell-news).
 */
export interface WorkflowFolder {
  /** Looks at every file and answers with what is new since the last look. */
  scan(): Promise<readonly FolderNews[]>
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
    try {
      const { ino, mtimeMs, size } = await stat(file)
      const stamp = `${ino} ${mtimeMs} ${size}`
      if (known?.stamp === stamp) return []
      const source = await readFile(file, 'utf8')
      const hash = createHash('sha256').update(source).digest('hex')
      files.set(file, { ...known, stamp, hash })
      if (known?.hash === hash || (known?.published === undefined && !looksLikeWorkflow(source))) return []
      return await publish(file, source)
    } catch (error) {
      // Gone between listing and reading: the next look says so.
      if (codeOf(error) === 'ENOENT') return []
      return unreadable(file, error)
    }
  }

  /** Said once, until the file changes. */
  function unreadable(file: string, error: unknown): readonly FolderNews[] {
    const stamp = `unreadable ${codeOf(error)}`
    const known = files.get(file)
    if (known?.stamp === stamp) return []
    files.set(file, { hash: '', ...known, stamp })
    return [{ type: 'unreadable', file, reason: codeOf(error) ?? String(error) }]
  }

  async function publish(file: string, source: string): Promise<readonly FolderNews[]> {
    const before = files.get(file)?.published
    const id = idOf(source)
    const other = [...files].find(([path, { published }]) => path !== file && id !== undefined && published?.id === id)
    if (other !== undefined && id !== undefined) return [{ type: 'clash', file, id, other: other[0] }]
    const outcome = await workflows.publish(account, source)
    if (outcome.status === 'rejected')
      return [{ type: 'rejected', file, source, problems: outcome.problems, ...(before && { serving: before }) }]
    const { status, published, warnings } = outcome
    const known = files.get(file)
    if (known !== undefined) known.published = published
    const renamed: readonly FolderNews[] = before && before.id !== published.id ? [{ type: 'left', file, published: before }] : []
    return [...renamed, { type: status, file, source, published, warnings }]
  }

  return { scan }
}

/** The id as written, before anything is parsed or published: a second file must not overwrite the first one's workflow. */
function idOf(source: string): string | undefined {
  return /^(["']?)id\1[ \t]*:[ \t]*(["']?)([a-z][a-z0-9_-]*)\2[ \t]*(?:#.*)?$/m.exec(source)?.[3]
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

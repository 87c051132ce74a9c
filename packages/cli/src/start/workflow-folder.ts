import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { Problem } from '@millrace/engine'
import { type PublishedWorkflow, RuntimeError, type WorkflowFiles, type Workflows } from '@millrace/runtime'
import { account } from '../account.ts'
import { decodeWorkflow, type WorkflowText } from '../files/decode-workflow.ts'
import { looksLikeWorkflow, shownPath, yamlFilesIn } from '../files/workflow-file.ts'
import { newFileOf, placeWorkflow, stampOf } from './place-workflow.ts'

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
  /** The workflow that its text says it is, and whether that has mistakes. */
  readonly id?: string
  readonly isBroken?: boolean
}

/**
 * Owns: which files of a directory hold workflows, publishing them when their content changes, and writing what is published otherwise.
 * Does not own: when to look (watch-folder), telling people (tell-news).
 */
export interface WorkflowFolder extends WorkflowFiles {
  /** Looks at every file and answers with what is new since the last look. */
  scan(): Promise<readonly FolderNews[]>
  /** The file that holds this workflow. */
  fileOf(workflowId: string): string | undefined
  /** By workflow: the files of all. */
  files(): ReadonlyMap<string, string>
}

export function createWorkflowFolder(directory: string, workflows: Pick<Workflows, 'publish' | 'get'>): WorkflowFolder {
  const files = new Map<string, KnownFile>()
  /** What a look before a change has found: told with the next look. */
  const untold: FolderNews[] = []
  let last: Promise<unknown> = Promise.resolve()

  /** One look or change at a time. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  const change: WorkflowFiles['change'] = (work) =>
    alone(async () => {
      untold.push(...(await scan()))
      const written = new Map<string, KnownFile & { readonly id: string }>()
      const result = await work(async ({ id, source, overwrites }) => {
        const file = fileToWrite(id, overwrites)
        const stamp = await placeWorkflow(file, source)
        written.set(file, { stamp, hash: hashOf(Buffer.from(source)), id })
      })
      // Known as published last: when the store refuses, the next look publishes what was written.
      for (const [file, known] of written) {
        const published = await workflows.get(account, known.id)
        files.set(file, { ...known, ...(published && { published }) })
      }
      return result
    })

  /** The file of a workflow, or the one to be made for it. */
  function fileToWrite(id: string, overwrites: boolean): string {
    const known = [...files].find(([, { published }]) => published?.id === id) ?? [...files].find(([, one]) => one.id === id)
    if (known === undefined)
      return newFileOf(
        directory,
        id,
        [...files].flatMap(([file, { published }]) => (published ? [file] : [])),
      )
    const [file, { isBroken }] = known
    if (isBroken !== true || overwrites) return file
    const shown = shownPath(file, directory)
    throw new RuntimeError(
      'WORKFLOW_FILE_CHANGED',
      `${shown} was changed and has mistakes: mend it, or publish over it with "overwrite": true.`,
    )
  }

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
    const hash = hashOf(bytes)
    const text = known?.hash === hash ? undefined : decodeWorkflow(bytes)
    const isNews = text !== undefined && (known?.published !== undefined || looksLikeWorkflow(text.source))
    const news = isNews ? await publish(file, text, known?.published) : []
    const published = news.find(isLoaded)?.published ?? known?.published
    // Remembered last: when the store refuses, the next look tries again.
    const id = text === undefined ? known?.id : idOf(text.source)
    const isBroken = text === undefined ? known?.isBroken === true : news.some(({ type }) => type === 'rejected')
    files.set(file, { stamp, hash, isBroken, ...(id !== undefined && { id }), ...(published && { published }) })
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

  function filesById(): ReadonlyMap<string, string> {
    return new Map([...files].flatMap(([file, { published }]) => (published === undefined ? [] : [[published.id, file] as const])))
  }

  return { scan: () => alone(async () => [...untold.splice(0), ...(await scan())]), change, fileOf, files: filesById }
}

type Read =
  | { readonly stamp: string; readonly bytes: Uint8Array; readonly reason?: undefined }
  | { readonly stamp: string; readonly bytes?: undefined; readonly reason: string }

/** Undefined for a file that is as it was, or gone: the next look says so. What cannot be read is told once. */
async function readIfChanged(file: string, before: string | undefined): Promise<Read | undefined> {
  try {
    const stamp = stampOf(await stat(file))
    return stamp === before ? undefined : { stamp, bytes: await readFile(file) }
  } catch (error) {
    const reason = codeOf(error) ?? String(error)
    return reason === 'ENOENT' || reason === before ? undefined : { stamp: reason, reason }
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The id as written, before anything is parsed or published: a second file must not overwrite the first one's workflow. */
function idOf(source: string): string | undefined {
  return /^(["']?)id\1[ \t]*:[ \t]*(["']?)([a-z][a-z0-9_-]*)\2[ \t]*(?:#.*)?$/m.exec(source)?.[3]
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

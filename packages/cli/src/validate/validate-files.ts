import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ParsedWorkflow, type Problem, parseWorkflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { CliError, usageError } from '../cli-error.ts'
import { decodeWorkflow } from '../files/decode-workflow.ts'
import { looksLikeWorkflow, shownPath, yamlFilesIn } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { readGivenFile } from '../run/read-data.ts'

export interface CheckedFile {
  /** As the user knows it. */
  readonly file: string
  readonly source: string
  /** The id of the workflow, when at least that can be read. */
  readonly id?: string
  /** Errors and warnings by position. */
  readonly problems: readonly Problem[]
}

/** Checks files, and every workflow under a directory. */
export async function validateFiles(args: readonly string[], { directory }: Pick<Host, 'directory'>): Promise<readonly CheckedFile[]> {
  const catalog = createStandardCatalog()
  const paths = await Promise.all(args.map((arg) => workflowsAt(resolve(directory, arg), arg)))
  return Promise.all(
    [...new Set(paths.flat())].map(async (path): Promise<CheckedFile> => {
      const { source, problems } = decodeWorkflow(await readGivenFile(path, 'FILE'))
      const parsed: ParsedWorkflow = problems.length > 0 ? { ok: false, problems } : parseWorkflow(source, catalog)
      const id = parsed.ok ? parsed.workflow.id : parsed.id
      return {
        file: shownPath(path, directory),
        source,
        ...(id !== undefined && { id }),
        problems: parsed.ok ? parsed.warnings : parsed.problems,
      }
    }),
  )
}

async function workflowsAt(path: string, arg: string): Promise<readonly string[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw usageError(`There is no file or directory ${arg}${error instanceof Error && 'code' in error ? '' : `: ${String(error)}`}.`)
  })
  if (!found.isDirectory()) return [path]
  const files = await yamlFilesIn(path)
  const looks = await Promise.all(files.map(async (file) => looksLikeWorkflow(await readFile(file, 'utf8'))))
  const workflows = files.filter((_, index) => looks[index])
  if (workflows.length === 0) throw new CliError(`There is no workflow under ${arg}: a workflow is a YAML file with the key "nodes".`)
  return workflows
}

import { resolve } from 'node:path'
import type { Problem } from '@millrace/engine'
import { type PublishedWorkflow, RuntimeError } from '@millrace/runtime'
import { StoreError } from '@millrace/store'
import { usageError } from '../cli-error.ts'
import { type ComposeOptions, type Composition, compose } from '../compose.ts'
import { readConfiguration } from '../configuration/read-configuration.ts'
import { exitCode } from '../exit-code.ts'
import { decodeWorkflow } from '../files/decode-workflow.ts'
import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { errorText } from '../output/error-text.ts'
import { createProgress, type Progress } from '../progress/progress.ts'
import { chooseTrigger } from './choose-trigger.ts'
import { parseInputs } from './parse-inputs.ts'
import { publishFile } from './publish-file.ts'
import { readData, readGivenFile } from './read-data.ts'
import { runExecution } from './run-execution.ts'
import { type RunReport, readRunReport } from './run-report.ts'

export interface RunOptions {
  readonly file: string
  readonly trigger: string | undefined
  readonly data: string | undefined
  readonly inputs: readonly string[]
  readonly dataDirectory: string | undefined
  readonly keepIn: 'data-directory' | 'memory'
  /** Whether steps are shown as they happen. */
  readonly isQuiet: boolean
}

/** What came of it, with what is needed to tell it. */
export type RunOutcome =
  | { readonly type: 'broken'; readonly file: string; readonly source: string; readonly problems: readonly Problem[] }
  | {
      readonly type: 'ended'
      readonly file: string
      readonly source: string
      readonly published: PublishedWorkflow
      readonly warnings: readonly Problem[]
      readonly report: RunReport
    }

export const quiet: Progress = { show: () => undefined, end: () => undefined }

export async function runFile(options: RunOptions, host: Host): Promise<RunOutcome> {
  const path = resolve(host.directory, options.file)
  const { source, problems } = decodeWorkflow(await readGivenFile(path, 'FILE'))
  const file = shownPath(path, host.directory)
  if (problems.length > 0) return { type: 'broken', file, source, problems }
  const data = options.data === undefined ? undefined : await readData(options.data, host)
  const parts = await open(options, host)
  try {
    const outcome = await publishFile(parts, path, source)
    if (!outcome.ok) return { type: 'broken', file, source, problems: outcome.problems }
    const { published, warnings } = outcome
    const request = {
      driver: parts.driver,
      published,
      trigger: chooseTrigger(published.workflow, options.trigger, data),
      inputs: parseInputs(published.workflow, options.inputs),
      host,
    }
    const executionId = await runExecution({ ...request, progress: options.isQuiet ? quiet : createProgress(host) }).catch(clearUsage)
    return { type: 'ended', file, source, published, warnings, report: await readRunReport(parts.store, published, executionId) }
  } finally {
    await parts.close()
  }
}

async function open({ keepIn, dataDirectory }: RunOptions, host: Host): Promise<Composition> {
  const configuration = readConfiguration({ ...host, dataDirectory })
  const options: ComposeOptions = {
    configuration,
    environment: host.environment,
    keepIn,
    onTrouble: (error) => host.err.write(`${errorText(error)}\n`),
    onFatal: (error) => leave(error, host),
  }
  try {
    return await compose(options)
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'STORE_IN_USE') throw error
    host.err.write(
      `Another Millrace uses ${shownPath(configuration.dataDirectory.value, host.directory)}: this run is kept in memory only, ` +
        'with its secrets and connections, and without its tables, values and files.\n',
    )
    return compose({ ...options, keepIn: 'memory' })
  }
}

function leave(error: unknown, host: Host): never {
  host.err.write(`The store can no longer be trusted: ${errorText(error)}\n`)
  return host.exit(exitCode.fatal)
}

/** Inputs that do not fit are a mistake on the command line. */
export function clearUsage(error: unknown): never {
  throw error instanceof RuntimeError && error.code === 'INPUTS_INVALID' ? usageError(error.message) : error
}

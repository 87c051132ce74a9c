import { resolve } from 'node:path'
import { type Problem, parseWorkflow, readHistory } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { account } from '../account.ts'
import { CliError } from '../cli-error.ts'
import { compose } from '../compose.ts'
import { readConfiguration } from '../configuration/read-configuration.ts'
import { exitCode } from '../exit-code.ts'
import { decodeWorkflow } from '../files/decode-workflow.ts'
import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { errorText } from '../output/error-text.ts'
import { chooseTrigger } from '../run/choose-trigger.ts'
import { parseInputs } from '../run/parse-inputs.ts'
import { readData, readGivenFile } from '../run/read-data.ts'
import { runExecution } from '../run/run-execution.ts'
import { clearUsage, quiet, type RunOptions } from '../run/run-file.ts'
import { type DryReport, dryReport } from './dry-report.ts'
import { createRehearsal } from './rehearsal.ts'
import { rehearsedWorkflow } from './rehearsed-workflow.ts'

export type DryOutcome =
  | { readonly type: 'broken'; readonly file: string; readonly source: string; readonly problems: readonly Problem[] }
  | { readonly type: 'rehearsed'; readonly file: string; readonly source: string; readonly report: DryReport }

type DryOptions = Pick<RunOptions, 'file' | 'trigger' | 'data' | 'inputs' | 'dataDirectory'>

/** Runs what only reads and lists the rest. What is needed is in memory and gone afterwards; the data directory gives secrets and nothing else. */
export async function dryRunFile(options: DryOptions, host: Host): Promise<DryOutcome> {
  const path = resolve(host.directory, options.file)
  const { source, problems } = decodeWorkflow(await readGivenFile(path, 'FILE'))
  const file = shownPath(path, host.directory)
  if (problems.length > 0) return { type: 'broken', file, source, problems }
  const standard = createStandardCatalog()
  const parsed = parseWorkflow(source, standard)
  if (!parsed.ok) return { type: 'broken', file, source, problems: parsed.problems }
  const data = options.data === undefined ? undefined : await readData(options.data, host)
  const trigger = chooseTrigger(parsed.workflow, options.trigger, data)
  const inputs = parseInputs(parsed.workflow, options.inputs)

  const rehearsal = createRehearsal(standard)
  const { workflow, ...rehearsed } = rehearsedWorkflow(parsed.workflow, standard)
  const { driver, workflows, store, close } = await open(options, rehearsal.registry, host)
  try {
    const outcome = await workflows.publish(account, JSON.stringify(workflow))
    if (outcome.status === 'rejected')
      throw new CliError(`${file} cannot be run dry: ${outcome.problems.map(({ message }) => message).join(' ')}`)
    const { published } = outcome
    rehearsal.begin(published.plan)
    const executionId = await runExecution({ driver, published, trigger, inputs, progress: quiet, host }).catch(clearUsage)
    const history = readHistory(published.plan, await store.executions.log(account, executionId))
    return { type: 'rehearsed', file, source, report: dryReport({ ...history, plan: published.plan, rehearsal, rehearsed }) }
  } finally {
    await close()
  }
}

function open({ dataDirectory }: DryOptions, registry: ReturnType<typeof createStandardCatalog>, host: Host) {
  const configuration = readConfiguration({ ...host, dataDirectory })
  return compose({
    configuration: { ...configuration, errorWorkflow: { value: undefined, origin: 'default' } },
    environment: host.environment,
    keepIn: 'memory',
    registry,
    onTrouble: (error) => host.err.write(`${errorText(error)}\n`),
    onFatal: (error) => {
      host.err.write(`${errorText(error)}\n`)
      host.exit(exitCode.fatal)
    },
  })
}

import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import { executionNotFound } from '../routes/execution-not-found.ts'
import type { Settings } from '../server-ports.ts'
import { importWorkflowId } from './import-workflow.ts'

export interface ClassProgress {
  readonly class: string
  readonly table: string
  /** When the import began. */
  readonly records: number
  readonly imported: number
  /** How often something could not be kept as it was. */
  readonly losses: number
  readonly isDone: boolean
}

export interface ImportProgress {
  readonly status: ExecutionSummary['status']
  readonly connection: string
  readonly classes: readonly ClassProgress[]
  readonly error?: { readonly class?: string; readonly code: string; readonly message: string }
  /** The newest execution that goes on where this one ended. */
  readonly retriedAs?: string
}

/** How far an import has come; what it retries is counted too. */
export async function importProgress(settings: Settings, executionId: string): Promise<ImportProgress> {
  const { store, account } = settings
  const summary = await store.executions.get(account, executionId)
  if (summary?.workflowId !== importWorkflowId) throw executionNotFound(executionId)
  const inputs = await inputsOf(settings, executionId)
  const name = typeof inputs.progress === 'string' ? inputs.progress : executionId
  const asked = Array.isArray(inputs.classes) ? inputs.classes.flatMap((one: Json) => (isJsonObject(one) ? [one] : [])) : []
  const classes = await Promise.all(asked.map((one) => classProgress(settings, name, one)))
  const { items } = await store.executions.list(account, { replayOf: executionId }, { limit: 1 })
  return {
    status: summary.status,
    connection: String(inputs.connection),
    classes,
    ...(summary.error && { error: errorOf(summary.error, classes) }),
    ...(items[0] && { retriedAs: items[0].id }),
  }
}

async function inputsOf({ store, account }: Settings, executionId: string): Promise<JsonObject> {
  const log = await store.executions.log(account, executionId)
  return log.find((event) => event.type === 'execution-started')?.inputs ?? {}
}

async function classProgress({ store, account, parse, clock }: Settings, progress: string, asked: JsonObject): Promise<ClassProgress> {
  const table = String(asked.table)
  const place = { account, space: `workflow:${importWorkflowId}`, key: parse.progressKey(progress, table) }
  const kept = (await store.values.get(place, clock.now()))?.value ?? null
  const { imported, losses, isDone } = isJsonObject(kept) ? kept : {}
  return {
    class: String(asked.class),
    table,
    records: Number(asked.records ?? 0),
    imported: Number(imported ?? 0),
    losses: Number(losses ?? 0),
    isDone: isDone === true,
  }
}

/** One class comes after the other, so that it failed in the first that is not done. */
function errorOf(
  { code, message }: NonNullable<ExecutionSummary['error']>,
  classes: readonly ClassProgress[],
): NonNullable<ImportProgress['error']> {
  const failed = classes.find(({ isDone }) => !isDone)
  return { ...(failed && { class: failed.class }), code: code ?? 'NODE_FAILED', message }
}

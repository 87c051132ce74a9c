import { randomUUID } from 'node:crypto'
import type { JsonObject } from '@millrace/engine'
import type { Column } from '@millrace/store'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../server-ports.ts'
import { applySchema, planSchema, type SchemaTable } from '../table-schema/apply-schema.ts'
import { importWorkflow, importWorkflowId } from './import-workflow.ts'
import type { ParseClass, ParseColumn } from './parse-port.ts'
import { readParse } from './read-parse.ts'

/** Makes tables and columns, publishes the workflow where it is not there, and starts it. */
export async function startImport(
  settings: Settings,
  { connection, classes }: { readonly connection: string; readonly classes: readonly string[] },
): Promise<{ readonly workflow: string; readonly execution: string }> {
  await refuseSecond(settings)
  const chosen = await readParse(settings, connection, [...new Set(classes)])
  await makeTables(settings, chosen)
  await publishOnce(settings)
  const { executionId } = await settings.driver.start({
    account: settings.account,
    workflowId: importWorkflowId,
    trigger: { id: 'manual', type: 'manual', data: {} },
    inputs: { connection, progress: randomUUID(), classes: chosen.map(inputOf) },
  })
  return { workflow: importWorkflowId, execution: executionId }
}

const unfinished = ['queued', 'running', 'waiting', 'paused'] as const

/** It would be queued: whoever starts it by hand wants to know why nothing happens. */
async function refuseSecond({ store, account }: Settings): Promise<void> {
  const { items } = await store.executions.list(account, { workflowId: importWorkflowId, status: unfinished }, { limit: 1 })
  const [running] = items
  if (running === undefined) return
  throw new ProblemError('PARSE_IMPORT_RUNNING', `Execution ${running.id} imports already: wait for its end, or cancel it.`)
}

async function makeTables({ tables, account }: Settings, classes: readonly ParseClass[]): Promise<void> {
  const wanted = classes.map(tableOf)
  const steps = await planSchema(tables, account, wanted)
  const conflict = steps.find(({ action }) => action === 'conflict')
  if (conflict !== undefined) {
    const names = conflict.columns.map((name) => `"${name}"`).join(', ')
    throw new ProblemError(
      'PARSE_TABLE_UNFIT',
      `Table "${conflict.table}" is there, and what it has as ${names} is of another type than in Parse: rename the table or its columns, then import again.`,
    )
  }
  await applySchema(tables, account, wanted, steps)
}

function tableOf({ class: name, table, columns }: ParseClass): SchemaTable {
  return { name: table ?? name, isLocked: false, columns: columns.map(columnOf) }
}

function columnOf({ name, type, table, from }: ParseColumn): Column {
  return { name, type, ...(table !== undefined && { table }), ...(from === 'objectId' && { unique: true as const }) }
}

async function publishOnce({ workflows, account }: Settings): Promise<void> {
  if ((await workflows.get(account, importWorkflowId)) !== undefined) return
  const outcome = await workflows.publish(account, importWorkflow, { note: 'Made by an import.' })
  if (outcome.status === 'rejected') throw new Error(outcome.problems.map(({ message }) => message).join(' '))
}

function inputOf({ class: name, table, records, columns }: ParseClass): JsonObject {
  // Notes are for people: what copies needs none.
  return { class: name, table, records, columns: columns.map(({ note: _, ...column }) => column as JsonObject) }
}

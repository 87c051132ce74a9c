import { createApp } from './create-app.ts'
import { loadEntries } from './entries/entry-table.ts'
import { type Listening, type ListenOptions, listen } from './listen.ts'
import { waitRoutes } from './routes/answer-waits.ts'
import { backupRoute } from './routes/backup.ts'
import { bulkExecutionsRoute } from './routes/bulk-executions.ts'
import { canvasRoutes } from './routes/canvases.ts'
import { connectionTypesRoute } from './routes/connection-types.ts'
import { connectionRoutes } from './routes/connections.ts'
import { controlRoutes } from './routes/control-execution.ts'
import { deadLetterRoutes } from './routes/dead-letters.ts'
import { deleteExecutionRoutes } from './routes/delete-executions.ts'
import { draftRoutes } from './routes/drafts.ts'
import { editRoute } from './routes/edit-workflow.ts'
import { eventRoutes } from './routes/events.ts'
import { executionRoutes } from './routes/executions.ts'
import { fileRoutes } from './routes/files.ts'
import { functionRoute } from './routes/functions.ts'
import { healthRoutes } from './routes/health.ts'
import { homeRoute } from './routes/home.ts'
import { importParseRoutes } from './routes/import-parse.ts'
import { importRoute } from './routes/import-workflow.ts'
import { listWorkflowsRoute } from './routes/list-workflows.ts'
import { listenerRoutes } from './routes/listeners.ts'
import { liveRoute } from './routes/live.ts'
import { logsRoute } from './routes/logs.ts'
import { nodeTypeRoutes } from './routes/node-types.ts'
import { openApiRoutes } from './routes/open-api.ts'
import { pollRoutes } from './routes/polls.ts'
import { publishDraftRoutes } from './routes/publish-draft.ts'
import { publishRoutes } from './routes/publish-workflow.ts'
import { recordRoutes } from './routes/records.ts'
import { replayRoutes } from './routes/replay-execution.ts'
import { retentionRoutes } from './routes/retention.ts'
import { runDraftRoute } from './routes/run-draft.ts'
import { runRoute } from './routes/run-workflow.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { searchRoutes } from './routes/search.ts'
import { statisticsRoute } from './routes/statistics.ts'
import { statusRoute } from './routes/status.ts'
import { tableSchemaRoutes } from './routes/table-schema.ts'
import { tableTokenRoutes } from './routes/table-tokens.ts'
import { transferRoutes } from './routes/table-transfer.ts'
import { tableWritesRoute } from './routes/table-writes.ts'
import { tableRoutes } from './routes/tables.ts'
import { templatesRoute } from './routes/templates.ts'
import { triggerTypeRoutes } from './routes/trigger-types.ts'
import { triggerRoutes } from './routes/triggers.ts'
import { workflowEndRoutes } from './routes/unpublish-workflow.ts'
import { valueRoutes } from './routes/values.ts'
import { workflowSchemaRoute } from './routes/workflow-schema.ts'
import { scopeRoutes } from './routes/workflow-scope.ts'
import { workflowRoutes } from './routes/workflows.ts'
import { type ServerPorts, withDefaults } from './server-ports.ts'
import { loadWebhooks } from './webhook/load-webhooks.ts'

export interface Server {
  /** Everything but the WebSocket, without a socket. */
  readonly app: { request(input: string | Request, init?: RequestInit): Promise<Response> | Response }
  /** Opens the socket; resolves when webhooks are served. Refuses other hosts than loopback: there are no accounts yet. */
  listen(options: ListenOptions): Promise<Listening>
}

export function createServer(ports: ServerPorts): Server {
  const settings = withDefaults(ports)
  const webhooks = loadWebhooks({
    workflows: settings.workflows,
    account: settings.account,
    onConflict({ route: { method, path, workflowId, triggerId }, holder }) {
      settings.log({ type: 'webhook-conflict', method, path, workflowId, triggerId, holder: holder.workflowId })
    },
  })
  const entries = loadEntries(settings)
  const described = [
    listWorkflowsRoute(settings, webhooks.table),
    ...workflowRoutes(settings, webhooks.table),
    ...publishRoutes(settings, webhooks.table),
    ...workflowEndRoutes(settings, webhooks.table),
    ...draftRoutes(settings),
    ...publishDraftRoutes(settings, webhooks.table),
    ...canvasRoutes(settings),
    editRoute(settings),
    templatesRoute(settings),
    importRoute(settings),
    ...importParseRoutes(settings),
    ...scopeRoutes(settings),
    runDraftRoute(settings),
    runRoute(settings),
    ...listenerRoutes(settings),
    workflowSchemaRoute(settings),
    ...executionRoutes(settings),
    ...deleteExecutionRoutes(settings),
    ...controlRoutes(settings),
    ...replayRoutes(settings),
    functionRoute(settings, entries),
    bulkExecutionsRoute(settings),
    statisticsRoute(settings),
    logsRoute(settings),
    ...searchRoutes(settings),
    ...waitRoutes(settings),
    ...deadLetterRoutes(settings),
    ...eventRoutes(settings),
    ...scheduleRoutes(settings),
    ...pollRoutes(settings),
    ...triggerRoutes(settings),
    ...triggerTypeRoutes(settings),
    ...nodeTypeRoutes(settings),
    connectionTypesRoute(settings),
    ...connectionRoutes(settings),
    ...fileRoutes(settings),
    ...valueRoutes(settings),
    ...tableRoutes(settings),
    ...recordRoutes(settings),
    tableWritesRoute(settings),
    ...transferRoutes(settings),
    ...tableSchemaRoutes(settings),
    ...tableTokenRoutes(settings),
    ...retentionRoutes(settings),
    liveRoute(),
    backupRoute(settings),
    homeRoute(),
    statusRoute(settings, webhooks),
    ...healthRoutes(settings),
  ]
  const routes = [...described, ...openApiRoutes(settings, described)]
  const app = createApp({ settings, webhooks, entries, routes })
  return { app, listen: (options) => listen({ settings, webhooks, entries, app }, options) }
}

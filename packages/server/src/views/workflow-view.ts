import { parseWorkflow, type TriggerDefinition } from '@millrace/engine'
import type { Registry } from '@millrace/kit'
import type { PublishedWorkflow } from '@millrace/runtime'
import type { UnfinishedCount } from '@millrace/store'
import type { z } from 'zod'
import { webhookPrefix } from '../webhook/handle-webhook.ts'
import { webhookRoutes } from '../webhook/webhook-route.ts'
import type { WebhookConflict, WebhookTable } from '../webhook/webhook-table.ts'
import { isoTime } from './iso-time.ts'
import type { shownWorkflow, workflowDetail, workflowSummary } from './workflow-schema.ts'

type Summary = z.infer<typeof workflowSummary>

export interface WorkflowSources {
  readonly publicUrl: string
  readonly table: WebhookTable
  readonly registry: Registry
}

/** A published version without its source, its webhooks with full addresses. */
export function workflowView({ publicUrl, table }: WorkflowSources, published: PublishedWorkflow): Summary {
  const { id, version, publishedAt, note, workflow, isDraft } = published
  const { name, description, tags, triggers = {} } = workflow
  const routes = webhookRoutes(published)
  const conflicts = table.conflicts(id)
  return {
    id,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags }),
    version,
    publishedAt: isoTime(publishedAt),
    ...(note !== undefined && { note }),
    ...(isDraft && { draft: isDraft }),
    triggers: Object.entries(triggers).map(([triggerId, trigger]) => {
      const own = routes.filter((route) => route.triggerId === triggerId)
      const path = own[0]?.path
      return {
        ...triggerView(triggerId, trigger),
        ...(path !== undefined && { url: `${publicUrl}${webhookPrefix}${path}`, methods: own.map(({ method }) => method) }),
        ...conflictsView(conflicts.filter(({ route }) => route.triggerId === triggerId)),
      }
    }),
  }
}

export function workflowDetailView(sources: WorkflowSources, published: PublishedWorkflow): z.infer<typeof workflowDetail> {
  const parsed = parseWorkflow(published.source, sources.registry)
  const { inputs } = published.workflow
  return {
    ...workflowView(sources, published),
    hash: published.hash,
    source: published.source,
    ...(inputs !== undefined && { inputs }),
    warnings: [...(parsed.ok ? parsed.warnings : parsed.problems)] as z.infer<typeof workflowDetail>['warnings'],
  }
}

/** Zeros too: what is not there is not left out. */
export function unfinishedView(counts: readonly UnfinishedCount[]): z.infer<typeof shownWorkflow>['unfinished'] {
  const view = { running: 0, queued: 0, waiting: 0, paused: 0 }
  for (const { status, count } of counts) view[status] += count
  return view
}

function triggerView(id: string, trigger: TriggerDefinition): Summary['triggers'][number] {
  const { type, name, disabled } = trigger
  return {
    id,
    type,
    ...(name !== undefined && { name }),
    ...(disabled === true && { disabled }),
    ...(trigger.with !== undefined && { with: trigger.with }),
  }
}

function conflictsView(conflicts: readonly WebhookConflict[]): Pick<Summary['triggers'][number], 'conflicts'> {
  if (conflicts.length === 0) return {}
  return { conflicts: conflicts.map(({ route, holder }) => ({ method: route.method, heldBy: holder.workflowId })) }
}

import type { PublishedWorkflow, Workflows } from '@millrace/runtime'
import { routeKey, type WebhookRoute, webhookRoutes } from './webhook-route.ts'
import { createWebhookTable, type WebhookConflict, type WebhookTable } from './webhook-table.ts'

export interface Webhooks {
  readonly table: WebhookTable
  /** Settles when the webhooks that were published before are known. */
  readonly loaded: Promise<void>
  /** How many workflows are published. */
  workflowCount(): number
  stop(): void
}

interface Ports {
  readonly workflows: Workflows
  readonly account: string
  /** Told of each route that another one holds. */
  onConflict(conflict: WebhookConflict): void
}

/** Keeps the webhook table in step with what is published: a new version replaces its routes at once. */
export function loadWebhooks({ workflows, account, onConflict }: Ports): Webhooks {
  const table = createWebhookTable()
  const versions = new Map<string, number>()
  /** Those that are unpublished: their versions are remembered, so that none that was read before comes back. */
  const gone = new Set<string>()

  function take(published: PublishedWorkflow): void {
    if (published.account !== account || (versions.get(published.id) ?? 0) >= published.version) return
    versions.set(published.id, published.version)
    gone.delete(published.id)
    table.put(published.id, webhookRoutes(published), webhookRoutes(published, 'disabled'))
  }

  function drop({ account: owner, id }: PublishedWorkflow): void {
    if (owner !== account) return
    table.put(id, [])
    gone.add(id)
  }

  // Listening first: what is published while the list is read is not missed, and `take` keeps the newer one.
  const stop = workflows.onPublished((published, change) => {
    if (change === 'unpublished') return drop(published)
    take(published)
    table.conflicts(published.id).forEach(onConflict)
  })

  async function load(): Promise<void> {
    for (const published of await workflows.list(account)) take(published)
    await settleClaims(workflows, table)
    table.conflicts().forEach(onConflict)
  }

  return { table, loaded: load(), workflowCount: () => versions.size - gone.size, stop }
}

/** Whoever claimed a route first had it before the restart too: where two claim one, their earlier versions tell since when. */
async function settleClaims(workflows: Workflows, table: WebhookTable): Promise<void> {
  const routes = table.conflicts().flatMap(({ route, holder }) => [route, holder])
  const contested = new Set(routes.map(routeKey))
  for (const workflowId of new Set(routes.map((route) => route.workflowId))) {
    const account = routes[0]?.account ?? ''
    const newest = await workflows.get(account, workflowId)
    if (newest === undefined) continue
    const settled: WebhookRoute[] = []
    for (const route of webhookRoutes(newest)) {
      settled.push(contested.has(routeKey(route)) ? { ...route, claimedAt: await claimedSince(workflows, newest, route) } : route)
    }
    table.put(workflowId, settled, webhookRoutes(newest, 'disabled'))
  }
}

async function claimedSince(workflows: Workflows, newest: PublishedWorkflow, route: WebhookRoute): Promise<number> {
  const key = routeKey(route)
  let since = newest.publishedAt
  for (let version = newest.version - 1; version > 0; version--) {
    const before = await workflows.get(newest.account, newest.id, version)
    if (before?.isDraft) continue
    if (before === undefined || !webhookRoutes(before).some((one) => routeKey(one) === key)) break
    since = before.publishedAt
  }
  return since
}

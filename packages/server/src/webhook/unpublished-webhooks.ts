import { isJsonObject, parseYaml } from '@millrace/engine'
import type { Drafts } from '@millrace/runtime'
import type { Store } from '@millrace/store'
import { isPathOf, segmentsOf } from './webhook-route.ts'

/** The webhooks of drafts and of workflows that were unpublished: nothing serves them, and whoever calls one is told why. */
export interface UnpublishedWebhooks {
  /** `path` as it came: `/orders/42`. */
  has(path: string): Promise<boolean>
  stop(): void
}

interface Ports {
  readonly store: Pick<Store, 'drafts' | 'workflows'>
  readonly drafts: Pick<Drafts, 'follow'>
  readonly account: string
}

/** Reads nothing before the first call that finds no webhook, and then only what has changed since: strangers may call again and again. */
export function createUnpublishedWebhooks({ store, drafts, account }: Ports): UnpublishedWebhooks {
  const paths = new Map<string, readonly string[]>()
  /** What changed since it was read; undefined before anything was. */
  let changed: Set<string> | undefined
  let reading: Promise<void> | undefined

  const stop = drafts.follow((news) => {
    if (news.account === account) changed?.add(news.workflowId)
  })

  async function readAll(): Promise<readonly string[]> {
    const [edited, unpublished] = await Promise.all([store.drafts.ids(account), store.workflows.unpublishedIds(account)])
    return [...new Set([...edited, ...unpublished])]
  }

  async function refresh(): Promise<void> {
    const before = changed
    changed = new Set()
    try {
      const ids = before ?? (await readAll())
      // After a read that failed, what is gone by now may still be here.
      if (before === undefined) paths.clear()
      for (const id of ids) paths.set(id, pathsIn(await textOf(id)))
    } catch (error) {
      // Whoever calls next has it read anew.
      changed = undefined
      throw error
    }
  }

  async function textOf(id: string): Promise<string> {
    const draft = await store.drafts.get(account, id)
    if (draft !== undefined) return draft.source
    return (await store.workflows.get(account, id)) === undefined ? lastPublished(id) : ''
  }

  async function lastPublished(id: string): Promise<string> {
    for (let cursor: string | undefined; ; ) {
      const page = await store.workflows.versions(account, id, { limit: 20, ...(cursor !== undefined && { cursor }) })
      const last = page.items.find(({ isDraft }) => !isDraft)
      if (last !== undefined) return last.source
      if (page.nextCursor === undefined) return ''
      cursor = page.nextCursor
    }
  }

  return {
    async has(path) {
      while (changed === undefined || changed.size > 0 || reading !== undefined) {
        reading ??= refresh().finally(() => {
          reading = undefined
        })
        await reading
      }
      const segments = segmentsOf(path)
      return [...paths.values()].flat().some((one) => isPathOf(one, segments))
    },
    stop,
  }
}

/** Also of a text with mistakes, as far as it can be read. */
function pathsIn(source: string): readonly string[] {
  const { value = null } = parseYaml(source)
  const triggers = isJsonObject(value) && isJsonObject(value.triggers) ? Object.values(value.triggers) : []
  return triggers.flatMap((trigger) => {
    if (!isJsonObject(trigger) || trigger.type !== 'webhook' || !isJsonObject(trigger.with)) return []
    const { path } = trigger.with
    return typeof path === 'string' && path.startsWith('/') ? [path] : []
  })
}

import type { Store, StoredDraft, WorkflowVersion } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { PublishedWorkflow, Workflows } from '../workflows.ts'
import type { Draft, DraftNews, Drafts, PublishDraft, RollBack, WriteDraft } from './drafts.ts'
import { createInTurn } from './in-turn.ts'
import { noWorkflowFiles, type PutWorkflow, type WorkflowFiles } from './workflow-files.ts'

export interface DraftsOptions {
  readonly store: Pick<Store, 'drafts' | 'workflows'>
  readonly workflows: Pick<Workflows, 'publish' | 'onPublished'>
  readonly clock: Pick<Clock, 'now'>
  readonly files?: WorkflowFiles
  onTrouble(error: unknown): void
}

/** What is done with one draft is done one after the other. */
export function createDrafts({ store, workflows, clock, files = noWorkflowFiles, onTrouble }: DraftsOptions): Drafts {
  const inTurn = createInTurn()
  const followers = new Set<(news: DraftNews) => void>()
  /** By workflow: who asked for the version that is being published. */
  const publishers = new Map<string, string | undefined>()
  const keyOf = (account: string, id: string): string => JSON.stringify([account, id])

  function tell(news: DraftNews): void {
    for (const follower of followers) follower(news)
  }

  async function read(account: string, id: string): Promise<Draft | undefined> {
    const [stored, newest] = await Promise.all([store.drafts.get(account, id), store.workflows.get(account, id)])
    return draftOf(stored, newest)
  }

  async function write({ account, id, source, expected, base, client }: WriteDraft): ReturnType<Drafts['write']> {
    const [found, newest] = await Promise.all([store.drafts.get(account, id), store.workflows.get(account, id)])
    const before = draftOf(found, newest)
    if (before === undefined ? expected !== 'missing' : expected !== before.revision)
      return before === undefined ? { status: 'unknown' } : { status: 'changed', draft: before }
    const from = before === undefined || before.revision === 0 ? baseOf(base, newest?.version) : before.base
    if (source === newest?.source) {
      if (found !== undefined) await store.drafts.delete(account, id)
    } else {
      const draft = { account, id, source, ...(from !== undefined && { base: from }), updatedAt: clock.now() }
      const revision = await store.drafts.put({ ...draft, expected: found?.revision ?? 'missing' })
      if (revision === 'conflict') throw new Error(`The draft of ${id} was written past the one who owns it.`)
    }
    const draft = await read(account, id)
    if (draft === undefined) throw new Error(`The draft of ${id} is gone although it was just written.`)
    tell({ type: 'draft-changed', account, workflowId: id, revision: draft.revision, client })
    return { status: 'written', draft }
  }

  async function discard(account: string, id: string, client: string | undefined): Promise<boolean> {
    const isGone = await store.drafts.delete(account, id)
    const newest = await store.workflows.get(account, id)
    if (isGone && newest === undefined) tell({ type: 'draft-discarded', account, workflowId: id, client })
    else if (isGone) tell({ type: 'draft-changed', account, workflowId: id, revision: 0, client })
    return isGone
  }

  async function publish(request: PublishDraft, put: PutWorkflow): ReturnType<Drafts['publish']> {
    const { account, id, revision, overwrites } = request
    const draft = await read(account, id)
    if (draft === undefined) return { status: 'unknown' }
    if (draft.revision !== revision) return { status: 'changed', draft }
    if (draft.isBehind && !overwrites) return { status: 'behind', draft }
    return publishSource(draft.source, request, put)
  }

  async function rollBack(request: RollBack, put: PutWorkflow): ReturnType<Drafts['rollBack']> {
    const version = await store.workflows.get(request.account, request.id, request.version)
    return version === undefined ? { status: 'unknown' } : publishSource(version.source, request, put)
  }

  async function publishSource(source: string, { account, id, note, overwrites, client }: PublishDraft | RollBack, put: PutWorkflow) {
    const key = keyOf(account, id)
    publishers.set(key, client)
    try {
      const outcome = await workflows.publish(account, source, {
        ...(note !== undefined && { note }),
        async place(workflow) {
          if (workflow.id !== id) throw otherId(workflow.id, id)
          await put({ id, source, overwrites })
        },
      })
      if (outcome.status !== 'rejected') await follow(outcome.published)
      return outcome
    } finally {
      publishers.delete(key)
    }
  }

  /** A draft that says the same is over; whoever looks at the workflow without a draft sees the new version. */
  async function follow({ account, id, source, version }: PublishedWorkflow): Promise<void> {
    const stored = await store.drafts.get(account, id)
    if (stored !== undefined && stored.source !== source) return
    if (stored !== undefined) await store.drafts.delete(account, id)
    const newest = await store.workflows.get(account, id)
    if (newest?.version === version) tell({ type: 'draft-changed', account, workflowId: id, revision: 0 })
  }

  /** Whoever looks at it without a draft of his own looks at nothing any more. */
  async function end({ account, id }: PublishedWorkflow): Promise<void> {
    if ((await read(account, id)) === undefined) tell({ type: 'draft-discarded', account, workflowId: id })
  }

  const stop = workflows.onPublished((published, change) => {
    const { account, id, version, note } = published
    const key = keyOf(account, id)
    if (change === 'unpublished') {
      tell({ type: 'workflow-unpublished', account, workflowId: id })
      inTurn(key, () => end(published)).catch(onTrouble)
      return
    }
    tell({ type: 'workflow-published', account, workflowId: id, version, note, client: publishers.get(key) })
    // Whoever publishes a draft sees to it himself, in the same turn.
    if (!publishers.has(key)) inTurn(key, () => follow(published)).catch(onTrouble)
  })

  return {
    read,
    write: (request) => inTurn(keyOf(request.account, request.id), () => write(request)),
    discard: (account, id, client) => inTurn(keyOf(account, id), () => discard(account, id, client)),
    publish: (request) => inTurn(keyOf(request.account, request.id), () => files.change((put) => publish(request, put))),
    rollBack: (request) => inTurn(keyOf(request.account, request.id), () => files.change((put) => rollBack(request, put))),
    follow(listener) {
      followers.add(listener)
      return () => void followers.delete(listener)
    },
    close: stop,
  }
}

function draftOf(stored: StoredDraft | undefined, newest: WorkflowVersion | undefined): Draft | undefined {
  if (stored !== undefined && stored.source !== newest?.source) {
    const { id: workflowId, ...draft } = stored
    const isBehind = newest !== undefined && newest.version !== stored.base
    return { ...draft, workflowId, ...(newest && { newest: newest.version }), isBehind }
  }
  if (newest === undefined) return undefined
  const { account, id: workflowId, source, version, publishedAt } = newest
  return { account, workflowId, source, revision: 0, base: version, newest: version, isBehind: false, updatedAt: publishedAt }
}

/** Nobody can have made a text from a version that does not exist. */
function baseOf(told: number | undefined, newest: number | undefined): number | undefined {
  return newest === undefined ? undefined : Math.min(told ?? newest, newest)
}

function otherId(given: string, id: string): RuntimeError {
  return new RuntimeError(
    'DRAFT_ID_CHANGED',
    `The draft of ${id} says "id: ${given}": put the id back to publish it, or begin the draft of a new workflow under that id.`,
  )
}

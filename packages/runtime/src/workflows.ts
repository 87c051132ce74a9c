import type { JsonObject, Plan, Problem, Workflow } from '@millrace/engine'

/** A published version, parsed. */
export interface PublishedWorkflow {
  readonly account: string
  readonly id: string
  readonly version: number
  readonly source: string
  readonly hash: string
  readonly publishedAt: number
  readonly workflow: Workflow
  readonly plan: Plan
  readonly note?: string
  /** What its nodes made of their parameters, by node id. */
  readonly prepared?: JsonObject
  /** Never the newest: only executions that replay with it use it. */
  readonly isDraft?: true
}

/** A version that may not be able to run. */
export interface FoundWorkflow extends PublishedWorkflow {
  /** Why it no longer validates, as after an upgrade; then `workflow` is nothing but what it is called. */
  readonly problems?: readonly Problem[]
}

export type PublishOutcome =
  | { readonly status: 'published' | 'unchanged'; readonly published: PublishedWorkflow; readonly warnings: readonly Problem[] }
  /** Nothing changed: the last good version keeps serving. */
  | { readonly status: 'rejected'; readonly problems: readonly Problem[] }

export interface PublishOptions {
  /** What whoever publishes says about the version. */
  readonly note?: string
  /** Done when nothing stands in the way any more, and before it is stored, also when the newest version says the same. What it throws refuses the version. */
  place?(workflow: Workflow): Promise<void>
}

export type PublishChange = 'published' | 'unpublished'

/** The workflows that may run: validates, stores, and keeps parsed versions at hand. */
export interface Workflows {
  publish(account: string, source: string, options?: PublishOptions): Promise<PublishOutcome>
  /** Keeps an edited source for executions that replay with it; what is published stays. Nobody is told. */
  keepDraft(account: string, id: string, source: string): Promise<PublishOutcome>
  /**
   * Takes it out of what is published: its triggers stop, what runs ends on its version, and the history stays. Returns what was published;
   * undefined where nothing is.
   */
  unpublish(account: string, id: string): Promise<PublishedWorkflow | undefined>
  /** The newest version, unless it is unpublished; or the one asked for. Throws `WORKFLOW_OUTDATED` where it no longer validates. */
  get(account: string, id: string, version?: number): Promise<PublishedWorkflow | undefined>
  /** The same to be looked at: one that no longer validates too. */
  read(account: string, id: string, version?: number): Promise<FoundWorkflow | undefined>
  /** The newest version of each that can run, by id. */
  list(account: string): Promise<readonly PublishedWorkflow[]>
  /** Called after each new version, and with the last one, without triggers, when it is unpublished. Returns the way to stop listening. */
  onPublished(listener: (published: PublishedWorkflow, change: PublishChange) => void): () => void
}

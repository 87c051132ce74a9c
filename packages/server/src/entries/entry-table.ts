import type { JsonObject } from '@millrace/engine'
import type { PublishedWorkflow, Workflows } from '@millrace/runtime'

/** A trigger that is reached by a name or path of its own: a function, a form, a chat. */
export interface Entry {
  readonly published: PublishedWorkflow
  readonly triggerId: string
  readonly isDisabled: boolean
  /** Its parameters, as written; without mistakes. */
  readonly with: JsonObject
}

/** The entries of what is published: a new version replaces those of the one before at once. */
export interface Entries {
  find(type: EntryType, key: string): Entry | undefined
  /** Settles when those that were published before are known. */
  readonly loaded: Promise<void>
  stop(): void
}

export type EntryType = keyof typeof keys

/** The parameter that an entry is found by. */
const keys = { function: 'name', form: 'path', chat: 'path' } as const

interface Ports {
  readonly workflows: Workflows
  readonly account: string
}

export function loadEntries({ workflows, account }: Ports): Entries {
  const found = new Map<string, Entry>()
  const versions = new Map<string, { readonly version: number; readonly keys: readonly string[] }>()

  function take(published: PublishedWorkflow): void {
    const before = versions.get(published.id)
    if (published.account !== account || (before?.version ?? 0) >= published.version) return
    forget(published.id)
    const entries = entriesOf(published)
    // One that is switched on has its address; one that is not only says so where nobody else has it.
    for (const [key, entry] of entries) if (!entry.isDisabled || !found.has(key)) found.set(key, entry)
    versions.set(published.id, { version: published.version, keys: entries.map(([key]) => key) })
  }

  function forget(id: string): void {
    for (const key of versions.get(id)?.keys ?? []) if (found.get(key)?.published.id === id) found.delete(key)
  }

  // Listening first: what is published while the list is read is not missed, and `take` keeps the newer one.
  const stop = workflows.onPublished((published, change) => (change === 'unpublished' ? forget(published.id) : take(published)))
  async function load(): Promise<void> {
    for (const published of await workflows.list(account)) take(published)
  }
  return { find: (type, key) => found.get(`${type} ${key}`), loaded: load(), stop }
}

function entriesOf(published: PublishedWorkflow): readonly (readonly [string, Entry])[] {
  return Object.entries(published.workflow.triggers ?? {}).flatMap(([triggerId, { type, disabled, with: written = {} }]) => {
    const key = isEntryType(type) ? written[keys[type]] : undefined
    if (typeof key !== 'string') return []
    return [[`${type} ${key}`, { published, triggerId, isDisabled: disabled === true, with: written }] as const]
  })
}

function isEntryType(type: string): type is EntryType {
  return Object.hasOwn(keys, type)
}

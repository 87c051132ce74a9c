import { type Catalog, compilePlan, type Problem, parseWorkflow, type Workflow } from '@millrace/engine'
import { failPoint, type Store, type WorkflowVersion } from '@millrace/store'
import { RuntimeError } from './errors.ts'
import type { Clock } from './ports.ts'
import { type Preparing, prepareNodes } from './prepare-nodes.ts'
import { settleTriggers, settlingProblems, type TriggerEnvironment } from './settle-triggers.ts'
import { type AddressesOf, takenAddresses } from './taken-addresses.ts'
import { workflowHead } from './workflow-head.ts'
import type { FoundWorkflow, PublishChange, PublishedWorkflow, PublishOptions, PublishOutcome, Workflows } from './workflows.ts'

interface Ports {
  readonly store: Store
  readonly catalog: Catalog
  readonly clock: Pick<Clock, 'now'>
  /** Told once of each stored version that no longer validates, when all are listed. Without it the whole list is refused. */
  readonly onTrouble?: (error: unknown) => void
  /** What nodes do when they are published; without it, nothing. */
  readonly preparing?: Preparing
  /** Where a trigger of this type is reached; without it, nobody looks whether two share an address. */
  readonly addressesOf?: AddressesOf
  /** What the expressions of triggers may read; nothing but the workflow's own when left out. */
  readonly environment?: TriggerEnvironment
}

/** So many parsed versions are kept at hand; the rest is read and parsed again when needed. */
const keptVersions = 1000

const emptyEnvironment: TriggerEnvironment = { vars: {}, env: {} }

/** The workflows of a store: parses each version once and knows the newest of each. */
export function createWorkflows(ports: Ports): Workflows {
  const { store, catalog, clock, onTrouble, preparing, addressesOf, environment = emptyEnvironment } = ports
  const parsed = new Map<string, PublishedWorkflow>()
  /** Those whose triggers come to nothing that fits any more: nothing starts on them, and what runs goes on. */
  const unsettled = new Map<string, PublishedWorkflow>()
  /** By account and id: asked at each start, and a text made of both would be hashed anew each time. */
  const newest = new Map<string, Map<string, PublishedWorkflow>>()
  /** Accounts of which the newest of each is being read, or has been. */
  const known = new Map<string, Promise<void>>()
  /** The versions of which somebody has been told that they do not validate: many ask for the list. */
  const told = new Set<string>()
  const listeners = new Set<(published: PublishedWorkflow, change: PublishChange) => void>()
  /** The last version of each that was unpublished: whatever reads it too late must not bring it back. */
  const gone = new Map<string, number>()

  async function publish(account: string, source: string, options: PublishOptions = {}): Promise<PublishOutcome> {
    const outcome = await add(account, source, options)
    if (outcome.status === 'rejected') return outcome
    noteNewest(outcome.published)
    if (outcome.status === 'published') for (const listener of listeners) listener(outcome.published, 'published')
    return outcome
  }

  async function unpublish(account: string, id: string): Promise<PublishedWorkflow | undefined> {
    const stored = await store.workflows.unpublish(account, id)
    if (stored === undefined) return undefined
    gone.set(JSON.stringify([account, id]), stored.version)
    newest.get(account)?.delete(id)
    const published = tryToRemember(stored) ?? emptyOf(stored)
    const left = { ...published, workflow: { ...published.workflow, triggers: {} } }
    for (const listener of listeners) listener(left, 'unpublished')
    return published
  }

  /** One that no longer validates can be unpublished too. */
  function emptyOf(stored: WorkflowVersion): PublishedWorkflow {
    return planned(stored, { id: stored.id, ...workflowHead(stored.source), nodes: {} })
  }

  async function add(
    account: string,
    source: string,
    { note, place, draftOf }: PublishOptions & { readonly draftOf?: string },
  ): Promise<PublishOutcome> {
    const result = parseWorkflow(source, catalog)
    if (!result.ok) return { status: 'rejected', problems: result.problems }
    if (draftOf !== undefined && result.workflow.id !== draftOf) throw otherWorkflow(result.workflow.id, draftOf)
    const settled = settleTriggers(result.workflow, catalog, environment)
    if ('mistakes' in settled) return { status: 'rejected', problems: settlingProblems(source, settled.mistakes) }
    const { workflow } = settled
    // Not through `get`: a version that no longer validates must not stand in the way of one that does.
    const before = await store.workflows.get(account, workflow.id)
    const isNew = before?.source !== source
    if (isNew && draftOf === undefined && addressesOf !== undefined) {
      const problems = takenAddresses(source, workflow, await others(account), addressesOf)
      if (problems.length > 0) return { status: 'rejected', problems }
    }
    const made = isNew && preparing !== undefined ? await prepareNodes(source, workflow, preparing) : { prepared: undefined }
    if ('problems' in made) return { status: 'rejected', problems: made.problems }
    const { prepared } = made
    await place?.(workflow)
    failPoint('publish-begun')
    const stored = await store.workflows.publish({
      account,
      id: workflow.id,
      source,
      at: clock.now(),
      ...(note !== undefined && { note }),
      ...(prepared && { prepared }),
      ...(draftOf !== undefined && { isDraft: true }),
    })
    failPoint('publish-done')
    const status = before?.version === stored.version ? 'unchanged' : 'published'
    return { status, published: remember(stored, workflow), warnings: result.warnings }
  }

  /** The newest of each, read once: from then on publishing keeps it. */
  async function others(account: string): Promise<readonly PublishedWorkflow[]> {
    const reading = known.get(account) ?? list(account).then((all) => all.forEach(noteNewest))
    known.set(account, reading)
    try {
      await reading
    } catch (error) {
      known.delete(account)
      throw error
    }
    return [...(newest.get(account)?.values() ?? [])]
  }

  async function get(account: string, id: string, version?: number): Promise<PublishedWorkflow | undefined> {
    const atHand = version === undefined ? newest.get(account)?.get(id) : parsed.get(keyOf({ account, id, version }))
    if (atHand !== undefined) return atHand
    const stored = await store.workflows.get(account, id, version)
    if (stored === undefined) return undefined
    return version === undefined ? noteNewest(remember(stored)) : rememberToRun(stored)
  }

  async function read(account: string, id: string, version?: number): Promise<FoundWorkflow | undefined> {
    try {
      return await get(account, id, version)
    } catch (error) {
      const stored = isOutdated(error) ? await store.workflows.get(account, id, version) : undefined
      if (stored === undefined) throw error
      return { ...emptyOf(stored), problems: problemsOf(stored.source) }
    }
  }

  /** What was read before a later version was published comes too late. */
  function noteNewest(published: PublishedWorkflow): PublishedWorkflow {
    const own = newest.get(published.account) ?? new Map<string, PublishedWorkflow>()
    newest.set(published.account, own)
    const known = own.get(published.id)
    if (gone.size > 0 && published.version <= (gone.get(JSON.stringify([published.account, published.id])) ?? 0)) return published
    if (known !== undefined && known.version > published.version) return known
    own.set(published.id, published)
    return published
  }

  /** `workflow` is what its source says, where that was parsed a moment ago. */
  function remember(stored: WorkflowVersion, workflow?: Workflow): PublishedWorkflow {
    return parsed.get(keyOf(stored)) ?? keepIn(parsed, planned(stored, workflow ?? parse(stored)))
  }

  /** A version that something runs on, whatever the variables of its triggers are by now. */
  function rememberToRun(stored: WorkflowVersion): PublishedWorkflow {
    const key = keyOf(stored)
    const known = parsed.get(key) ?? unsettled.get(key)
    if (known !== undefined) return known
    const result = parseWorkflow(stored.source, catalog)
    if (!result.ok) throw outdated(stored, result.problems)
    const settled = settleTriggers(result.workflow, catalog, environment)
    return 'workflow' in settled ? remember(stored, settled.workflow) : keepIn(unsettled, planned(stored, result.workflow))
  }

  function problemsOf(source: string): readonly Problem[] {
    const result = parseWorkflow(source, catalog)
    if (!result.ok) return result.problems
    const settled = settleTriggers(result.workflow, catalog, environment)
    return 'mistakes' in settled ? settlingProblems(source, settled.mistakes) : result.warnings
  }

  function planned(stored: WorkflowVersion, workflow: Workflow): PublishedWorkflow {
    return { ...stored, workflow, plan: compilePlan(workflow, catalog) }
  }

  function parse(stored: WorkflowVersion): Workflow {
    const result = parseWorkflow(stored.source, catalog)
    if (!result.ok) throw outdated(stored, result.problems)
    const settled = settleTriggers(result.workflow, catalog, environment)
    if ('mistakes' in settled) throw outdated(stored, settled.mistakes)
    return settled.workflow
  }

  /** One that no longer validates, for want of a node type perhaps, must not hide the others. */
  function tryToRemember(stored: WorkflowVersion): PublishedWorkflow | undefined {
    try {
      return remember(stored)
    } catch (error) {
      if (onTrouble === undefined) throw error
      const key = keyOf(stored)
      if (!told.has(key)) onTrouble(error)
      told.add(key)
      return undefined
    }
  }

  async function list(account: string): Promise<readonly PublishedWorkflow[]> {
    const all: PublishedWorkflow[] = []
    let cursor: string | undefined
    do {
      const page = await store.workflows.list(account, { limit: 100, ...(cursor !== undefined && { cursor }) })
      for (const stored of page.items) {
        const published = tryToRemember(stored)
        if (published !== undefined) all.push(published)
      }
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return all
  }

  return {
    publish,
    unpublish,
    keepDraft: (account, id, source) => add(account, source, { draftOf: id }),
    get,
    read,
    list,
    onPublished(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function keepIn(versions: Map<string, PublishedWorkflow>, published: PublishedWorkflow): PublishedWorkflow {
  versions.set(keyOf(published), published)
  const oldest = versions.keys().next()
  if (versions.size > keptVersions && !oldest.done) versions.delete(oldest.value)
  return published
}

function outdated({ version, id }: WorkflowVersion, [problem]: readonly { readonly message: string }[]): RuntimeError {
  const reason = problem?.message ?? 'unknown problem'
  return new RuntimeError('WORKFLOW_OUTDATED', `Version ${version} of workflow ${id} no longer validates: ${reason}`)
}

function isOutdated(error: unknown): boolean {
  return error instanceof RuntimeError && error.code === 'WORKFLOW_OUTDATED'
}

function otherWorkflow(id: string, expected: string): RuntimeError {
  return new RuntimeError('REPLAY_INVALID', `The edited workflow has the id ${id}, but it must be an edit of ${expected}: keep the id.`)
}

function keyOf({ account, id, version }: Pick<WorkflowVersion, 'account' | 'id' | 'version'>): string {
  return `${account}/${id}/${version}`
}

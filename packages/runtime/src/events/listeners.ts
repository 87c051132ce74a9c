import {
  compileTemplate,
  evaluateTemplate,
  isJsonObject,
  type Json,
  type JsonObject,
  type Scope,
  type Template,
  type TriggerDefinition,
} from '@millrace/engine'
import type { Hearing, TriggerType } from '@millrace/kit'
import type { PublishedWorkflow, Workflows } from '../workflows.ts'
import { isPattern, matchesName } from './name-pattern.ts'

/** A trigger of a published workflow that fires for events. */
export interface Listener {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
  readonly type: string
  readonly hearing: Hearing
  readonly filter: Template | undefined
  /** Of a pattern: events count together where this comes to the same. */
  readonly key: Template | undefined
  /** What the filter may read besides `trigger`. */
  readonly vars: JsonObject
}

/** Who listens for which events, of the newest version of each workflow. */
export interface Listeners {
  /** Takes the triggers of all that is published, and from then on of each new version. */
  open(accounts: readonly string[]): Promise<void>
  /** Those that one of the names fits, each once. */
  of(account: string, name: string): readonly Listener[]
  /** Whether there is one. Asked before an event is made that nobody has sent; answered from memory, and false until it is open. */
  hears(account: string, name: string): boolean
  /** The trigger, if it listens for anything now. */
  find(trigger: Pick<Listener, 'account' | 'workflowId' | 'triggerId'>): Listener | undefined
  close(): void
}

export interface ListenersPorts {
  readonly workflows: Pick<Workflows, 'list' | 'onPublished'>
  triggerType(type: string): TriggerType | undefined
  /** What expressions see as `vars`, besides the workflow's own, and as `env`. */
  readonly environment: { readonly vars: JsonObject; readonly env: JsonObject }
  onTrouble(error: unknown): void
}

export function createListeners({ workflows, triggerType, environment, onTrouble }: ListenersPorts): Listeners {
  const accounts = new Map<string, Map<string, readonly Listener[]>>()
  /** Made when it is next asked for: at a start a thousand workflows are published in a row. */
  const indexes = new Map<string, Index>()
  let stop: (() => void) | undefined

  function take(published: PublishedWorkflow): void {
    const { account, id } = published
    const found = listenersOf(published)
    const known = accounts.get(account) ?? new Map<string, readonly Listener[]>()
    if (found.length === 0 && !known.has(id)) return
    if (found.length === 0) known.delete(id)
    else known.set(id, found)
    accounts.set(account, known)
    indexes.delete(account)
  }

  function listenersOf({ account, id: workflowId, version, workflow }: PublishedWorkflow): readonly Listener[] {
    const vars = { ...workflow.vars, ...environment.vars }
    const names = { vars, env: environment.env, workflow: { id: workflowId, name: workflow.name ?? workflowId, version } }
    return Object.entries(workflow.triggers ?? {}).flatMap(([triggerId, definition]) => {
      const { type, disabled } = definition
      const found = disabled === true ? undefined : triggerType(type)
      if (found?.hears === undefined) return []
      try {
        const hearing = found.hears(paramsOf(definition, found, names), workflowId)
        const { filter, key } = hearing
        return [{ account, workflowId, triggerId, type, hearing, filter: templateOf(filter), key: templateOf(key), vars }]
      } catch (cause) {
        onTrouble(new Error(`Trigger ${triggerId} of workflow ${workflowId} listens for nothing: its parameters do not fit.`, { cause }))
        return []
      }
    })
  }

  function indexOf(account: string): Index {
    const known = indexes.get(account)
    if (known !== undefined) return known
    const made = createIndex([...(accounts.get(account)?.values() ?? [])].flat())
    indexes.set(account, made)
    return made
  }

  return {
    async open(names) {
      stop = workflows.onPublished(take)
      for (const account of names) for (const published of await workflows.list(account)) take(published)
    },
    of: (account, name) => indexOf(account).of(name),
    hears: (account, name) => accounts.has(account) && indexOf(account).of(name).length > 0,
    find: ({ account, workflowId, triggerId }) =>
      accounts
        .get(account)
        ?.get(workflowId)
        ?.find((one) => one.triggerId === triggerId),
    close: () => stop?.(),
  }
}

function templateOf(value: Json | undefined): Template | undefined {
  return value === undefined ? undefined : compileTemplate(value).template
}

/** Of the workflow as it is published: nothing has happened yet that an expression could read. */
function paramsOf({ with: written = {} }: TriggerDefinition, { firingParams = [] }: TriggerType, names: JsonObject): JsonObject {
  const { template } = compileTemplate(written, firingParams)
  const params = template.isConstant ? written : evaluateTemplate(template, namesOf(names))
  return isJsonObject(params) ? params : {}
}

/** A scope of these names and no nodes. */
export function namesOf(values: JsonObject): Scope {
  return {
    name: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
    node: () => undefined,
    names: () => Object.keys(values),
    nodeIds: () => [],
  }
}

interface Index {
  of(name: string): readonly Listener[]
}

interface Pattern {
  readonly pattern: string
  readonly place: number
}

const nobody: readonly Listener[] = []

/** Plain names are looked up; patterns are tried, those alone whose first segment may fit. */
function createIndex(listeners: readonly Listener[]): Index {
  const byName = new Map<string, number[]>()
  const byFirst = new Map<string, Pattern[]>()
  for (const [place, { hearing }] of listeners.entries()) {
    for (const name of hearing.names) {
      const first = firstOf(name)
      if (!isPattern(name)) addTo(byName, name, place)
      else addTo(byFirst, first === '**' ? '*' : first, { pattern: name, place })
    }
  }
  return {
    of(name) {
      const patterns = byFirst.size === 0 ? [] : [...(byFirst.get(firstOf(name)) ?? []), ...(byFirst.get('*') ?? [])]
      const plain = byName.get(name)
      if (plain === undefined && patterns.length === 0) return nobody
      // A trigger with several names that fit hears an event once.
      const places = new Set([...(plain ?? []), ...patterns.flatMap(({ pattern, place }) => (matchesName(pattern, name) ? [place] : []))])
      return [...places].sort((one, other) => one - other).flatMap((place) => listeners[place] ?? [])
    },
  }
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}

function firstOf(name: string): string {
  const end = name.indexOf('.')
  return end === -1 ? name : name.slice(0, end)
}

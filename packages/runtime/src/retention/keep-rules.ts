import { nearestWord, type WorkflowSettings } from '@millrace/engine'
import type { SettingStore } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import { type KeepSettingName, keepSettingNames, kindOf } from './keep-settings.ts'

/** Where a value comes from, the strongest first. `switch` and `workflow-switch` were set while the server ran. */
export type SettingOrigin = 'environment' | 'workflow-switch' | 'file' | 'switch' | 'default'

export interface KeepSetting {
  readonly name: KeepSettingName
  readonly value: string
  readonly origin: SettingOrigin
}

/** The workflow that a setting is read for. */
export interface KeepPlace {
  readonly account: string
  readonly workflowId?: string
  readonly settings?: WorkflowSettings | undefined
}

/**
 * Owns: what holds of what is kept, for each workflow, and what was set while the server runs.
 * Invariants: for each setting by itself the environment wins, then what was set for the workflow, then its file, then what was set for all,
 * then the default. What `set` has resolved with is on disk and holds from the next execution and the next clean-up on.
 */
export interface KeepRules {
  value(place: KeepPlace, name: KeepSettingName): KeepSetting
  all(place: KeepPlace): readonly KeepSetting[]
  /** Null takes a value back. Throws `SETTING_INVALID` or `SETTING_IN_ENVIRONMENT`, and has set nothing then. */
  set(place: KeepPlace, changes: Readonly<Record<string, string | null>>): Promise<void>
  /** Another number after each change. */
  revision(): number
}

export type EnvironmentSettings = Readonly<Partial<Record<KeepSettingName, string>>>

export async function openKeepRules(store: SettingStore, environment: EnvironmentSettings = {}): Promise<KeepRules> {
  const switches = new Map<string, string>()
  let revision = 0
  for (const { account, workflowId, name, value } of await store.all()) switches.set(keyOf(account, workflowId, name), value)

  function value(place: KeepPlace, name: KeepSettingName): KeepSetting {
    const { account, workflowId, settings } = place
    const kind = kindOf(name)
    const inEnvironment = environment[name]
    if (inEnvironment !== undefined) return { name, value: inEnvironment, origin: 'environment' }
    const ofWorkflow = workflowId === undefined ? undefined : switches.get(keyOf(account, workflowId, name))
    if (ofWorkflow !== undefined) return { name, value: ofWorkflow, origin: 'workflow-switch' }
    const inFile = settings && kind.inFile?.(settings)
    if (inFile !== undefined) return { name, value: String(inFile), origin: 'file' }
    const ofAll = switches.get(keyOf(account, undefined, name))
    if (ofAll !== undefined) return { name, value: ofAll, origin: 'switch' }
    return { name, value: kind.byDefault, origin: 'default' }
  }

  function check(place: KeepPlace, name: string, given: string | null): void {
    const known = keepSettingNames.find((one) => one === name)
    if (known === undefined) throw unknownSetting(name)
    const { accepts, takes, isShared } = kindOf(known)
    if (environment[known] !== undefined) throw inEnvironment(known)
    if (isShared && place.workflowId !== undefined)
      throw new RuntimeError('SETTING_INVALID', `${known} is one for all workflows: set it without a workflow.`)
    if (given !== null && !accepts(given))
      throw new RuntimeError('SETTING_INVALID', `${known} cannot be ${JSON.stringify(given.slice(0, 80))}: write ${takes}.`)
  }

  return {
    value,
    all: (place) => keepSettingNames.map((name) => value(place, name)),
    async set(place, changes) {
      const { account, workflowId } = place
      for (const [name, given] of Object.entries(changes)) check(place, name, given)
      const writes = Object.entries(changes).map(([name, given]) => ({
        account,
        name,
        value: given,
        ...(workflowId !== undefined && { workflowId }),
      }))
      await store.put(writes)
      for (const [name, given] of Object.entries(changes)) {
        if (given === null) switches.delete(keyOf(account, workflowId, name))
        else switches.set(keyOf(account, workflowId, name), given)
      }
      revision += 1
    },
    revision: () => revision,
  }
}

function keyOf(account: string, workflowId: string | undefined, name: string): string {
  return JSON.stringify([account, workflowId ?? '', name])
}

function unknownSetting(name: string): RuntimeError {
  const near = nearestWord(name, keepSettingNames)
  const hint = near === undefined ? `they are ${keepSettingNames.join(', ')}` : `did you mean ${near}?`
  return new RuntimeError('SETTING_INVALID', `There is no setting ${JSON.stringify(name.slice(0, 80))}: ${hint}`)
}

function inEnvironment(name: KeepSettingName): RuntimeError {
  const family = name.startsWith('capture') ? 'capture' : name.startsWith('redact') ? 'redact' : 'retention'
  const variable = `MILLRACE_${family.toUpperCase()}`
  return new RuntimeError('SETTING_IN_ENVIRONMENT', `${name} is set by ${variable}: change it there, and start again.`)
}

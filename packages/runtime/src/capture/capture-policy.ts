import type { CaptureLevel, Workflow } from '@millrace/engine'
import type { KeepRules } from '../retention/keep-rules.ts'
import { type KeepSettingName, levelOf, limitOf, patternsIn } from '../retention/keep-settings.ts'
import { type HiddenPath, type PathsAt, pathsBelow } from './hidden-paths.ts'
import { patternMask, type TextMask } from './known-patterns.ts'

/** What an execution may leave behind that can be read. */
export interface CapturePolicy {
  readonly inputs: CaptureLevel
  readonly outputs: CaptureLevel
  /** In characters of JSON text. */
  readonly truncate: number | undefined
  /** Whether values are kept as they are, but for what paths and masks hide in them. */
  readonly isWhole: boolean
  readonly paths: readonly HiddenPath[]
  readonly pathsAt: PathsAt
  readonly masks: readonly TextMask[]
}

/** Undefined where everything is kept, which costs an execution nothing. */
export type PolicyOf = (account: string, workflow: Workflow) => CapturePolicy | undefined

/** Made once for a version of a workflow, and again when a setting has changed. */
export function createPolicies(rules: KeepRules): PolicyOf {
  let made = new WeakMap<Workflow, Map<string, CapturePolicy | undefined>>()
  let revision = rules.revision()
  return (account, workflow) => {
    if (revision !== rules.revision()) {
      made = new WeakMap()
      revision = rules.revision()
    }
    const byAccount = made.get(workflow) ?? new Map<string, CapturePolicy | undefined>()
    if (!byAccount.has(account)) made.set(workflow, byAccount.set(account, policyFor(rules, account, workflow)))
    return byAccount.get(account)
  }
}

function policyFor(rules: KeepRules, account: string, { id: workflowId, settings }: Workflow): CapturePolicy | undefined {
  const text = (name: KeepSettingName) => rules.value({ account, workflowId, settings }, name).value
  const inputs = levelOf(text('capture.inputs'))
  const outputs = levelOf(text('capture.outputs'))
  const truncate = limitOf('capture.truncate', text('capture.truncate'))
  const paths = settings?.redact?.paths?.map((path) => path.split('.')) ?? []
  const patterns = new Set([...(settings?.redact?.patterns ?? []), ...patternsIn(text('redact.patterns'))])
  const isWhole = inputs === 'full' && outputs === 'full' && truncate === undefined
  if (isWhole && paths.length === 0 && patterns.size === 0) return undefined
  return {
    inputs,
    outputs,
    truncate,
    isWhole,
    paths,
    pathsAt: pathsBelow(paths),
    masks: [...patterns].map(patternMask),
  }
}

import { createHmac, hkdfSync } from 'node:crypto'
import { type ExecutionEvent, type ExecutionStarted, missingValues, type Workflow } from '@millrace/engine'
import type { Store } from '@millrace/store'
import type { KeyCover } from '../admission/lane-key.ts'
import { RuntimeError } from '../errors.ts'
import type { KeepRules } from '../retention/keep-rules.ts'
import { type CapturePolicy, createPolicies } from './capture-policy.ts'
import { inheritedPaths } from './hidden-places.ts'
import { createHider, type Hider } from './hider.ts'
import { createEventSeal, type EventSeal } from './sealed-events.ts'

/** Decides what of executions can be read, and keeps the rest sealed as long as they need it. */
export interface Capture extends EventSeal {
  /** For an execution that begins with these events, or whose log this is; undefined where all of it may be read. */
  hiderFor(account: string, workflow: Workflow, log: readonly ExecutionEvent[]): Hider | undefined
  /** For the keys of limits, of an execution that begins so. */
  coverKeys(account: string, workflow: Workflow, started: ExecutionStarted): KeyCover
}

export function createCapture({ key, rules }: { readonly key: Uint8Array; readonly rules: KeepRules }): Capture {
  const policyOf = createPolicies(rules)
  const digestKey = Buffer.from(hkdfSync('sha256', key, '', 'millrace keys of limits', 32))

  const hiderFor: Capture['hiderFor'] = (account, workflow, log) => {
    const policy = policyOf(account, workflow)
    const hides = log.some(({ shown }) => shown !== undefined)
    return policy === undefined && !hides && inheritedPaths(log[0]).length === 0 ? undefined : createHider(policy ?? everything, { hides })
  }

  return {
    ...createEventSeal(key),
    hiderFor,
    coverKeys: (account, workflow, started) => ({
      // Of every workflow: what is hidden may change at any time, and equal keys must share a limit all the same.
      digest: (text) => createHmac('sha256', digestKey).update(text).digest('base64url'),
      show: (text) => hiderFor(account, workflow, [started])?.key(started, text) ?? text,
    }),
  }
}

const everything: CapturePolicy = {
  inputs: 'full',
  outputs: 'full',
  truncate: undefined,
  isWhole: true,
  paths: [],
  pathsAt: () => [],
  masks: [],
}

interface Ports {
  readonly store: Pick<Store, 'executions'>
  readonly capture?: EventSeal | undefined
}

/** The log with every value, as the engine needs it. Undefined when some of them are gone: those of an execution that has ended. */
export async function readWholeLog({ store, capture }: Ports, account: string, id: string): Promise<readonly ExecutionEvent[] | undefined> {
  const log = await store.executions.log(account, id)
  if (!log.some(({ shown }) => shown !== undefined)) return log
  const whole: ExecutionEvent[] = log.map(({ shown, ...event }) =>
    missingValues([{ ...event, shown } as ExecutionEvent]).length === 0 ? event : gone,
  )
  for (const { after, text } of await store.executions.sealed(account, id)) {
    if (capture === undefined) throw new Error(`Execution ${id} hides values, and this process has no key to read them with.`)
    const events = capture.open({ account, executionId: id, after }, text)
    whole.splice(after, events.length, ...events)
  }
  return whole.includes(gone) ? undefined : whole
}

const gone: ExecutionEvent = { type: 'cancel-requested', at: 0 }

/** For whoever would begin another execution with what was recorded of this one. Throws `RECORDING_INCOMPLETE`. */
export function requireValues(executionId: string, log: readonly ExecutionEvent[]): void {
  const missing = missingValues(log)
  if (missing.length === 0) return
  const some = missing.slice(0, 3).join(', ')
  throw new RuntimeError(
    'RECORDING_INCOMPLETE',
    `Execution ${executionId} cannot be run again from its record, for values are not in it (${some}${missing.length > 3 ? ', …' : ''}): its workflow says so by settings.capture or settings.redact. Start it anew.`,
  )
}

import type { Json } from '@millrace/engine'

/** What the overlay reads of an execution: `GET /api/v1/executions/{id}`. Times are ISO texts. */
export interface RunView {
  readonly triggerId: string
  readonly status: string
  readonly error?: { readonly step?: string | undefined } | undefined
  readonly steps: readonly RunStep[]
}

export interface RunStep {
  readonly step: string
  readonly node: string
  readonly status: string
  readonly startedAt: string
  readonly finishedAt?: string | undefined
  readonly durationMs?: number | undefined
  readonly port?: string | undefined
  readonly output?: unknown
  readonly error?: { readonly message: string } | undefined
  /** What was masked, cut short or not kept at all. */
  readonly hides?: readonly string[] | undefined
  /** Fields of which only the beginning is here, with the hash of the whole. */
  readonly previews?: { readonly [field: string]: { readonly bytes: number; readonly hash: string } } | undefined
  readonly attempts: readonly { readonly startedAt: string }[]
}

/** An execution whose paths and times have been read, once for all places of the cursor. */
export interface Run<Step extends RunStep = RunStep> {
  readonly triggerId: string
  readonly status: string
  readonly steps: readonly PlacedStep<Step>[]
  /** The path of the step that the execution failed with. */
  readonly failedStep: string | undefined
  /** Epoch milliseconds. */
  readonly startMs: number
  readonly endMs: number
}

export interface PlacedStep<Step extends RunStep = RunStep> {
  readonly step: Step
  readonly startMs: number
  /** Absent while it goes on. */
  readonly endMs: number | undefined
  /** The turns of scopes that it belongs to, the outermost first. */
  readonly turns: readonly Turn[]
  /** What its path begins with, the same for steps of one section of one turn: only between those are edges. */
  readonly section: string
}

/** One iteration of a for-each or loop. */
export interface Turn {
  readonly scope: string
  readonly index: number
}

/** `now`, in epoch milliseconds, is where what still runs ends. */
export function readRun<Step extends RunStep>(view: Omit<RunView, 'steps'> & { readonly steps: readonly Step[] }, now: number): Run<Step> {
  const places = new Map<string, readonly Turn[]>() // Steps of one section have the same turns.
  const steps = view.steps.map((step) => placeStep(step, places))
  const startMs = steps.reduce((least, one) => Math.min(least, one.startMs), steps[0]?.startMs ?? now)
  const endMs = steps.reduce((most, one) => Math.max(most, one.endMs ?? now), startMs)
  const isFailed = ['failed', 'timed_out', 'crashed'].includes(view.status)
  const failed = isFailed ? (view.error?.step ?? steps.findLast(({ step }) => isFailure(step.status))?.step.step) : undefined
  return { triggerId: view.triggerId, status: view.status, steps, failedStep: failed, startMs, endMs }
}

function placeStep<Step extends RunStep>(step: Step, places: Map<string, readonly Turn[]>): PlacedStep<Step> {
  const section = step.step.slice(0, Math.max(0, step.step.lastIndexOf('.')))
  const turns = places.get(section) ?? turnsIn(section)
  places.set(section, turns)
  const endMs = step.finishedAt === undefined ? undefined : Date.parse(step.finishedAt)
  return { step, startMs: Date.parse(step.startedAt), endMs, turns, section }
}

function turnsIn(section: string): readonly Turn[] {
  return section.split('.').flatMap((word): Turn[] => {
    const [, scope, index] = /^(.+)\[(\d+)\]$/.exec(word) ?? []
    return scope === undefined ? [] : [{ scope, index: Number(index) }]
  })
}

export function isFailure(status: string): boolean {
  return status === 'failed' || status === 'timed_out' || status === 'crashed'
}

/** How many items a step gave out, where that can be told. */
export function itemCount(output: unknown): number | undefined {
  if (Array.isArray(output)) return output.length
  const { items } = (typeof output === 'object' && output !== null ? output : {}) as { readonly items?: Json }
  return Array.isArray(items) ? items.length : undefined
}

import type { StepChange, StepError, StepStatus } from '@millrace/engine'

/** What the live view knows of one step. Times are milliseconds since 1970. */
export interface StepView {
  readonly path: string
  readonly type: string
  readonly status: StepStatus
  readonly startedAt: number
  readonly finishedAt?: number
  readonly attempt: number
  readonly port?: string
  readonly error?: StepError
  readonly reason?: string
  readonly until?: number
}

/**
 * A place in the tree: a step, or what groups steps: an iteration (`[3]`) or a part of a try (`catch`).
 * Children stand in the order in which they appeared.
 */
export interface Branch {
  readonly label: string
  readonly step: StepView | undefined
  readonly children: readonly Branch[]
}

interface MutableBranch {
  label: string
  step: StepView | undefined
  children: MutableBranch[]
  byLabel: Map<string, MutableBranch>
}

export interface StepTree {
  /** Answers with the step as it is now. */
  apply(change: StepChange): StepView
  readonly root: Branch
}

/** Gathers changes into the tree that their step paths spell. */
export function createStepTree(): StepTree {
  const root = newBranch('')
  return {
    root,
    apply(change) {
      let branch = root
      for (const label of labelsOf(change.step)) branch = childOf(branch, label)
      branch.step = changed(branch.step, change)
      return branch.step
    },
  }
}

/** `each_line[3].ship` is `each_line`, `[3]`, `ship`. */
export function labelsOf(path: string): readonly string[] {
  return path.match(/\[\d+\]|[^.[]+/g) ?? [path]
}

function newBranch(label: string): MutableBranch {
  return { label, step: undefined, children: [], byLabel: new Map() }
}

function childOf(parent: MutableBranch, label: string): MutableBranch {
  const known = parent.byLabel.get(label)
  if (known !== undefined) return known
  const child = newBranch(label)
  parent.byLabel.set(label, child)
  parent.children.push(child)
  return child
}

function changed(before: StepView | undefined, { step: path, type, status, at, attempt, ...change }: StepChange): StepView {
  return {
    path,
    type,
    status,
    startedAt: before?.startedAt ?? at,
    attempt: attempt ?? before?.attempt ?? 1,
    ...(isSettled(status) && { finishedAt: at }),
    ...(change.port !== undefined && { port: change.port }),
    ...(change.error && { error: change.error }),
    ...(change.reason !== undefined && { reason: change.reason }),
    ...(change.until !== undefined && { until: change.until }),
  }
}

export function isSettled(status: StepStatus): boolean {
  return status !== 'running' && status !== 'waiting' && status !== 'retrying'
}

/** The status of a branch: its step's, or what most needs to be seen of those inside. */
export function statusOf(branch: Branch): StepStatus {
  if (branch.step !== undefined) return branch.step.status
  const inside = new Set(branch.children.map(statusOf))
  return urgency.find((status) => inside.has(status)) ?? 'running'
}

const urgency: readonly StepStatus[] = ['running', 'retrying', 'waiting', 'failed', 'timed_out', 'canceled', 'success', 'skipped']

/** What the timeline reads of a step, as the API tells it. Times are ISO texts. */
export interface TimedStep {
  readonly step: string
  readonly node: string
  readonly status: string
  readonly startedAt: string
  readonly finishedAt?: string
  readonly until?: string
  readonly attempts: readonly {
    readonly attempt: number
    readonly startedAt: string
    readonly finishedAt?: string
    readonly retryDelayMs?: number
  }[]
}

/** One line of the waterfall: a step, or an iteration that holds steps. */
export interface TimelineRow<Step extends TimedStep = TimedStep> {
  /** The path of the step, or of the iteration, such as `items[3]`. */
  readonly id: string
  readonly depth: number
  /** The last part of the path, for reading. */
  readonly name: string
  /** Of the section of a scope, `catch` or `finally`. */
  readonly section: string | undefined
  readonly step: Step | undefined
  readonly status: string
  readonly hasChildren: boolean
  readonly isOpen: boolean
  readonly bars: readonly TimelineBar[]
}

/** From and to as parts of the whole, 0 to 1. */
export interface TimelineBar {
  readonly kind: 'run' | 'wait' | 'retry'
  readonly from: number
  readonly to: number
}

export interface Timeline<Step extends TimedStep = TimedStep> {
  readonly rows: readonly TimelineRow<Step>[]
  /** Of the whole, in milliseconds. */
  readonly spanMs: number
}

interface Branch<Step extends TimedStep> {
  readonly id: string
  readonly name: string
  readonly section: string | undefined
  step: Step | undefined
  readonly children: Branch<Step>[]
}

interface Span {
  readonly startMs: number
  readonly lengthMs: number
}

/**
 * The steps of an execution as a waterfall, in the order in which they began, those of a scope below it. `folded` holds the ids of rows whose
 * inside is hidden; `now`, in epoch milliseconds, is where what still runs ends.
 */
export function timelineOf<Step extends TimedStep>(steps: readonly Step[], folded: ReadonlySet<string>, now: number): Timeline<Step> {
  const span = spanOf(steps, now)
  const rows: TimelineRow<Step>[] = []
  const visit = ({ id, name, section, step, children }: Branch<Step>, depth: number) => {
    const isOpen = children.length > 0 && !folded.has(id)
    rows.push({
      ...{ id, depth, name, section, step, isOpen },
      status: step?.status ?? worstOf(children.map((child) => child.step?.status ?? '')),
      hasChildren: children.length > 0,
      bars: step === undefined ? barOfAll(children, span, now) : barsOf(step, span, now),
    })
    if (isOpen) for (const child of children) visit(child, depth + 1)
  }
  for (const branch of branchesOf(steps)) visit(branch, 0)
  return { rows, spanMs: span.lengthMs }
}

/** Steps below the scopes that hold them; iterations and what has no step of its own become branches too. */
function branchesOf<Step extends TimedStep>(steps: readonly Step[]): readonly Branch<Step>[] {
  const roots: Branch<Step>[] = []
  const known = new Map<string, Branch<Step>>()
  const branchAt = (parts: readonly PathPart[]): Branch<Step> => {
    const part = parts.at(-1)
    const id = part?.id ?? ''
    const found = known.get(id)
    if (found !== undefined) return found
    const made: Branch<Step> = { id, name: part?.name ?? id, section: part?.section, step: undefined, children: [] }
    known.set(id, made)
    const above = parts.slice(0, -1)
    if (above.length === 0) roots.push(made)
    else branchAt(above).children.push(made)
    return made
  }
  for (const step of steps) branchAt(partsOf(step.step)).step = step
  return roots
}

interface PathPart {
  /** The path up to here. */
  readonly id: string
  readonly name: string
  readonly section: string | undefined
}

/** `items[3].charge` is `items`, its iteration `items[3]`, and in it `charge`; `order.catch.refund` is `order` and, in its `catch`, `refund`. */
function partsOf(path: string): readonly PathPart[] {
  const parts: PathPart[] = []
  let id = ''
  let section: string | undefined
  for (const word of path.split('.')) {
    const whole = id === '' ? word : `${id}.${word}`
    id = whole
    if (word === 'catch' || word === 'finally') {
      section = word
      continue
    }
    const bracket = word.indexOf('[')
    if (bracket > 0) parts.push({ id: whole.slice(0, whole.length - word.length + bracket), name: word.slice(0, bracket), section })
    parts.push({ id: whole, name: bracket > 0 ? word.slice(bracket) : word, section: bracket > 0 ? undefined : section })
    section = undefined
  }
  return parts
}

function spanOf(steps: readonly TimedStep[], now: number): Span {
  const ran = steps.filter(({ attempts, status }) => attempts.length > 0 || status !== 'skipped')
  if (ran.length === 0) return { startMs: now, lengthMs: 0 }
  const startMs = Math.min(...ran.map(({ startedAt }) => Date.parse(startedAt)))
  const endMs = Math.max(...ran.map((step) => endOf(step, now)))
  return { startMs, lengthMs: Math.max(0, endMs - startMs) }
}

function endOf({ finishedAt }: TimedStep, now: number): number {
  return finishedAt === undefined ? now : Date.parse(finishedAt)
}

/** An attempt is a bar, and so is the time between two of them; what waits for somebody or for a time is one bar of waiting. */
function barsOf(step: TimedStep, span: Span, now: number): readonly TimelineBar[] {
  if (step.status === 'skipped') return []
  const end = endOf(step, now)
  if (step.attempts.length === 0) return [bar('wait', Date.parse(step.startedAt), end, span)]
  const bars: TimelineBar[] = []
  for (const { startedAt, finishedAt, retryDelayMs } of step.attempts) {
    const from = Date.parse(startedAt)
    const to = finishedAt === undefined ? end : Date.parse(finishedAt)
    bars.push(bar(step.status === 'waiting' && finishedAt === undefined ? 'wait' : 'run', from, to, span))
    if (retryDelayMs !== undefined && finishedAt !== undefined) bars.push(bar('retry', to, Math.min(to + retryDelayMs, end), span))
  }
  return bars
}

/** Of an iteration: from the begin of its first step to the end of its last. */
function barOfAll(children: readonly Branch<TimedStep>[], span: Span, now: number): readonly TimelineBar[] {
  const steps = children.flatMap(allSteps).filter(({ status }) => status !== 'skipped')
  if (steps.length === 0) return []
  const from = Math.min(...steps.map(({ startedAt }) => Date.parse(startedAt)))
  return [bar('run', from, Math.max(...steps.map((step) => endOf(step, now))), span)]
}

function allSteps({ step, children }: Branch<TimedStep>): readonly TimedStep[] {
  return [...(step === undefined ? [] : [step]), ...children.flatMap(allSteps)]
}

function bar(kind: TimelineBar['kind'], from: number, to: number, { startMs, lengthMs }: Span): TimelineBar {
  const part = (at: number) => (lengthMs === 0 ? 0 : Math.max(0, Math.min(1, (at - startMs) / lengthMs)))
  return { kind, from: part(from), to: Math.max(part(from), part(to)) }
}

const gravest = ['crashed', 'failed', 'timed_out', 'running', 'retrying', 'waiting', 'canceled', 'success', 'skipped']

function worstOf(statuses: readonly string[]): string {
  return gravest.find((status) => statuses.includes(status)) ?? 'success'
}

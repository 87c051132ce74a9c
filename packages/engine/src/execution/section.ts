import type { Section } from '../graph/plan.ts'
import { isTaken } from '../graph/taken-edge.ts'
import type { Json } from '../json.ts'
import type { SectionRun, StepRun } from './state.ts'
import { isSettled, setStatus, type Turn } from './turn.ts'

/** How a section run begins; see `SectionRun` for the fields. */
export type SectionStart = Pick<SectionRun, 'owner' | 'prefix' | 'input'> & Partial<Pick<SectionRun, 'iteration' | 'item' | 'error'>>

/** Opens a run of a section: its entry nodes are activated in file order. */
export function openSection(turn: Turn, section: Section, start: SectionStart): SectionRun {
  const run: SectionRun = { ...start, section, steps: [], open: section.nodes.length }
  for (const node of section.nodes) run.steps.push(newStep(run, node))
  for (const entry of section.entries) activateLater(turn, stepAt(run, entry.index))
  if (run.open === 0) turn.agenda.push({ do: 'close-section', run })
  return run
}

function newStep(run: SectionRun, node: StepRun['node']): StepRun {
  return {
    path: run.prefix + node.id,
    node,
    run,
    status: 'pending',
    resolved: 0,
    arrivals: [],
    attempt: 0,
    scheduledAt: 0,
    port: undefined,
    endsPath: false,
    output: null,
    error: undefined,
    pathError: run.error,
    wait: undefined,
    memory: undefined,
    scope: undefined,
  }
}

function stepAt(run: SectionRun, index: number): StepRun {
  const step = run.steps[index]
  if (step === undefined)
    throw new Error(`Section run ${run.prefix || 'root'} has no step ${index}: the plan and the state do not belong together.`)
  return step
}

function activateLater(turn: Turn, step: StepRun): void {
  turn.agenda.push({ do: 'activate', step })
}

/** Resolves all edges of a step that has settled, and closes the section behind the last one. */
export function leaveStep(turn: Turn, step: StepRun): void {
  for (const edge of step.node.outgoing) {
    const taken = !step.endsPath && step.port !== undefined && isTaken(edge, step.port)
    resolveEdge(turn, stepAt(step.run, edge.to.index), step, taken)
  }
  step.run.open--
  if (step.run.open === 0) turn.agenda.push({ do: 'close-section', run: step.run })
}

function resolveEdge(turn: Turn, target: StepRun, from: StepRun, taken: boolean): void {
  target.resolved++
  if (taken) arrive(target, from)
  if (target.status !== 'pending') return
  const allKnown = target.resolved === target.node.incoming.length
  if (target.arrivals.length === 0) {
    if (allKnown && turn.state.test?.forced?.has(target.node.id)) activateLater(turn, target)
    else if (allKnown) skipStep(turn, target, skipReason(target))
  } else if (allKnown || (target.node.definition.join === 'any' && target.arrivals.length === 1 && taken)) {
    activateLater(turn, target)
  }
}

function arrive(target: StepRun, from: StepRun): void {
  if (target.status !== 'pending') return
  if (target.node.definition.join === 'any' && target.arrivals.length > 0) return
  if (!target.arrivals.includes(from)) target.arrivals.push(from)
  target.pathError ??= from.pathError
}

function skipStep(turn: Turn, step: StepRun, reason: string): void {
  setStatus(turn, step, 'skipped', { reason })
  turn.agenda.push({ do: 'leave', step })
}

function skipReason(step: StepRun): string {
  const parts = step.node.incoming.map(({ from }) => {
    const before = stepAt(step.run, from.index)
    if (before.endsPath) return before.status === 'success' ? `${from.id} ended its path` : `${from.id} failed`
    return before.port === undefined ? `${from.id} was not run` : `${from.id} left by ${before.port}`
  })
  return [...new Set(parts)].join(', ')
}

/** What a section gives back: the output of the last step that ran, or of several last ones a map by node id. */
export function sectionResult(run: SectionRun): Json {
  const last = run.steps.filter(isLast)
  if (last.length === 0) return null
  if (last.length === 1) return last[0]?.output ?? null
  return Object.fromEntries(last.map((step) => [step.node.id, step.output]))
}

function isLast(step: StepRun): boolean {
  const { port } = step
  return port !== undefined && (step.endsPath || !step.node.outgoing.some((edge) => isTaken(edge, port)))
}

/** Whether anything in the run can still change. */
export function unsettledSteps(run: SectionRun): readonly StepRun[] {
  return run.steps.filter((step) => !isSettled(step))
}

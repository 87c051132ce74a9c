import type { Plan, PlanNode, Section } from '../graph/plan.ts'
import { endExecution } from './end-execution.ts'
import type { GivenOutcome, TestFact, TestTarget } from './event.ts'
import type { StepRun } from './state.ts'
import { setStatus, type Turn } from './turn.ts'

/**
 * Owns: which nodes a test run has, and what stands in for those that it does not run.
 * Does not own: what is given (the caller's), and how a step that is run settles. See SPEC.md, M1 and on.
 */
export interface TestRun {
  /** By node id. */
  readonly given: Readonly<Record<string, GivenOutcome>>
  readonly target?: TestTarget
  /** The nodes that are part of it; without it, all are. */
  readonly needed?: ReadonlySet<string>
  /** Of those: the ones that begin although no edge leads to them. */
  readonly forced?: ReadonlySet<string>
  /** The target, and the scopes that hold it: nothing follows from them. */
  readonly last?: ReadonlySet<string>
}

/** Asked once, at the start. A target that the plan does not have leaves nothing to run. */
export function readTest(plan: Plan, { given = {}, target }: TestFact): TestRun {
  if (target === undefined) return { given }
  const node = plan.nodes.get(target.node)
  const around = node === undefined ? [] : scopesAround(plan, node)
  const last = new Set([target.node, ...around.map(({ id }) => id)])
  // What holds the target cannot be stood in for.
  const fit = Object.entries(given).filter(([id]) => !last.has(id) || (id === target.node && !target.alone))
  const test = { given: Object.fromEntries(fit), target, last }
  if (target.alone) {
    const needed = new Set([...last, ...(node === undefined ? [] : inside(node))])
    return { ...test, needed, forced: new Set([...last, ...Object.keys(test.given)]) }
  }
  const needed = neededFor(plan, test.given, node === undefined ? [] : [node, ...around])
  return { ...test, needed, forced: new Set(forcedIn(plan, test.given, needed)) }
}

/** The innermost first. */
function scopesAround(plan: Plan, node: PlanNode): readonly PlanNode[] {
  const around: PlanNode[] = []
  for (let owner = ownerOf(plan, node.section); owner !== undefined; owner = ownerOf(plan, owner.section)) around.push(owner)
  return around
}

function ownerOf(plan: Plan, section: Section): PlanNode | undefined {
  return [...plan.nodes.values()].find(({ scope }) => scope !== undefined && sectionsOf(scope).includes(section))
}

function sectionsOf(scope: NonNullable<PlanNode['scope']>): readonly Section[] {
  return [scope.body, scope.catch, scope.finally].filter((section) => section !== undefined)
}

function inside({ scope }: PlanNode): readonly string[] {
  if (scope === undefined) return []
  return sectionsOf(scope).flatMap(({ nodes }) => nodes.flatMap((node) => [node.id, ...inside(node)]))
}

/** The target, what leads to it, and what leads to the scopes that hold it, as far as nothing is given in its place. */
function neededFor(plan: Plan, given: TestRun['given'], ends: readonly PlanNode[]): ReadonlySet<string> {
  const needed = new Set<string>()
  const last = new Set(ends)

  function need(node: PlanNode): void {
    if (needed.has(node.id)) return
    needed.add(node.id)
    if (Object.hasOwn(given, node.id)) return
    // Of a scope that holds the target only what leads there is needed.
    if (!last.has(node) || node === ends[0]) for (const id of inside(node)) needed.add(id)
    for (const { from } of node.incoming) need(from)
    const owner = ownerOf(plan, node.section)
    for (const before of owner?.scope === undefined ? [] : partsBefore(owner.scope, node.section)) before.nodes.forEach(need)
  }

  for (const end of ends) need(end)
  return needed
}

/** A `catch` comes of the body, and a `finally` of both. */
function partsBefore(scope: NonNullable<PlanNode['scope']>, { part }: Section): readonly Section[] {
  if (part === 'catch') return [scope.body]
  return part === 'finally' ? sectionsOf(scope).slice(0, -1) : []
}

/** What is given and would be led to by nothing that is run. */
function forcedIn(plan: Plan, given: TestRun['given'], needed: ReadonlySet<string>): readonly string[] {
  return Object.keys(given).filter((id) => needed.has(id) && plan.nodes.get(id)?.incoming.every(({ from }) => !needed.has(from.id)))
}

/** Whether something stands in for a step that would begin now. */
export function standsIn(turn: Turn, test: TestRun, step: StepRun): boolean {
  const { id } = step.node
  const given = Object.hasOwn(test.given, id) ? test.given[id] : undefined
  if (given !== undefined) giveOutcome(turn, step, given)
  else if (test.needed?.has(id) === false) setStatus(turn, step, 'skipped', { reason: 'not part of the test run' })
  else {
    if (test.target?.node === id && test.target.input !== undefined) step.givenInput = test.target.input
    return false
  }
  turn.agenda.push({ do: 'leave', step })
  return true
}

function giveOutcome(turn: Turn, step: StepRun, { port, output }: GivenOutcome): void {
  step.port = port ?? step.node.ports[0] ?? 'success'
  step.output = output
  setStatus(turn, step, 'success', { port: step.port, output, startedAt: turn.at, given: true })
}

/** A step of a test run has settled. False when the execution is over with it. */
export function goesOnInTest(turn: Turn, { target, last }: TestRun, step: StepRun): boolean {
  if (last?.has(step.node.id) !== true) return true
  step.endsPath = true
  if (target?.alone !== true || target.node !== step.node.id) return true
  if (step.error === undefined) endExecution(turn, 'success', step.output, undefined)
  else endExecution(turn, 'failed', null, step.error)
  return false
}

/** The scope holds the node that is run alone: then this is all that it is opened for. */
export function aloneIn({ state: { test } }: Turn, step: StepRun): TestTarget | undefined {
  return test?.target?.alone === true && test.target.node !== step.node.id && test.last?.has(step.node.id) ? test.target : undefined
}

/** Which iteration of a scope the node is run in, from 0. */
export function aloneIteration(target: TestTarget, step: StepRun): number {
  const at = target.at ?? {}
  return Object.hasOwn(at, step.node.id) ? (at[step.node.id] ?? 0) : 0
}

/** The part of a `try` that holds the node. */
export function alonePart(plan: Plan, target: TestTarget, step: StepRun): Section | undefined {
  const parts = step.node.scope === undefined ? [] : sectionsOf(step.node.scope)
  const holds = (section: Section): boolean => section.nodes.some((node) => node.id === target.node || inside(node).includes(target.node))
  return plan.nodes.has(target.node) ? parts.find(holds) : undefined
}

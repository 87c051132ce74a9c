import { rootNames } from '../expression/root-names.ts'
import type { Scope } from '../expression/scope.ts'
import type { Plan, Section } from '../graph/plan.ts'
import type { Json, JsonObject } from '../json.ts'
import type { StepError } from './event.ts'
import type { ExecutionState, SectionRun, StepRun } from './state.ts'

/** Where expressions are evaluated: in a step, or in a section run as `until` is. */
export interface Place {
  readonly run: SectionRun
  /** What `input` stands for. */
  readonly input: Json
  readonly error: StepError | undefined
  readonly now: number
}

export function placeOf(step: StepRun): Place {
  return { run: step.run, input: stepInput(step), error: step.pathError, now: step.scheduledAt }
}

/** What arrived over the taken edges: one value, or with several a map by node id. */
export function stepInput(step: StepRun): Json {
  if (step.givenInput !== undefined) return step.givenInput
  const [first, ...others] = step.arrivals
  if (first === undefined) return step.run.input
  if (others.length === 0) return first.output
  return Object.fromEntries(step.arrivals.map((from) => [from.node.id, from.output]))
}

/** What is never recorded: the caller brings it into the scope of the one step that is about to run. */
export interface HiddenValues {
  readonly secrets?: JsonObject
  /** By node id: where that node will wait. */
  readonly waiting?: JsonObject
}

/** The names that expressions see. `secrets` and `waiting` are there only when the caller brings their values. */
export function stepScope(plan: Plan, state: ExecutionState, place: Place, hidden: HiddenValues = nothingHidden): Scope {
  return {
    name: (name) => rootValue(name, state, place, hidden),
    node: (id) => nodeView(plan, place.run, id),
    names: () => rootNames.filter((name) => rootValue(name, state, place, hidden) !== undefined || name === 'nodes' || name === 'secrets'),
    nodeIds: () => [...plan.nodes.keys()],
  }
}

const nothingHidden: HiddenValues = {}

function rootValue(name: string, state: ExecutionState, place: Place, hidden: HiddenValues): Json | undefined {
  switch (name) {
    case 'trigger':
      return state.trigger
    case 'inputs':
      return state.inputs
    case 'input':
      return place.input
    case 'item':
      return nearest(place.run, (run) => run.item)
    case 'index':
      return nearest(place.run, (run) => run.iteration)
    case 'error':
      return errorView(place.error ?? nearest(place.run, (run) => run.error ?? run.owner?.pathError))
    case 'vars':
      return state.vars
    case 'env':
      return state.env
    case 'secrets':
      return hidden.secrets
    case 'waiting':
      return hidden.waiting
    case 'execution':
      return { id: state.executionId, startedAt: isoTime(state.startedAt) }
    case 'workflow':
      return { id: state.workflow.id, version: state.workflow.version, name: state.workflow.name ?? state.workflow.id }
    case 'now':
      return isoTime(place.now)
    default:
      return undefined
  }
}

function nearest<T>(from: SectionRun, read: (run: SectionRun) => T | undefined): T | undefined {
  for (let run: SectionRun | undefined = from; run !== undefined; run = run.owner?.run) {
    const value = read(run)
    if (value !== undefined) return value
  }
  return undefined
}

function nodeView(plan: Plan, from: SectionRun, id: string): Json | undefined {
  const node = plan.nodes.get(id)
  if (node === undefined) return undefined
  const step = nearest(from, (run) => visibleRun(run, node.section)?.steps[node.index])
  if (step === undefined) return undefined
  return {
    output: step.output,
    status: step.status,
    ...(step.port !== undefined && { port: step.port }),
    ...(step.error && { error: errorView(step.error) }),
  }
}

/** The run of that section that can be seen from inside `run`: itself, or in `catch` and `finally` the body. */
function visibleRun(run: SectionRun, section: Section): SectionRun | undefined {
  if (run.section === section) return run
  const scope = run.owner?.scope
  return scope?.kind === 'try' && scope.body?.section === section ? scope.body : undefined
}

/** An error as plain data for expressions and outputs: no stack. */
export function errorView(error: StepError): JsonObject
export function errorView(error: StepError | undefined): JsonObject | undefined
export function errorView(error: StepError | undefined): JsonObject | undefined {
  if (error === undefined) return undefined
  const { code, class: errorClass, message, step, details } = error
  return { code, class: errorClass, message, ...(step !== undefined && { step }), ...(details !== undefined && { details }) }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

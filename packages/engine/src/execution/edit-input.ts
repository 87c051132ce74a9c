import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { ExecutionState, StepRun } from './state.ts'

/** What must be given so that a step sees another `input`; or why that cannot be. */
export type InputEdit =
  | { readonly ok: true; readonly outputs: Readonly<Record<string, Json>> }
  /** The step is an entry of the workflow: the trigger brought its input. */
  | { readonly ok: true; readonly triggerData: JsonObject }
  /** It is an entry of an iteration, whose path this is: the list brought its input. */
  | { readonly ok: true; readonly items: Readonly<Record<string, Json>> }
  | { readonly ok: false; readonly why: string }

/** `input` is edited where it comes from, so that all that reads it sees the same. */
export function editInput(state: ExecutionState, from: string, input: Json): InputEdit {
  const step = state.live.get(from)
  return step === undefined ? refuse(`${from} does not wait to be run`) : editInputOf(step, input)
}

function editInputOf(step: StepRun, input: Json): InputEdit {
  const [first, ...others] = step.arrivals
  if (first === undefined) return editSectionInput(step, input)
  if (others.length === 0) return editOutput(first, input)
  if (!isJsonObject(input)) return refuse(`${step.path} sees the outputs of several nodes: give a map by node id`)
  const outputs: Record<string, Json> = {}
  for (const [id, value] of Object.entries(input)) {
    const arrival = step.arrivals.find(({ node }) => node.id === id)
    if (arrival === undefined) {
      const known = step.arrivals.map(({ node }) => node.id).join(', ')
      return refuse(`${step.path} has no input from ${id}: it sees the outputs of ${known}`)
    }
    const edit = editOutput(arrival, value)
    if (!edit.ok) return edit
    if (!('outputs' in edit)) return refuse(`${id} is disabled and passes on what is not an output`)
    Object.assign(outputs, edit.outputs)
  }
  return { ok: true, outputs }
}

function editOutput(step: StepRun, output: Json): InputEdit {
  if (step.status === 'success') return { ok: true, outputs: { [step.path]: output } }
  // A disabled node passes on what it gets.
  if (step.status === 'skipped') return editInputOf(step, output)
  return refuse(`its input is the failure of ${step.path}, which is kept`)
}

function editSectionInput({ path, run }: StepRun, input: Json): InputEdit {
  const { owner, iteration } = run
  if (owner === undefined) {
    return isJsonObject(input)
      ? { ok: true, triggerData: input }
      : refuse(`${path} begins the workflow, so its input is the trigger's data: give a map`)
  }
  if (run.item !== undefined) return { ok: true, items: { [`${owner.path}[${iteration}]`]: input } }
  if (iteration !== undefined && iteration > 0)
    return refuse(`its input is the result of the iteration before: give the output of the step that made it`)
  return editInputOf(owner, input)
}

function refuse(why: string): InputEdit {
  return { ok: false, why }
}

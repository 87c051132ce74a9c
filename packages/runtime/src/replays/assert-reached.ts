import { type Json, nearestWord, nodeIdOf, type Plan, type Recording, type ReplayPrefix } from '@millrace/engine'
import { RuntimeError } from '../errors.ts'

const mostNamed = 5

/** Throws unless the chosen step is about to run, or has come to its end of itself as a scope without items does. */
export function assertReached(from: string, { target }: ReplayPrefix, recording: Recording, plan: Plan): void {
  if (target === undefined && !recording.steps.has(from)) throw unknownStep(from, recording, plan)
  const { status, reason } = target ?? {}
  if (status !== undefined && status !== 'skipped' && status !== 'canceled') return
  const why = reason === undefined ? 'nothing that is kept leads to it' : reason
  throw new RuntimeError('STEP_NOT_REACHED', `Step ${from} is not reached: ${why}. Replay from a step before it.`)
}

function unknownStep(from: string, { steps, executionId }: Recording, plan: Plan): RuntimeError {
  const named = nodeIdOf(from)
  const known = [...steps.keys()]
  const same = known.filter((path) => nodeIdOf(path) === named)
  const nearest = nearestWord(from, known) ?? nearestWord(named, [...plan.nodes.keys()])
  const hint = same.length > 0 ? list(same) : nearest === undefined ? list(known) : nearest
  const question = hint === '' ? '' : ` Did you mean ${hint}?`
  return new RuntimeError('STEP_NOT_FOUND', `Execution ${executionId} has no step ${JSON.stringify(from.slice(0, 200))}.${question}`)
}

function list(paths: readonly string[]): string {
  const more = paths.length > mostNamed ? ' …' : ''
  return paths.slice(0, mostNamed).join(', ') + more
}

/** Throws when an output is given to a step that is not kept. */
export function assertGiven(outputs: Readonly<Record<string, Json>>, { kept }: ReplayPrefix, recording: Recording): void {
  const known = new Set(kept)
  for (const path of Object.keys(outputs)) {
    if (known.has(path) && recording.steps.get(path)?.status === 'success') continue
    const step = recording.steps.get(path)
    const why =
      step === undefined
        ? `the execution has no such step`
        : step.status === 'success'
          ? 'it is run again, or not reached'
          : `it did not succeed, it ${step.status === 'skipped' ? 'was skipped' : `ended as ${step.status}`}`
    throw new RuntimeError('REPLAY_INVALID', `No output can be given to ${path.slice(0, 200)}: ${why}. Give one to a step that is kept.`)
  }
}

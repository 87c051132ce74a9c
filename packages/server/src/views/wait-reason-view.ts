import { type ExecutionHistory, isFinal, type StepRecord, type WaitReason, waitSentence } from '@millrace/engine'
import type { ExecutionReason, LiveMessage, OpenWait, ToldReason } from '@millrace/runtime'
import type { z } from 'zod'
import { approvalOf } from '../waiting/approval.ts'
import { isoTime } from './iso-time.ts'
import type { waitsFor } from './wait-reason-schema.ts'

type View = z.infer<typeof waitsFor>

/** Why an execution has not ended. */
export function executionReasonView({ reason, sentence }: ToldReason, waits: readonly OpenWait[] = []): View {
  const wait = 'step' in reason ? waits.find(({ step }) => step === reason.step) : undefined
  return decided(reasonView(reason, sentence), wait)
}

/** Why a step has not settled; nothing of one that has, or whose execution has ended. */
export function stepReasonView(
  { waitsFor: reason }: StepRecord,
  status: ExecutionHistory['status'],
  wait: OpenWait | undefined,
  now: number,
): { readonly waitsFor?: View } {
  if (reason === undefined || isFinal(status)) return {}
  return { waitsFor: decided(reasonView(reason, waitSentence(reason, now)), wait) }
}

type StepWait = NonNullable<LiveMessage['waits']>[number]

/** Why a step has begun to wait at this time, as those who watch are told. */
export function stepWaitView({ step, reason }: StepWait, executionId: string, at: number): View {
  const about = reason.code === 'answer' && reason.about !== undefined && { about: reason.about }
  return decided(reasonView(reason, waitSentence(reason, at)), { executionId, step, ...about })
}

function reasonView(reason: WaitReason | ExecutionReason, sentence: string): View {
  const { since, until, about: _, error, ...rest } = { until: undefined, about: undefined, error: undefined, ...reason }
  return {
    ...rest,
    sentence,
    since: isoTime(since),
    ...(until !== undefined && { until: isoTime(until) }),
    ...(error !== undefined && { error: typeof error === 'string' ? error : error.code }),
  }
}

/** Somebody who decides is told so, and how: with a command, for the address is a credential. */
function decided(view: View, wait: Pick<OpenWait, 'executionId' | 'step' | 'about'> | undefined): View {
  if (view.code !== 'answer' || wait === undefined || approvalOf(wait) === undefined) return view
  const sentence = view.sentence.replace('an answer at its address', 'a decision')
  return { ...view, code: 'decision', sentence: `${sentence}: millrace execution approve ${wait.executionId} ${wait.step}` }
}

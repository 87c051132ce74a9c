import type { StartedExecution } from '@millrace/runtime'
import { type Answer, jsonAnswer } from '../answer.ts'
import type { Settings } from '../server-ports.ts'
import { finishedView } from '../views/execution-view.ts'
import { acceptedAnswer } from '../webhook/webhook-answer.ts'

/** For whoever waits: the end; or, should that take too long, where to look for it. */
export async function endedAnswer(settings: Settings, started: StartedExecution): Promise<Answer> {
  const end = await settings.patience.within(started.finished, settings.answerTimeoutMs)
  if (end === 'late') return acceptedAnswer(settings, started)
  const url = started.isRecorded ? `${settings.publicUrl}/api/v1/executions/${end.executionId}` : undefined
  return jsonAnswer(200, finishedView(end, url))
}

import { type ExecutionStarted, newExecution, transition } from '@millrace/engine'
import type { CreateExecution } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import type { PublishedWorkflow } from '../workflows.ts'

/** The start of an execution that is created before it runs, as it may be read, with the whole of it sealed where that hides anything. */
export function hiddenStart(
  { capture }: Pick<RuntimePorts, 'capture'>,
  { account, workflow, plan }: Pick<PublishedWorkflow, 'account' | 'workflow' | 'plan'>,
  event: ExecutionStarted,
): Pick<CreateExecution, 'events' | 'sealed'> {
  const hider = capture?.hiderFor(account, workflow, [event])
  if (capture === undefined || hider === undefined) return { events: [event] }
  const state = newExecution()
  const shown = hider.show(event, transition(plan, state, event).changes, state)
  if (!shown.isHidden) return { events: [shown.event] }
  return { events: [shown.event], sealed: { text: capture.seal({ account, executionId: event.executionId, after: 0 }, [event]) } }
}

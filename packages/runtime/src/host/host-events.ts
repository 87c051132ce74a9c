import { type Events, FatalError } from '@millrace/kit'
import { RuntimeError } from '../errors.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { StepPlace } from '../ports.ts'
import type { WritePatiently } from './write-patiently.ts'

/** Events as one step sends them. */
export function createHostEvents(bus: Pick<EventBus, 'emit'>, place: StepPlace, patiently: WritePatiently): Events {
  const { account, workflowId, executionId, step, eventDepth, readsSecrets } = place
  return {
    async emit({ name, data }) {
      if (readsSecrets) throw secretInEvent()
      try {
        const source = { workflowId, executionId, step }
        const { id } = await patiently(() => bus.emit({ account, name, data, source, depth: eventDepth, id: `${executionId}:${step}` }))
        return { id }
      } catch (error) {
        throw error instanceof RuntimeError && error.status < 500
          ? new FatalError(error.message, { code: error.code, cause: error })
          : error
      }
    },
  }
}

function secretInEvent(): FatalError {
  return new FatalError('An event cannot hold a secret, for it is kept in the open: let whoever listens name the secret itself.', {
    code: 'SECRET_IN_EVENT',
  })
}

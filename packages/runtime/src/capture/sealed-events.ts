import { hkdfSync } from 'node:crypto'
import type { ExecutionEvent } from '@millrace/engine'
import { encodeJson } from '@millrace/store'
import { keyOf, open, seal } from '../secrets/sealed.ts'

/** The events of one write: an event is opened only at the place in the log that it was sealed for. */
export interface SealedPlace {
  readonly account: string
  readonly executionId: string
  readonly after: number
}

/** Keeps whole events where nobody can read them. The key is derived from the instance's. */
export interface EventSeal {
  seal(place: SealedPlace, events: readonly ExecutionEvent[]): string
  /** Throws where the instance's key is another one by now, or the text was changed. */
  open(place: SealedPlace, text: string): readonly ExecutionEvent[]
}

export function createEventSeal(instanceKey: Uint8Array): EventSeal {
  const key = keyOf(Buffer.from(hkdfSync('sha256', instanceKey, '', 'millrace sealed events', 32)))
  return {
    seal: (place, events) => seal(key, Buffer.from(encodeJson(events)), associated(place)),
    open(place, text) {
      const opened = open(key, text, associated(place))
      if (opened !== undefined) return JSON.parse(opened.toString('utf8')) as readonly ExecutionEvent[] // `seal` made it, from events.
      throw new Error(
        `What execution ${place.executionId} hides cannot be read: the encryption key is another one, or the database was changed. Put the key back that it was started with.`,
      )
    },
  }
}

function associated({ account, executionId, after }: SealedPlace): readonly string[] {
  return ['events', account, executionId, String(after)]
}

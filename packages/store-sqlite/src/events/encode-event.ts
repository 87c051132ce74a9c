import { encodeJson, type NewEvent } from '@millrace/store'
import type { EncodedEvent } from './insert-event.ts'

/** Throws `VALUE_UNWRITABLE`. */
export function encodeEvent({ data, ...event }: NewEvent): EncodedEvent {
  return { ...event, text: encodeJson(data) }
}

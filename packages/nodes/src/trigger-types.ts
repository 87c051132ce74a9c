import type { TriggerType } from '@millrace/kit'
import { error } from './triggers/error.ts'
import { manual } from './triggers/manual.ts'
import { schedule } from './triggers/schedule.ts'
import { webhook } from './triggers/webhook.ts'

/** Every trigger type of the library. */
export const triggerTypes: readonly TriggerType[] = [webhook, schedule, manual, error]

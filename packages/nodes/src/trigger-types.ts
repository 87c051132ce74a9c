import type { TriggerType } from '@millrace/kit'
import { email } from './triggers/email.ts'
import { error } from './triggers/error.ts'
import { functionTrigger } from './triggers/function.ts'
import { manual } from './triggers/manual.ts'
import { poll } from './triggers/poll.ts'
import { schedule } from './triggers/schedule.ts'
import { webhook } from './triggers/webhook.ts'

/** Every trigger type of the library. */
export const triggerTypes: readonly TriggerType[] = [webhook, functionTrigger, schedule, poll, email, manual, error]

import type { TriggerType } from '@millrace/kit'
import { chat } from './triggers/chat.ts'
import { email } from './triggers/email.ts'
import { error } from './triggers/error.ts'
import { eventPattern } from './triggers/event/pattern.ts'
import { event } from './triggers/event.ts'
import { file } from './triggers/file.ts'
import { form } from './triggers/form.ts'
import { functionTrigger } from './triggers/function.ts'
import { manual } from './triggers/manual.ts'
import { poll } from './triggers/poll.ts'
import { schedule } from './triggers/schedule.ts'
import { table } from './triggers/table.ts'
import { webhook } from './triggers/webhook.ts'
import { workflow } from './triggers/workflow.ts'

/** Every trigger type of the library. */
export const triggerTypes: readonly TriggerType[] = [
  webhook,
  functionTrigger,
  form,
  chat,
  schedule,
  poll,
  email,
  file,
  event,
  eventPattern,
  table,
  workflow,
  manual,
  error,
]

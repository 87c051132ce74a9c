import { defineTrigger } from '@millrace/kit'
import { z } from 'zod'
import { endFields } from '../end-fields.ts'

export const error = defineTrigger({
  type: 'error',
  title: 'When a workflow fails',
  icon: 'triangle-alert',
  summary: 'Starts when an execution of another workflow has failed.',
  docs: `Which ones: those of workflows that name this one in \`settings.onFailure\`, and with \`MILLRACE_ERROR_WORKFLOW\` those of all workflows that name none. It starts once for each execution that failed, timed out or crashed, whatever dies in between; not for one that was canceled, not for one that another execution called and waits for, and never for a failure of an error workflow itself.

In expressions, \`trigger\` has \`workflow\` (\`id\`, \`name\`, \`version\`), \`execution\` (\`id\`, \`status\`, \`startedAt\`, \`finishedAt\` and \`trigger\`, the type of trigger that had started it), \`error\` (\`code\`, \`class\`, \`message\`, \`details\`) and \`step\`, the path of the step that failed.`,
  params: z.strictObject({}),
  data: z.object(endFields),
  examples: [{ name: 'a handler', with: {} }],
})

import { defineScope } from '@millrace/kit'
import { z } from 'zod'

export const tryScope = defineScope({
  type: 'try',
  title: 'Try',
  icon: 'shield',
  group: 'logic',
  scope: 'try',
  summary: 'Runs its nodes, and others when one of them fails.',
  docs: `A failure inside \`nodes\` that is not dealt with there starts the nodes under \`catch\`, where \`error\` tells \`code\`, \`message\`, \`details\` and the \`step\` that failed. The nodes under \`finally\` run in any case, last.

With \`catch\` the scope succeeds once \`catch\` has. Without it, or when \`catch\` fails, it fails after \`finally\`.

When the execution is canceled, a scope that is open runs \`catch\` (\`error.class\` is \`canceled\`) and \`finally\` before the end: the place to undo what has been done.

The output is that of \`nodes\`, or of \`catch\` when that ran.`,
  params: z.strictObject({}),
  examples: [{ name: 'no parameters', with: {} }],
})

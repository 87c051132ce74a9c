import { mapOf, stringType, unknownType } from '@millrace/engine'
import { defineTrigger, functionName } from '@millrace/kit'
import { z } from 'zod'

export const functionTrigger = defineTrigger({
  type: 'function',
  title: 'Function',
  icon: 'function',
  summary: 'Starts when a program calls the workflow by name, and answers it.',
  docs: `\`POST /api/v1/functions/NAME\` with JSON calls it. The body becomes the workflow's \`inputs\`, where it declares any, with their checks and defaults; \`trigger.body\` has it in any case.

The caller gets what the first \`respond\` node gives: its status, headers and body. The nodes after it run on, and later answers count for nothing. Without one, it gets the result of the workflow, with status 200. What takes longer than 30 seconds, or would keep the server from stopping, is answered with a 504 that names the execution, which goes on; what fails, with a 500 that says why.

A function is part of the API, and is called by whoever may use that: for strangers take a \`webhook\`. With the header \`Idempotency-Key\` a repeated call is the same execution, with the same answer.`,
  params: z.strictObject({
    name: functionName.meta({ title: 'Name', description: 'The last part of the address' }),
  }),
  data: () => mapOf({ name: stringType, body: unknownType }),
  addresses: ({ name }) => [`POST /api/v1/functions/${name}`],
  examples: [{ name: 'a price is asked for', with: { name: 'quote_price' } }],
})

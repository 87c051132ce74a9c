import { z } from 'zod'
import { callRate } from './call-rate.ts'
import { folded } from './control.ts'
import { pagePath } from './entry-name.ts'

/** The parameters of a chat. Shared by the trigger type, which documents them, and the server, which serves it. */
export const chatParams = z.strictObject({
  path: pagePath.meta({ title: 'Path', description: 'Under `/chat`' }),
  title: z.string().min(1).max(200).meta({ title: 'Title', description: 'What stands on top of the page' }),
  greeting: z.string().min(1).max(5_000).optional().meta({ title: 'Greeting', description: 'What the page says first' }),
  respond: z
    .enum(['respond-node', 'last-node'])
    .default('respond-node')
    .meta({ title: 'Respond', description: 'Where the answer comes from: a `respond` node, or the result of the workflow' }),
  rateLimit: callRate
    .prefault({ limit: 60, per: '1m' })
    .meta({ title: 'Rate limit', description: 'How many messages are taken, of all people together', ...folded }),
})

export type ChatParams = z.output<typeof chatParams>

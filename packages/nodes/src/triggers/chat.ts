import { chatParams, defineTrigger } from '@millrace/kit'
import { z } from 'zod'

export const chat = defineTrigger({
  type: 'chat',
  title: 'Chat',
  icon: 'chat',
  summary: 'Starts with each message that somebody writes on a chat page that Millrace serves.',
  docs: `The page is at \`/chat\` and the path, e.g. \`https://millrace.example.com/chat/help\`. Whoever knows the address may write. Each message is an execution; what its first \`respond\` node gives is the answer: a text, or a map with \`text\`, and anything else as JSON. Answers are shown as text, never as a page. With \`respond: last-node\` the result of the workflow is the answer.

In expressions, \`trigger.message\` is what was written, \`trigger.session\` who it is from, as an id that stays the same as long as the chat goes on, and \`trigger.history\` what was said before, at most the last 50 messages: a list of \`{ role, text, at }\`, oldest first, where \`role\` is \`person\` or \`workflow\`. The last 200 messages of a chat are kept, for 30 days after the last one, as a value of the workflow (\`millrace value list --workflow ID\`).

Whoever goes on with a chat proves it by 256 bits of chance that only their browser holds. More than \`rateLimit\` messages (60 a minute when left out) are told to wait. An answer that takes more than 30 seconds is not waited for; the execution goes on. What fails is told as such, and why only in the history.

The page works without scripts; with them, it need not load again for each message. Programs may POST JSON: \`{ "message": "Hello", "session": "…" }\` is answered with \`{ session, answer }\`.`,
  params: chatParams,
  data: z.object({
    message: z.string(),
    session: z.string().meta({ description: 'Stays the same as long as the chat goes on.' }),
    history: z
      .array(z.object({ role: z.string(), text: z.string(), at: z.string() }))
      .meta({ description: 'What was said before, oldest first.' }),
  }),
  addresses: ({ path }) => [`/chat${path}`],
  examples: [{ name: 'a help desk', with: { path: '/help', title: 'How can we help?', greeting: 'Ask us anything.' } }],
})

import { defineTrigger, formParams } from '@millrace/kit'
import { filledInType } from '../filled-in-type.ts'

export const form = defineTrigger({
  type: 'form',
  title: 'Form',
  icon: 'form',
  summary: 'Starts when somebody fills in a form on a page that Millrace serves.',
  docs: `The page is at \`/form\` and the path, e.g. \`https://millrace.example.com/form/signup\`. Whoever knows the address may fill it in. It needs no script, works with the keyboard and with screen readers, and follows the light or dark of the browser.

\`fields\` are asked for in their order, each with \`name\`, \`type\`, \`label\`, \`help\` and \`required\`:

| \`type\` | \`trigger.fields.NAME\` |
|---|---|
| \`text\`, \`textarea\`, \`email\` | the text, without the spaces around it; \`maxLength\` limits it |
| \`number\` | the number; \`min\` and \`max\` limit it |
| \`date\` | the day, as \`2027-03-01\` |
| \`select\` | one of \`options\` |
| \`checkbox\` | true or false; a required one must be ticked |
| \`file\` | a file handle; \`accept\` says what the browser offers |

What is left empty is \`null\`. What does not fit is told on the page, beside its field, and starts nothing; what was filled in stays there, but for files.

What a page sends twice within the hour, by a second click or when the page afterwards is loaded anew, starts one execution; so long as the server runs.

Afterwards the page shows the text \`done\`, or leads on to \`redirect\`; or, with \`respond: respond-node\`, people get what the first \`respond\` node gives, sandboxed like every page that a workflow makes.

**Floods.** More than \`rateLimit\` (60 a minute when left out) are told to try again later. A field that people do not see catches programs that fill in everything: they are thanked, and nothing starts. Pages of other sites cannot send the form.`,
  params: formParams,
  data: ({ fields }) => filledInType(fields),
  addresses: ({ path }) => [`/form${path}`],
  examples: [
    {
      name: 'a request with a file',
      with: {
        path: '/holiday',
        title: 'Ask for a holiday',
        fields: [
          { name: 'email', type: 'email', label: 'Your address', required: true },
          { name: 'from', type: 'date', label: 'First day', required: true },
          { name: 'days', type: 'number', label: 'How many days', required: true, min: 1, max: 30 },
          { name: 'kind', type: 'select', options: ['Paid', 'Unpaid'] },
          { name: 'proof', type: 'file', help: 'Where the kind asks for one.' },
        ],
        done: 'We will answer within two days.',
      },
    },
  ],
})

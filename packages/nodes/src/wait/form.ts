import type { JsonObject } from '@millrace/engine'
import { defineNode, formPageParams, waitForSignal } from '@millrace/kit'
import { durationMs, durationText } from '../duration-text.ts'
import { filledInType } from '../filled-in-type.ts'

export const waitForm = defineNode({
  type: 'wait.form',
  title: 'Wait for a form',
  icon: 'form',
  group: 'wait',
  summary: 'Waits until a person has filled in a form.',
  docs: `The person opens \`{{ waiting.NODE.url }}\`, NODE being the id of this node, which an earlier node has sent them: a page with the title, the description and the \`fields\`, the same as those of the trigger [\`form\`](triggers/form.md). It needs no script. The address takes one form and is the whole credential; opening it sends nothing, and what does not fit is told beside its field and leaves the address as it is.

The output has \`fields\`, by their names, null for what was left empty, and \`submittedAt\`. Uploads are file handles and belong to the execution.

With a \`timeout\`, the step leaves by the port \`timeout\` if nobody has sent it in time. The wait is kept on disk: it may last months, and restarts do not matter.`,
  params: formPageParams.extend({
    timeout: durationText().optional().meta({ title: 'Timeout', description: 'How long to wait, e.g. `3d`; for ever when left out' }),
  }),
  ports: ['submitted'],
  output: ({ fields }) => filledInType(fields),
  effects: 'pure',
  waits: 'token',
  examples: [
    {
      name: 'what an order lacks',
      with: {
        title: 'Where shall we send your order?',
        fields: [
          { name: 'street', type: 'text', label: 'Street and number', required: true },
          { name: 'city', type: 'text', required: true },
          { name: 'gift', type: 'checkbox', label: 'It is a gift' },
        ],
        timeout: '7d',
      },
    },
  ],
  run({ params: { timeout, ...page }, now }) {
    const about: JsonObject = { type: 'form', ...(page as JsonObject) } // Parsed by the schema above: texts, numbers and flags.
    return waitForSignal({ channel: 'token', about, until: timeout === undefined ? undefined : now() + durationMs(timeout) })
  },
})

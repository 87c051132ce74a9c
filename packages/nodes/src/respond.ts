import { fieldOf } from '@millrace/engine'
import { defineNode, jsonValue, respond } from '@millrace/kit'
import { z } from 'zod'
import { headerMap } from './http/header-map.ts'

export const respondNode = defineNode({
  type: 'respond',
  title: 'Respond',
  icon: 'reply',
  group: 'network',
  summary: 'Answers the request that started the execution.',
  docs: `The webhook must say \`respond: respond-node\`. The answer is sent as soon as this step is on disk; the nodes after it run on. Of several answers the first counts.

A text is sent as it is, everything else as JSON, unless a \`content-type\` header says otherwise. The body goes out to the next node as well.`,
  params: z.strictObject({
    status: z.int().min(200).max(599).default(200).meta({ title: 'Status', description: 'HTTP status' }),
    headers: headerMap.prefault({}).meta({ title: 'Headers', description: 'A value of null leaves the header out' }),
    body: jsonValue().optional().meta({ title: 'Body', description: 'What came in, when left out' }),
  }),
  output: ({ body }, { input, params }) => (body === undefined ? input : fieldOf(params, 'body')),
  effects: 'pure',
  examples: [
    {
      name: 'created',
      with: { status: 201, headers: { location: '/orders/{{ input.id }}' }, body: { id: '{{ input.id }}' } },
      input: { id: 7 },
      output: { id: 7 },
    },
  ],
  run({ params: { status, headers, body }, input }) {
    const answer = body === undefined ? input : body
    return respond({ status, headers, body: answer }, answer)
  },
})

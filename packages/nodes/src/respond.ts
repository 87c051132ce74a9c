import { fieldOf } from '@millrace/engine'
import { control, defineNode, FatalError, fileHandle, folded, jsonValue, respond } from '@millrace/kit'
import { z } from 'zod'
import { headerMap } from './http/header-map.ts'

export const respondNode = defineNode({
  type: 'respond',
  title: 'Respond',
  icon: 'reply',
  group: 'network',
  summary: 'Answers the request that started the execution.',
  docs: `For triggers that wait for it: a webhook, form or chat with \`respond: respond-node\`, a function. The answer is sent as soon as this step is on disk; the nodes after it run on. Of several answers the first counts.

A text is sent as it is, everything else as JSON, unless a \`content-type\` header says otherwise. The body goes out to the next node as well.

\`file\` sends binary data in place of the body, as a stream, under its own media type and name.

\`redirect\` leads on with 303: to a path of this server, or to an address whose host \`redirectHosts\` names. Whatever came in with the request cannot lead anywhere else.

What is sent comes with \`Content-Security-Policy: sandbox\` and \`X-Content-Type-Options: nosniff\`: a page runs no scripts with the rights of this server.`,
  params: z
    .strictObject({
      status: z
        .int()
        .min(200)
        .max(599)
        .optional()
        .meta({ title: 'Status', description: 'HTTP status; 200 when left out, 303 with `redirect`' }),
      headers: headerMap.prefault({}).meta({ title: 'Headers', description: 'A value of null leaves the header out' }),
      body: jsonValue().optional().meta({ title: 'Body', description: 'What came in, when left out' }),
      file: fileHandle().optional().meta({ title: 'File', description: 'In place of `body`' }),
      redirect: z
        .string()
        .min(1)
        .max(2000)
        .optional()
        .meta({ title: 'Redirect', description: 'In place of `body`: where to go on', ...control('line'), ...folded }),
      redirectHosts: z
        .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, { error: 'is not a host: write e.g. shop.example.com' }))
        .default([])
        .meta({ title: 'Redirect hosts', description: 'Other hosts that `redirect` may lead to', ...folded }),
    })
    .refine(({ body, file, redirect }) => [body, file, redirect].filter((one) => one !== undefined).length <= 1, {
      error: 'take only one of "body", "file" and "redirect"',
    }),
  output: ({ body }, { input, params }) => (body === undefined ? input : fieldOf(params, 'body')),
  errors: [{ code: 'REDIRECT_REFUSED', when: '`redirect` leads to a host that `redirectHosts` does not name. Not retried.' }],
  effects: 'pure',
  examples: [
    {
      name: 'created',
      with: { status: 201, headers: { location: '/orders/{{ input.id }}' }, body: { id: '{{ input.id }}' } },
      input: { id: 7 },
      output: { id: 7 },
    },
    { name: 'a file', with: { file: '{{ input }}' }, file: 'aGVsbG8=' },
    {
      name: 'on to a page',
      with: { redirect: 'https://shop.example.com/thanks?order={{ input.id }}', redirectHosts: ['shop.example.com'] },
      input: { id: 7 },
      output: { id: 7 },
    },
  ],
  run({ params: { status, headers, body, file, redirect, redirectHosts }, input }) {
    if (redirect !== undefined) {
      const location = checkedTarget(redirect, redirectHosts)
      return respond({ status: status ?? 303, headers: { ...headers, location }, body: null }, input)
    }
    if (file !== undefined) {
      const { fileId, name, mediaType } = file
      return respond({ status: status ?? 200, headers, body: null, file: { fileId, name, mediaType } }, input)
    }
    const answer = body === undefined ? input : body
    return respond({ status: status ?? 200, headers, body: answer }, answer)
  },
})

const ourselves = 'http://ourselves.invalid'

/** As a browser would read it: `//evil.example`, a backslash and a tab in the middle all lead elsewhere, and so does what `/.//` is shortened to. */
function checkedTarget(target: string, hosts: readonly string[]): string {
  const url = URL.canParse(target, ourselves) ? new URL(target, ourselves) : undefined
  const isOurs = url?.origin === ourselves && target.startsWith('/') && !url.pathname.startsWith('//')
  if (url !== undefined && isOurs) return `${url.pathname}${url.search}${url.hash}`
  const isNamed =
    url !== undefined && /^https?:$/.test(url.protocol) && hosts.includes(url.host) && url.username === '' && url.password === ''
  if (isNamed) return url.href
  throw new FatalError('The redirect leads to a host that "redirectHosts" does not name: add the host, or begin the address with "/".', {
    code: 'REDIRECT_REFUSED',
  })
}

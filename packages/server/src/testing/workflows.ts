interface Webhook {
  readonly id: string
  readonly path: string
  readonly method?: string
  readonly respond?: 'immediately' | 'last-node' | 'respond-node'
  /** The lines under `nodes:`. */
  readonly nodes?: string
}

/** A workflow with one webhook; unless told otherwise it answers with what came in. */
export function webhookWorkflow({ id, path, method = 'POST', respond = 'last-node', nodes = echoTrigger }: Webhook): string {
  return `id: ${id}
triggers:
  hook: { type: webhook, with: { path: "${path}", method: ${method}, respond: ${respond} } }
nodes:
  ${nodes}
`
}

const echoTrigger = 'out: { type: echo, with: { value: "{{ trigger }}" } }'

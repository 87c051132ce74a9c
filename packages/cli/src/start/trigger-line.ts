import type { TriggerDefinition, Workflow } from '@millrace/engine'

/** Each trigger of a workflow on one line, with the address of a webhook. */
export function triggerLines({ triggers = {} }: Workflow, baseUrl: string): readonly string[] {
  const width = Math.max(0, ...Object.keys(triggers).map((id) => id.length))
  return Object.entries(triggers).map(([id, trigger]) => `${id.padEnd(width)}  ${triggerText(trigger, baseUrl)}`)
}

function triggerText(trigger: TriggerDefinition, baseUrl: string): string {
  const off = trigger.disabled ? ' (disabled)' : ''
  const webhook = webhookOf(trigger, baseUrl)
  return (webhook === undefined ? trigger.type : `${webhook.methods.join(', ')} ${webhook.url}`) + off
}

export interface WebhookAddress {
  readonly methods: readonly string[]
  readonly url: string
}

/** The address of a webhook trigger; undefined for others. */
export function webhookOf({ type, with: params }: TriggerDefinition, baseUrl: string): WebhookAddress | undefined {
  if (type !== 'webhook' || typeof params?.path !== 'string') return undefined
  const method = params.method ?? 'POST'
  return { methods: [method].flat().map(String), url: `${baseUrl}/webhook${params.path === '/' ? '' : params.path}` }
}

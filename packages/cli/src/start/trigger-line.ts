import type { TriggerDefinition, Workflow } from '@millrace/engine'

/** Each trigger of a workflow on one line, with the address of one that has an address. */
export function triggerLines({ triggers = {} }: Workflow, baseUrl: string): readonly string[] {
  const width = Math.max(0, ...Object.keys(triggers).map((id) => id.length))
  return Object.entries(triggers).map(([id, trigger]) => `${id.padEnd(width)}  ${triggerText(trigger, baseUrl)}`)
}

function triggerText(trigger: TriggerDefinition, baseUrl: string): string {
  const off = trigger.disabled ? ' (disabled)' : ''
  return (addressText(trigger, baseUrl) ?? trigger.type) + off
}

function addressText(trigger: TriggerDefinition, baseUrl: string): string | undefined {
  const { type, with: { path, name } = {} } = trigger
  const webhook = webhookOf(trigger, baseUrl)
  if (webhook !== undefined) return `${webhook.methods.join(', ')} ${webhook.url}`
  if (type === 'function' && typeof name === 'string') return `POST ${baseUrl}/api/v1/functions/${name}`
  return (type === 'form' || type === 'chat') && typeof path === 'string' ? `${type} ${baseUrl}/${type}${path}` : undefined
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

import { byteSize, type CallCors, type CallRate, type CheckedAuth, callCors, callRate, webhookAuth } from '@millrace/kit'
import type { PublishedWorkflow } from '@millrace/runtime'
import { z } from 'zod'

/** OPTIONS and HEAD are answered without starting anything. */
const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** The parameters of the `webhook` trigger, as the server understands them. */
const params = z.object({
  path: z.string().startsWith('/'),
  method: z.union([method, z.array(method).min(1)]).default('POST'),
  respond: z.enum(['immediately', 'last-node', 'respond-node']).default('immediately'),
  status: z.int().min(200).max(599).optional(),
  auth: webhookAuth.default('none'),
  deduplicate: z.union([z.string(), z.object({ body: z.string() }), z.literal(false)]).optional(),
  rawBody: z.boolean().default(false),
  maxBytes: byteSize().optional(),
  cors: callCors.optional(),
  rateLimit: callRate.optional(),
})

/** A webhook trigger of a published version, for one of its methods. */
export interface WebhookRoute {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
  readonly method: string
  /** As written, e.g. `/orders/:id`. */
  readonly path: string
  /** Its names in the order of the path, e.g. `['id']`. */
  readonly paramNames: readonly string[]
  readonly respond: 'immediately' | 'last-node' | 'respond-node'
  /** Of the answer, with `last-node`. */
  readonly status: number
  /** How a caller proves who it is; left out where nobody has to. */
  readonly auth?: CheckedAuth
  /** Where the id of a delivery is: the same id again is the same execution. */
  readonly delivery?: DeliveryPlace
  /** The body is kept as it was sent, too. */
  readonly keepsRaw: boolean
  /** Of a body; the server's own limit when left out. */
  readonly maxBytes?: number
  /** Which pages of other sites may call. */
  readonly cors?: CallCors
  readonly rate?: CallRate
  /** Of a test address: who listens there. */
  readonly listenerId?: string
  /** When the workflow began to claim the method and path, without a break since. Milliseconds since 1970. */
  readonly claimedAt: number
}

export type DeliveryPlace =
  /** In lower case. */
  | { readonly type: 'header'; readonly name: string }
  /** The names that lead to it. */
  | { readonly type: 'body'; readonly path: readonly string[] }

/** The webhooks that a version listens on: none of a trigger that is disabled, unless those are meant. */
export function webhookRoutes(published: PublishedWorkflow, state: 'enabled' | 'disabled' = 'enabled'): readonly WebhookRoute[] {
  const { account, id, workflow, publishedAt } = published
  return Object.entries(workflow.triggers ?? {}).flatMap(([triggerId, trigger]) => {
    if (trigger.type !== 'webhook' || (trigger.disabled === true) !== (state === 'disabled')) return []
    const parsed = params.safeParse(trigger.with ?? {})
    if (!parsed.success) return []
    const { path, method, respond, status = 200, auth, rawBody: keepsRaw, maxBytes, cors, rateLimit: rate } = parsed.data
    const delivery = deliveryOf(parsed.data)
    const paramNames = segmentsOf(path).flatMap((segment) => (segment.startsWith(':') ? [segment.slice(1)] : []))
    const guards = {
      ...(auth !== 'none' && { auth }),
      ...(delivery !== undefined && { delivery }),
      ...(maxBytes !== undefined && { maxBytes }),
      ...(cors && { cors }),
      ...(rate && { rate }),
    }
    const route = { account, workflowId: id, triggerId, path, paramNames, respond, status, keepsRaw, claimedAt: publishedAt, ...guards }
    return [...new Set([method].flat())].map((one) => ({ ...route, method: one }))
  })
}

/** Where the senders whose layout is known put the id of a delivery. */
const deliveries: Readonly<Record<string, DeliveryPlace>> = {
  github: { type: 'header', name: 'x-github-delivery' },
  shopify: { type: 'header', name: 'x-shopify-webhook-id' },
  'standard-webhooks': { type: 'header', name: 'webhook-id' },
  stripe: { type: 'body', path: ['id'] },
  slack: { type: 'body', path: ['event_id'] },
}

function deliveryOf({ auth, deduplicate }: z.output<typeof params>): DeliveryPlace | undefined {
  if (deduplicate === false) return undefined
  if (deduplicate === undefined) return auth === 'none' ? undefined : deliveries[auth.type]
  if (typeof deduplicate === 'string') return { type: 'header', name: deduplicate.toLowerCase() }
  return { type: 'body', path: deduplicate.body.split('.') }
}

/** What two routes share when they claim the same requests: names of parameters do not count. */
export function routeKey({ method, path }: Pick<WebhookRoute, 'method' | 'path'>): string {
  const shape = segmentsOf(path).map((segment) => (segment.startsWith(':') ? ':' : segment))
  return `${method} /${shape.join('/')}`
}

/** The segments of a path, which begins with a slash; none for `/`. */
export function segmentsOf(path: string): readonly string[] {
  return path === '/' ? [] : path.slice(1).split('/')
}

/** Whether these segments, as they were sent, are of a path that is written as `/orders/:id`. */
export function isPathOf(path: string, segments: readonly string[]): boolean {
  const wanted = segmentsOf(path)
  return wanted.length === segments.length && wanted.every((one, index) => one === segments[index] || one.startsWith(':'))
}

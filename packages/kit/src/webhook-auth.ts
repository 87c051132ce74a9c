import { parseDuration } from '@millrace/engine'
import { z } from 'zod'

const secretName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'is not the name of a secret: letters, digits and "_"' })

/** Several while one takes the place of another: what any of them proves counts. */
const secret = z
  .union([secretName, z.array(secretName).min(1).max(5)])
  .transform((one) => [one].flat())
  .meta({ title: 'Secret', description: 'The name of the secret, or of several while they are changed' })

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, { error: 'is not the name of a header' })

const tolerance = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) >= 1000 && (parseDuration(text) ?? 0) <= 86_400_000, {
    error: 'must be a duration from 1s to 24h, e.g. 5m',
  })
  .default('5m')
  .transform((text) => parseDuration(text) ?? 0)
  .meta({ title: 'Tolerance', description: 'How old, or how far ahead, a signature may be' })

/** How a webhook's caller proves who it is. Shared by the trigger type, which documents it, and the server, which checks it. */
export const webhookAuth = z.union([
  z.literal('none'),
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('header'), name: headerName, secret }),
    z.strictObject({ type: z.literal('bearer'), secret }),
    z.strictObject({ type: z.literal('basic'), user: z.string().min(1).max(200), secret }),
    z
      .strictObject({
        type: z.literal('jwt'),
        secret: secret.optional(),
        jwks: z.url({ protocol: /^https?$/ }).optional(),
        issuer: z.string().optional(),
        audience: z.string().optional(),
      })
      .refine(({ secret, jwks }) => (secret === undefined) !== (jwks === undefined), {
        error: 'takes either "secret" or "jwks"',
        path: ['secret'],
      }),
    z.strictObject({ type: z.literal('github'), secret }),
    z.strictObject({ type: z.literal('shopify'), secret }),
    z.strictObject({ type: z.literal('stripe'), secret, tolerance }),
    z.strictObject({ type: z.literal('slack'), secret, tolerance }),
    z.strictObject({ type: z.literal('standard-webhooks'), secret, tolerance }),
    z.strictObject({
      type: z.literal('hmac'),
      secret,
      header: headerName,
      algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
      encoding: z.enum(['hex', 'base64']).default('hex'),
      prefix: z.string().max(50).default(''),
    }),
  ]),
])

export type WebhookAuth = z.output<typeof webhookAuth>
export type CheckedAuth = Exclude<WebhookAuth, 'none'>

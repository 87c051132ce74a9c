import { parseDuration } from '@millrace/engine'
import { z } from 'zod'
import { control } from './control.ts'

/** As Stripe and Standard Webhooks write a secret, and as GitHub and Slack do: names would be as good, and would lie in the file for all to read. */
const secretItself = /^(?:whsec_[A-Za-z0-9]{24,}|[0-9a-f]{32,})$/

const secretName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'is not the name of a secret: letters, digits and "_"' })
  .refine((name) => !secretItself.test(name), {
    error: 'is the secret itself: keep it with "millrace secret set NAME", and write that name here',
  })

/** Several while one takes the place of another: what any of them proves counts. */
const secret = z
  .union([secretName, z.array(secretName).min(1).max(5)])
  .transform((one) => [one].flat())
  .meta({
    title: 'Secret',
    description: 'The name of a secret that `millrace secret set NAME` keeps, never the secret itself; several names while it is changed',
  })

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, { error: 'is not the name of a header' })

const tolerance = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) >= 1000 && (parseDuration(text) ?? 0) <= 86_400_000, {
    error: 'must be a duration from 1s to 24h, e.g. 5m',
  })
  .default('5m')
  .transform((text) => parseDuration(text) ?? 0)
  .meta({ title: 'Tolerance', description: 'How old, or how far ahead, a signature may be', ...control('duration') })

/** How a webhook's caller proves who it is. Shared by the trigger type, which documents it, and the server, which checks it. */
export const webhookAuth = z.union([
  z.literal('none').meta({ title: 'Nobody is asked: open to all' }),
  z.discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('header'),
        name: headerName.meta({ title: 'Header', description: 'Which header holds the secret, e.g. `x-api-key`' }),
        secret,
      })
      .meta({ title: 'A key in a header' }),
    z.strictObject({ type: z.literal('bearer'), secret }).meta({ title: 'A bearer token' }),
    z
      .strictObject({
        type: z.literal('basic'),
        user: z
          .string()
          .min(1)
          .max(200)
          .regex(/^[^:]*$/, { error: 'cannot hold a colon: it ends where the password begins' })
          .meta({ title: 'User', description: 'The name that goes with the password' }),
        secret,
      })
      .meta({ title: 'User and password' }),
    z
      .strictObject({
        type: z.literal('jwt'),
        secret: secret.optional(),
        jwks: z
          .url({ protocol: /^https?$/ })
          .optional()
          .meta({ title: 'JWKS', description: 'In place of a secret: the address of the keys that sign the tokens' }),
        issuer: z.string().optional().meta({ title: 'Issuer', description: 'What `iss` must be; anything, when left out' }),
        audience: z.string().optional().meta({ title: 'Audience', description: 'What `aud` must hold; anything, when left out' }),
      })
      .refine(({ secret, jwks }) => (secret === undefined) !== (jwks === undefined), {
        error: 'takes either "secret" or "jwks"',
        path: ['secret'],
      })
      .meta({ title: 'A signed token (JWT)' }),
    z.strictObject({ type: z.literal('github'), secret }).meta({ title: 'Signed by GitHub' }),
    z.strictObject({ type: z.literal('shopify'), secret }).meta({ title: 'Signed by Shopify' }),
    z.strictObject({ type: z.literal('stripe'), secret, tolerance }).meta({ title: 'Signed by Stripe' }),
    z.strictObject({ type: z.literal('slack'), secret, tolerance }).meta({ title: 'Signed by Slack' }),
    z.strictObject({ type: z.literal('standard-webhooks'), secret, tolerance }).meta({ title: 'Signed as Standard Webhooks say' }),
    z
      .strictObject({
        type: z.literal('hmac'),
        secret,
        header: headerName.meta({ title: 'Header', description: 'Which header holds the signature' }),
        algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256').meta({ title: 'Algorithm', description: 'Of the signature' }),
        encoding: z.enum(['hex', 'base64']).default('hex').meta({ title: 'Encoding', description: 'How the signature is written' }),
        prefix: z.string().max(50).default('').meta({ title: 'Prefix', description: 'What stands before the signature, e.g. `sha256=`' }),
      })
      .meta({ title: 'Signed in another way (HMAC)' }),
  ]),
])

export type WebhookAuth = z.output<typeof webhookAuth>
export type CheckedAuth = Exclude<WebhookAuth, 'none'>

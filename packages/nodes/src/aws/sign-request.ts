import { FatalError } from '@millrace/kit'
import type { AwsAccess } from './aws-access.ts'

export interface UnsignedRequest {
  readonly method: string
  readonly url: URL
  /** With a body they say its SHA-256, as `x-amz-content-sha256`. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Owns: that a key signs requests to its connection's endpoint alone. What is signed is method, host, path, query, the hash of the body, and
 * all headers but those that proxies change.
 */
export async function signRequest(request: UnsignedRequest, access: AwsAccess, now: number): Promise<Headers> {
  const signer = await signerOf(request, access, now)
  return (await signer.sign()).headers
}

/** A URL that carries its signature, for somebody without a key. It is a credential until it ends. */
export async function presignUrl(method: string, url: URL, seconds: number, access: AwsAccess, now: number): Promise<URL> {
  const ending = new URL(url)
  ending.searchParams.set('X-Amz-Expires', String(seconds))
  const signer = await signerOf({ method, url: ending, headers: {} }, access, now, { signQuery: true })
  return (await signer.sign()).url
}

async function signerOf(
  { method, url, headers }: UnsignedRequest,
  { service, region, endpoint, accessKeyId, secretAccessKey, sessionToken }: AwsAccess,
  now: number,
  place: { readonly signQuery?: boolean } = {},
) {
  if (url.origin !== endpoint.origin) {
    throw new FatalError(`The key of this connection is for ${endpoint.host}: it is not sent to ${url.host}.`, { code: 'AWS_REFUSED' })
  }
  const { AwsV4Signer } = await import('aws4fetch')
  return new AwsV4Signer({
    method,
    url: url.href,
    headers: { ...headers },
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    service,
    region,
    datetime: new Date(now).toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
    ...place,
  })
}

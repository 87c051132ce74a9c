import { createHash } from 'node:crypto'
import { FatalError, type FileHandle, type NodeContext } from '@millrace/kit'
import type { AwsAccess } from './aws-access.ts'
import { connectionError } from './aws-errors.ts'
import { signRequest } from './sign-request.ts'

export interface AwsRequest {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  /** A file is streamed: its handle tells size and hash before a byte is read. */
  readonly body?: string | FileHandle
}

type Context = Pick<NodeContext<unknown>, 'fetch' | 'files' | 'now' | 'signal'>

/** Signs and sends one request, by the guarded fetch. An answer of any status is an answer; the caller tells what it means. */
export async function sendSigned({ method, url, headers = {}, body }: AwsRequest, access: AwsAccess, context: Context): Promise<Response> {
  const about = { ...headers, 'x-amz-content-sha256': hashOf(body) }
  const signed = await signRequest({ method, url, headers: about }, access, context.now())
  signed.set('user-agent', 'Millrace')
  // Without a length the body would go in chunks, which S3 does not take. It is not part of what is signed.
  if (typeof body === 'object') signed.set('content-length', String(body.size))
  const content = typeof body === 'object' ? await context.files.read(body) : body
  try {
    return await context.fetch(url, {
      method,
      headers: signed,
      signal: context.signal,
      // A redirect leads to another host or region, for which the signature is not made.
      redirect: 'manual',
      ...(content !== undefined && { body: content, duplex: 'half' }),
    })
  } catch (error) {
    throw connectionError(error, url.host, context.signal)
  }
}

/** The rest of an answer, e.g. its body on the way into a file: what breaks it off is told like a lost connection. */
export async function readSigned<Result>(response: Response, context: Context, host: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    throw connectionError(error, host, context.signal)
  } finally {
    // What was not read is not waited for either.
    if (!response.bodyUsed) await response.body?.cancel()
  }
}

function hashOf(body: string | FileHandle = ''): string {
  if (typeof body === 'string') return createHash('sha256').update(body).digest('hex')
  if (/^[0-9a-f]{64}$/.test(body.sha256)) return body.sha256
  throw new FatalError(`The handle of the file "${body.name}" has no hash: hand it on as the node gave it.`, { code: 'BAD_PARAMS' })
}

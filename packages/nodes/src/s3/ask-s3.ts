import { isJsonObject, type Json } from '@millrace/engine'
import { FatalError, type NodeContext } from '@millrace/kit'
import type { AwsAccess } from '../aws/aws-access.ts'
import { type AwsRefusal, refusalError } from '../aws/aws-errors.ts'
import { type AwsRequest, readSigned, sendSigned } from '../aws/send-signed.ts'
import { readAnswer } from '../http/answer.ts'
import { readXml } from '../xml/read-xml.ts'

const errorBytes = 64 * 1024
/** A page of 1000 keys of 1024 bytes, each encoded threefold, and what is told of them. */
const listingBytes = 8 * 1024 * 1024

type Context = NodeContext<unknown>

/** The answer to a request that was granted; its body is not read yet. Throws what the step fails with. */
export async function askS3(request: AwsRequest, access: AwsAccess, context: Context): Promise<Response> {
  const response = await sendSigned(request, access, context)
  if (response.ok) return response
  throw refusalError('S3', await readRefusal(response, context, access.endpoint.host))
}

/** The answer of an operation that tells its result as XML: the content of the root element. */
export async function askS3ForXml(request: AwsRequest, access: AwsAccess, context: Context, lists: readonly string[]): Promise<Json> {
  const { host, origin } = access.endpoint
  const response = await askS3(request, access, context)
  const { bytes, truncated } = await readSigned(response, context, host, () => readAnswer(response, origin, listingBytes))
  const root = truncated ? undefined : rootOf(new TextDecoder().decode(bytes), lists)
  if (root === undefined) {
    throw new FatalError(`${host} does not answer as S3 does: check the endpoint of the connection.`, { code: 'AWS_REFUSED' })
  }
  return root
}

/** The text of an element, which is missing where it is empty. */
export function textIn(element: Json, name: string): string {
  const found = isJsonObject(element) ? element[name] : undefined
  return typeof found === 'string' ? found : ''
}

/** The elements of a name that was asked for as a list. */
export function listIn(element: Json, name: string): readonly Json[] {
  const found = isJsonObject(element) ? element[name] : undefined
  return Array.isArray(found) ? found : []
}

async function readRefusal(response: Response, context: Context, host: string): Promise<AwsRefusal> {
  const { bytes } = await readSigned(response, context, host, () => readAnswer(response, host, errorBytes))
  const root = rootOf(new TextDecoder().decode(bytes), []) ?? null
  return { status: response.status, code: textIn(root, 'Code'), message: textIn(root, 'Message') }
}

function rootOf(text: string, lists: readonly string[]): Json | undefined {
  try {
    const document = readXml(text, { lists: new Set(lists) })
    return isJsonObject(document) ? Object.values(document)[0] : undefined
  } catch (error) {
    if (!(error instanceof FatalError)) throw error
    // A proxy's page, or nothing at all: the status has to tell.
    return undefined
  }
}

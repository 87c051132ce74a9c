import type { Json } from '@millrace/engine'
import { defineNode, done, FatalError, fileHandle, jsonValue, type NodeContext } from '@millrace/kit'
import { z } from 'zod'
import { connectionField, openAws } from '../aws/aws-access.ts'
import { awsFailures } from '../aws/aws-errors.ts'
import { readSigned } from '../aws/send-signed.ts'
import { readAnswer } from '../http/answer.ts'
import { askS3 } from './ask-s3.ts'
import { bucketField, keyField, objectUrl } from './object-url.ts'

const mebibyte = 1024 * 1024

const params = z.strictObject({
  connection: connectionField,
  bucket: bucketField,
  key: keyField,
  as: z.enum(['file', 'text', 'json']).default('file').meta({ title: 'As', description: 'What `content` is' }),
  limit: z
    .int()
    .min(1)
    .max(64)
    .default(10)
    .meta({ title: 'Limit', description: 'The largest text or JSON in MiB; files have no limit here' }),
})

type Context = NodeContext<z.output<typeof params>>

export const s3Get = defineNode({
  type: 's3.get',
  title: 'Get object',
  icon: 'cloud-download',
  group: 'network',
  summary: 'Reads an object of S3, or of a store that speaks like it, as a file, text or JSON.',
  docs: `As a file the content is streamed to disk, whatever its size, and \`content\` is the handle. Text and JSON enter the history, so \`limit\` guards against large ones.

An object that is not there fails with \`AWS_REFUSED\`; \`error.details.code\` is then \`NoSuchKey\`, or \`AccessDenied\` where the key may not list the bucket.`,
  params,
  connections: ['aws'],
  effects: 'read',
  output: z.strictObject({
    content: z.union([fileHandle(), jsonValue()]),
    mediaType: z.string(),
    etag: z.string(),
    modifiedAt: z.string().optional(),
    metadata: z.record(z.string(), z.string()),
  }),
  errors: [
    ...awsFailures,
    { code: 'FILE_TOO_LARGE', when: 'the text or JSON is larger than `limit`' },
    { code: 'FILE_NOT_TEXT', when: 'it is not UTF-8: read it as a file' },
    { code: 'BAD_JSON', when: 'it is not JSON' },
  ],
  examples: [
    {
      name: 'a file',
      with: { connection: 'archive', bucket: 'reports', key: 'may/{{ input.name }}' },
      input: { name: 'a.pdf' },
      needs: 'S3',
    },
    { name: 'a small JSON', with: { connection: 'archive', bucket: 'reports', key: 'rates.json', as: 'json', limit: 1 }, needs: 'S3' },
  ],
  async run(context) {
    const { bucket, key } = context.params
    const access = await openAws('s3', context)
    const response = await askS3({ method: 'GET', url: objectUrl(access, bucket, key) }, access, context)
    const { headers } = response
    const content = await readSigned(response, context, access.endpoint.host, () => contentOf(response, context))
    const modified = headers.get('last-modified')
    return done({
      content,
      mediaType: mediaTypeOf(response),
      etag: headers.get('etag') ?? '',
      ...(modified !== null && !Number.isNaN(Date.parse(modified)) && { modifiedAt: new Date(modified).toISOString() }),
      metadata: metadataOf(headers),
    })
  },
})

async function contentOf(response: Response, { params: { key, as, limit }, files }: Context): Promise<Json> {
  const name =
    key
      .split('/')
      .findLast((part) => part !== '')
      ?.slice(0, 255) ?? key
  if (as === 'file') return files.write(response.body ?? new Uint8Array(), { name, mediaType: mediaTypeOf(response) })
  const { bytes, truncated } = await readAnswer(response, '', limit * mebibyte)
  if (truncated) {
    throw new FatalError(`The object "${key}" is larger than ${limit} MiB: raise the limit, or read it as a file.`, {
      code: 'FILE_TOO_LARGE',
    })
  }
  const text = decode(bytes, key)
  return as === 'text' ? text : parse(text, key)
}

function mediaTypeOf({ headers }: Response): string {
  return headers.get('content-type') ?? 'application/octet-stream'
}

function metadataOf(headers: Headers): Readonly<Record<string, string>> {
  const prefix = 'x-amz-meta-'
  return Object.fromEntries([...headers].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])))
}

function decode(bytes: Uint8Array, key: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FatalError(`The object "${key}" is not UTF-8 text: read it as a file.`, { code: 'FILE_NOT_TEXT', cause })
  }
}

function parse(text: string, key: string): Json {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FatalError(`The object "${key}" is not JSON: read it as text.`, { code: 'BAD_JSON', cause })
  }
}

import type { Json } from '@millrace/engine'
import { defineNode, done, FatalError, type FileHandle, fileHandle, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { connectionField, openAws } from '../aws/aws-access.ts'
import { awsFailures } from '../aws/aws-errors.ts'
import { askS3 } from './ask-s3.ts'
import { bucketField, keyField, objectUrl } from './object-url.ts'

/** What S3 takes in one request. */
const largestBytes = 5 * 1024 ** 3

const asciiText = z.string().regex(/^[\u0020-\u007e]*$/, { error: 'cannot stand in a header: use plain ASCII in one line' })

const params = z
  .strictObject({
    connection: connectionField,
    bucket: bucketField,
    key: keyField,
    file: fileHandle().optional().meta({ title: 'File', description: 'The handle of what is to be kept' }),
    content: jsonValue().optional().meta({ title: 'Content', description: 'Instead of a file: a text, or any JSON' }),
    mediaType: asciiText
      .max(255)
      .optional()
      .meta({ title: 'Media type', description: "That of the file, or the content's, when left out" }),
    metadata: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/, { error: 'is not a name: use letters, digits and "-"' }), asciiText)
      .default({})
      .meta({ title: 'Metadata', description: 'Names and texts that are kept with the object; 2 KiB in all' }),
  })
  .refine(({ file, content }) => (file === undefined) !== (content === undefined), { error: 'give exactly one of "file" and "content"' })

export const s3Put = defineNode({
  type: 's3.put',
  title: 'Put object',
  icon: 'cloud-upload',
  group: 'network',
  summary: 'Writes a file, a text or JSON to S3, or to a store that speaks like it.',
  docs: `A file is streamed, up to 5 GiB; its SHA-256 is signed along, so that the store refuses bytes that changed on the way. A text is written as UTF-8, anything else as JSON.

What was there under this key is replaced. Trying again writes the same once more.`,
  params,
  connections: ['aws'],
  effects: 'idempotent',
  output: z.strictObject({ bucket: z.string(), key: z.string(), etag: z.string(), size: z.int(), versionId: z.string().optional() }),
  errors: [...awsFailures, { code: 'FILE_TOO_LARGE', when: 'the file is larger than 5 GiB' }],
  examples: [
    {
      name: 'keep a report',
      with: {
        connection: 'archive',
        bucket: 'reports',
        key: 'may/{{ input.name }}',
        file: '{{ input }}',
        metadata: { origin: 'millrace' },
      },
      file: 'aGVsbG8K',
      needs: 'S3',
    },
    { name: 'JSON', with: { connection: 'archive', bucket: 'reports', key: 'rates.json', content: { eur: 1.1 } }, needs: 'S3' },
  ],
  async run(context) {
    const { bucket, key, file, content = null, mediaType, metadata } = context.params
    if (file !== undefined && file.size > largestBytes) {
      throw new FatalError(`The file "${file.name}" is larger than 5 GiB, which S3 takes in one piece: split it.`, {
        code: 'FILE_TOO_LARGE',
      })
    }
    const access = await openAws('s3', context)
    const body = file ?? textOf(content)
    const response = await askS3(
      {
        method: 'PUT',
        url: objectUrl(access, bucket, key),
        headers: { 'content-type': mediaType ?? typeOf(file, content), ...metadataHeaders(metadata) },
        body,
      },
      access,
      context,
    )
    await response.body?.cancel()
    const versionId = response.headers.get('x-amz-version-id')
    return done({
      bucket,
      key,
      etag: response.headers.get('etag') ?? '',
      size: typeof body === 'string' ? Buffer.byteLength(body) : body.size,
      ...(versionId !== null && { versionId }),
    })
  },
})

function textOf(content: Json): string {
  return typeof content === 'string' ? content : JSON.stringify(content)
}

function typeOf(file: FileHandle | undefined, content: Json): string {
  // A handle's type is whatever somebody once called it.
  if (file !== undefined) return file.mediaType.replaceAll(/[^\u0020-\u007e]/g, '') || 'application/octet-stream'
  return typeof content === 'string' ? 'text/plain;charset=utf-8' : 'application/json'
}

function metadataHeaders(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name.toLowerCase()}`, value.trim()]))
}

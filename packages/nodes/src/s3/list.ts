import type { Json, JsonObject } from '@millrace/engine'
import { control, defineNode, done, folded } from '@millrace/kit'
import { z } from 'zod'
import { connectionField, openAws } from '../aws/aws-access.ts'
import { awsFailures } from '../aws/aws-errors.ts'
import { encodeUri } from '../aws/encode-uri.ts'
import { askS3ForXml, listIn, textIn } from './ask-s3.ts'
import { bucketField, bucketUrl } from './object-url.ts'

const pageSize = 1000

export const s3List = defineNode({
  type: 's3.list',
  title: 'List objects',
  icon: 'cloud',
  group: 'network',
  summary: 'Lists the objects of a bucket by prefix, over as many pages as there are.',
  docs: `Sorted by key as the store sorts them. With \`delimiter: /\` keys are told like folders: those with another \`/\` after the prefix are not listed but stand, once each, in \`prefixes\`.

Ends after \`limit\` objects and prefixes; \`more\` says whether there are any left. \`after\` goes on where another list ended.`,
  params: z.strictObject({
    connection: connectionField,
    bucket: bucketField,
    prefix: z
      .string()
      .max(1024)
      .default('')
      .meta({ title: 'Prefix', description: 'Only keys that begin so', ...control('line') }),
    delimiter: z.string().max(10).optional().meta({ title: 'Delimiter', description: 'What parts folders, e.g. `/`; none when left out' }),
    after: z
      .string()
      .max(1024)
      .optional()
      .meta({ title: 'After', description: 'Only keys that come after this one', ...control('line'), ...folded }),
    limit: z.int().min(1).max(100_000).default(1000).meta({ title: 'Limit', description: 'How many at most' }),
  }),
  connections: ['aws'],
  effects: 'read',
  output: z.strictObject({
    items: z.array(
      z.strictObject({ key: z.string(), size: z.number(), etag: z.string(), modifiedAt: z.string(), storageClass: z.string() }),
    ),
    prefixes: z.array(z.string()),
    more: z.boolean(),
  }),
  errors: awsFailures,
  examples: [
    { name: 'all of a month', with: { connection: 'archive', bucket: 'reports', prefix: '2026-05/', limit: 5000 }, needs: 'S3' },
    { name: 'the folders', with: { connection: 'archive', bucket: 'reports', delimiter: '/' }, needs: 'S3' },
  ],
  async run(context) {
    const { bucket, limit, prefix, delimiter, after } = context.params
    const access = await openAws('s3', context)
    const items: Json[] = []
    const prefixes: string[] = []
    for (let token = ''; ; ) {
      const url = bucketUrl(access, bucket)
      url.search = query({
        'list-type': '2',
        // Keys may hold characters that XML cannot.
        'encoding-type': 'url',
        'max-keys': String(Math.min(pageSize, limit - items.length - prefixes.length)),
        prefix,
        delimiter,
        'start-after': after,
        'continuation-token': token,
      })
      const page = await askS3ForXml({ method: 'GET', url }, access, context, ['Contents', 'CommonPrefixes'])
      items.push(...listIn(page, 'Contents').map(itemOf))
      prefixes.push(...listIn(page, 'CommonPrefixes').map((one) => decode(textIn(one, 'Prefix'))))
      token = textIn(page, 'NextContinuationToken')
      if (token === '' || items.length + prefixes.length >= limit) return done({ items, prefixes, more: token !== '' })
    }
  },
})

function query(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${encodeUri(value)}`]))
    .join('&')
}

function itemOf(one: Json): JsonObject {
  return {
    key: decode(textIn(one, 'Key')),
    size: Number(textIn(one, 'Size')),
    etag: textIn(one, 'ETag'),
    modifiedAt: textIn(one, 'LastModified'),
    storageClass: textIn(one, 'StorageClass'),
  }
}

/** As in a form: a plus sign is a space. */
function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

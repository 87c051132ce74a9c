import { createHash } from 'node:crypto'
import { defineNode, done, FatalError } from '@millrace/kit'
import { z } from 'zod'
import { type AwsAccess, connectionField, openAws } from '../aws/aws-access.ts'
import { awsFailures } from '../aws/aws-errors.ts'
import { askS3, askS3ForXml, listIn, textIn } from './ask-s3.ts'
import { bucketField, bucketUrl, objectKey, objectUrl } from './object-url.ts'

export const s3Delete = defineNode({
  type: 's3.delete',
  title: 'Delete objects',
  icon: 'trash',
  group: 'network',
  summary: 'Deletes one object of S3, or up to a thousand at once.',
  docs: `An object that is not there counts as deleted: the store does not tell. In a bucket with versions the older ones stay.

Of several keys all are tried; if the store refuses some, the step fails with \`AWS_REFUSED\`, and \`error.details.failed\` names them.`,
  params: z.strictObject({
    connection: connectionField,
    bucket: bucketField,
    key: z.union([objectKey, z.array(objectKey).min(1).max(1000)]).meta({ title: 'Key', description: 'One key, or a list of up to 1000' }),
  }),
  connections: ['aws'],
  effects: 'idempotent',
  output: z.strictObject({ deleted: z.int() }),
  errors: awsFailures,
  examples: [
    { name: 'one', with: { connection: 'archive', bucket: 'reports', key: 'may/{{ input }}' }, input: 'a.csv', needs: 'S3' },
    { name: 'what was listed', with: { connection: 'archive', bucket: 'reports', key: ['a.csv', 'b.csv'] }, needs: 'S3' },
  ],
  async run(context) {
    const { bucket, key } = context.params
    const access = await openAws('s3', context)
    if (typeof key === 'string') {
      const response = await askS3({ method: 'DELETE', url: objectUrl(access, bucket, key) }, access, context)
      await response.body?.cancel()
      return done({ deleted: 1 })
    }
    const answer = await askS3ForXml(deletionOf(key, access, bucket), access, context, ['Error'])
    const failed = listIn(answer, 'Error').map((one) => ({ key: textIn(one, 'Key'), code: textIn(one, 'Code') }))
    if (failed[0] !== undefined) {
      throw new FatalError(
        `S3 did not delete ${failed.length} of ${key.length} objects, the first "${failed[0].key}": ${failed[0].code}.`,
        {
          code: 'AWS_REFUSED',
          details: { status: 200, code: failed[0].code, failed },
        },
      )
    }
    return done({ deleted: key.length })
  },
})

function deletionOf(keys: readonly string[], access: AwsAccess, bucket: string) {
  const url = bucketUrl(access, bucket)
  url.search = 'delete='
  const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`).join('')
  const body = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${objects}</Delete>`
  // S3 insists on it here; what guards the body is the SHA-256 that is signed.
  const digest = createHash('md5').update(body).digest('base64')
  return { method: 'POST', url, body, headers: { 'content-md5': digest, 'content-type': 'application/xml' } }
}

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`)
}

import { defineNode, done, FatalError } from '@millrace/kit'
import { z } from 'zod'
import { connectionField, openAws } from '../aws/aws-access.ts'
import { presignUrl } from '../aws/sign-request.ts'
import { durationMs, durationText } from '../duration-text.ts'
import { bucketField, keyField, objectUrl } from './object-url.ts'

const longestSeconds = 7 * 24 * 3600

export const s3Presign = defineNode({
  type: 's3.presign',
  title: 'Presign object URL',
  icon: 'link',
  group: 'network',
  summary: 'Makes a URL by which anybody can read or write one object for a time.',
  docs: `**The URL is a credential**: whoever has it can do what it is for, with the rights of the connection's key, until it ends, and it stands in the history like any output. Make it end soon, and hand it to nobody else. It cannot be taken back but by retiring the key.

Nothing is sent: whether the object is there, or the key may reach it, shows when the URL is used. A connection with a session token cannot presign, because the URL would have to show the token, which is masked in all that a step leaves.`,
  params: z.strictObject({
    connection: connectionField,
    bucket: bucketField,
    key: keyField,
    method: z.enum(['GET', 'PUT']).default('GET').meta({ title: 'Method', description: '`GET` reads the object, `PUT` writes it' }),
    expiresIn: durationText()
      .default('1h')
      .meta({ title: 'Expires in', description: 'For how long the URL is good, e.g. `15m`; seven days at most' }),
  }),
  connections: ['aws'],
  effects: 'read',
  output: z.strictObject({ url: z.url(), method: z.enum(['GET', 'PUT']), expiresAt: z.string() }),
  errors: [{ code: 'AWS_REFUSED', when: 'the connection has a session token' }],
  examples: [
    { name: 'a download link', with: { connection: 'archive', bucket: 'reports', key: 'may.csv', expiresIn: '15m' }, needs: 'S3' },
    {
      name: 'let somebody upload',
      with: { connection: 'archive', bucket: 'inbox', key: '{{ input }}.csv', method: 'PUT' },
      input: 'a',
      needs: 'S3',
    },
  ],
  async run(context) {
    const { bucket, key, method, expiresIn } = context.params
    const seconds = Math.floor(durationMs(expiresIn) / 1000)
    if (seconds < 1 || seconds > longestSeconds) {
      throw new FatalError(`A URL cannot be good for ${expiresIn}: name a time from one second to seven days.`, { code: 'BAD_PARAMS' })
    }
    const access = await openAws('s3', context)
    if (access.sessionToken !== undefined) {
      throw new FatalError(
        'The key of this connection has a session token, which the URL would show: use a connection with a lasting key.',
        {
          code: 'AWS_REFUSED',
        },
      )
    }
    const now = context.now()
    const url = await presignUrl(method, objectUrl(access, bucket, key), seconds, access, now)
    return done({ url: url.href, method, expiresAt: new Date(now + seconds * 1000).toISOString() })
  },
})

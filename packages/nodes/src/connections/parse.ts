import { defineConnection } from '@millrace/kit'
import { z } from 'zod'

const key = z.string().regex(/^[\x21-\x7e]+$/, { error: 'must be visible ASCII characters without spaces' })

/** Ends without a slash, so that paths can be put behind it. */
const serverUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://api.example.com/parse' })
  .refine((text) => !/[?#@]/.test(text), { error: 'takes no user, no query and no fragment' })
  .transform((text) => text.replace(/\/+$/, ''))

export const parse = defineConnection({
  type: 'parse',
  title: 'Parse server',
  icon: 'database',
  summary: 'A Parse server (Back4App and the like too) whose classes are read.',
  docs: `The server URL is the one that apps are given, with its path: \`https://api.example.com/parse\`, \`https://parseapi.back4app.com\`. To list the classes and to read all that is in them takes the master key; Parse server takes that only from addresses in its \`masterKeyIps\`. A REST key reads what everybody may read.`,
  params: z
    .strictObject({
      serverUrl: serverUrl.meta({ title: 'Server URL', description: 'Where its REST API is, with the path' }),
      applicationId: key.meta({ title: 'Application id', description: 'Which application of that server' }),
      masterKey: key.optional().meta({ title: 'Master key', description: 'Reads everything; needed for an import', secret: true }),
      restKey: key.optional().meta({ title: 'REST key', description: 'Where the server asks for one', secret: true }),
    })
    .refine(({ masterKey, restKey }) => masterKey !== undefined || restKey !== undefined, {
      path: ['masterKey'],
      error: 'is needed, or a REST key',
    }),
  hosts: ({ serverUrl }) => [new URL(serverUrl).origin],
  authorize({ headers }, { values: { applicationId, masterKey, restKey } }) {
    headers.set('x-parse-application-id', applicationId)
    if (masterKey !== undefined) headers.set('x-parse-master-key', masterKey)
    if (restKey !== undefined) headers.set('x-parse-rest-api-key', restKey)
  },
  examples: [
    {
      name: 'an application',
      with: { serverUrl: 'https://api.example.com/parse', applicationId: 'shop', masterKey: 'master-key-of-the-shop' },
    },
  ],
})

import { defineConnection } from '@millrace/kit'
import { z } from 'zod'

export const aws = defineConnection({
  type: 'aws',
  title: 'AWS',
  icon: 'cloud',
  summary: 'An access key of Amazon Web Services, or of a service that speaks like it.',
  docs: 'Give the key no more rights than the workflows need. `endpoint` is for other services, such as an S3 store of your own.',
  params: z.strictObject({
    region: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, { error: 'must be a region such as eu-central-1' })
      .meta({ title: 'Region', description: 'E.g. `eu-central-1`' }),
    accessKeyId: z.string().min(1).meta({ title: 'Access key id', description: 'Names the key' }),
    secretAccessKey: z.string().min(1).meta({ title: 'Secret access key', description: 'The key itself', secret: true }),
    sessionToken: z.string().min(1).optional().meta({ title: 'Session token', description: 'Comes with keys that end', secret: true }),
    endpoint: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .optional()
      .meta({ title: 'Endpoint', description: 'Where the service is, if not at AWS' }),
  }),
  examples: [
    { name: 'a key of AWS', with: { region: 'eu-central-1', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret-of-the-key' } },
    {
      name: 'a store of your own',
      with: { region: 'main', accessKeyId: 'millrace', secretAccessKey: 'secret-of-the-key', endpoint: 'https://s3.example.com' },
    },
  ],
})

import { type ConnectionType, defineConnection } from '@millrace/kit'
import { z } from 'zod'

const hosts = z.array(z.string()).min(1)
const facts = { icon: 'key', summary: 'For tests.', docs: 'For tests.', examples: [] }

const basic = defineConnection({
  ...facts,
  type: 'test.basic',
  title: 'Basic',
  params: z.strictObject({ user: z.string(), password: z.string().meta({ secret: true }), hosts }),
  hosts: (values) => values.hosts,
  authorize({ headers }, { values: { user, password } }) {
    headers.set('authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
  },
})

const queryKey = defineConnection({
  ...facts,
  type: 'test.query-key',
  title: 'Query key',
  params: z.strictObject({ key: z.string().meta({ secret: true }), hosts }),
  hosts: (values) => values.hosts,
  authorize: ({ url }, { values: { key } }) => url.searchParams.set('key', key),
})

/** Answers a challenge with what the server asked for. */
const challenged = defineConnection({
  ...facts,
  type: 'test.challenged',
  title: 'Challenged',
  params: z.strictObject({ password: z.string().meta({ secret: true }), hosts }),
  hosts: (values) => values.hosts,
  answersChallenge: true,
  authorize({ headers }, { values: { password }, challenge, cache }) {
    const nonce = challenge?.headers.get('www-authenticate')
    if (nonce) cache.set('nonce', nonce)
    if (cache.has('nonce')) headers.set('authorization', `${cache.get('nonce')} ${password}`)
  },
})

/** What a plugin must not be able to do: send the request elsewhere. */
const diverting = defineConnection({
  ...facts,
  type: 'test.diverting',
  title: 'Diverting',
  params: z.strictObject({ to: z.string(), hosts }),
  hosts: (values) => values.hosts,
  authorize({ url }, { values: { to } }) {
    url.host = to
  },
})

const database = defineConnection({
  ...facts,
  type: 'test.database',
  title: 'Database',
  params: z.strictObject({
    host: z.string(),
    port: z.int().default(5432),
    password: z.string().optional().meta({ secret: true }),
    headers: z.record(z.string(), z.string()).optional().meta({ secret: true }),
  }),
})

const types: readonly ConnectionType[] = [basic, queryKey, challenged, diverting, database]
export const connectionType = (name: string): ConnectionType | undefined => types.find(({ type }) => type === name)
export const allTypes = types.map(({ type }) => type)

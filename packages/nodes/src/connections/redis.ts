import { defineConnection } from '@millrace/kit'
import { z } from 'zod'
import { certificate, host, optionalPassword, optionalUser, port, security } from './server-fields.ts'

export const redis = defineConnection({
  type: 'redis',
  title: 'Redis',
  icon: 'database',
  summary: 'A Redis or Valkey server.',
  docs: 'Without `user` the password is that of the default user. A server in the same network often speaks no TLS: then say `security: none`.',
  params: z.strictObject({
    host,
    port: port.default(6379).meta({ title: 'Port', description: 'Where the server listens' }),
    user: optionalUser,
    password: optionalPassword,
    database: z.int().min(0).max(65_535).default(0).meta({ title: 'Database', description: 'Its number' }),
    security,
    ca: certificate,
  }),
  examples: [{ name: 'a server in the same network', with: { host: 'redis.example.com', password: 'correct horse', security: 'none' } }],
})

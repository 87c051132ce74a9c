import { defineConnection } from '@millrace/kit'
import { z } from 'zod'
import { certificate, host, optionalPassword, port, security, user } from './server-fields.ts'

export const postgres = defineConnection({
  type: 'postgres',
  title: 'PostgreSQL',
  icon: 'database',
  summary: 'A PostgreSQL database and the user that asks it.',
  docs: 'Give that user no more rights than the workflows need. With `security: tls` a server with a certificate of its own making needs `ca`.',
  params: z.strictObject({
    host,
    port: port.default(5432).meta({ title: 'Port', description: 'Where the server listens' }),
    database: z.string().min(1).meta({ title: 'Database', description: 'The name of the database' }),
    user,
    password: optionalPassword,
    security,
    ca: certificate,
  }),
  examples: [{ name: 'a database', with: { host: 'db.example.com', database: 'shop', user: 'millrace', password: 'correct horse' } }],
})

import { defineConnection } from '@millrace/kit'
import { z } from 'zod'
import { host, mailSecurity, password, port, user } from './server-fields.ts'

export const imap = defineConnection({
  type: 'imap',
  title: 'IMAP',
  icon: 'inbox',
  summary: 'A mailbox to read from.',
  docs: 'Port 993 goes with `tls`, port 143 with `starttls`. Many services want a password made for this one use.',
  params: z.strictObject({
    host,
    port: port.default(993).meta({ title: 'Port', description: 'Where the server listens' }),
    security: mailSecurity,
    user,
    password,
  }),
  examples: [{ name: 'a mailbox', with: { host: 'imap.example.com', user: 'orders@example.com', password: 'correct horse' } }],
})

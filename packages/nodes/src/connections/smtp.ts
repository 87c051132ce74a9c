import { defineConnection } from '@millrace/kit'
import { z } from 'zod'
import { host, mailSecurity, optionalPassword, optionalUser, port } from './server-fields.ts'

export const smtp = defineConnection({
  type: 'smtp',
  title: 'SMTP',
  icon: 'mail',
  summary: 'A server that sends mail.',
  docs: 'Port 465 goes with `tls`, port 587 with `starttls`. Leave user and password out for a server that asks for none.',
  params: z.strictObject({
    host,
    port: port.default(465).meta({ title: 'Port', description: 'Where the server listens' }),
    security: mailSecurity,
    user: optionalUser,
    password: optionalPassword,
  }),
  examples: [
    { name: 'a mail service', with: { host: 'smtp.example.com', user: 'shop@example.com', password: 'correct horse' } },
    {
      name: 'encrypted once connected',
      with: { host: 'smtp.example.com', port: 587, security: 'starttls', user: 'shop', password: 'correct horse' },
    },
  ],
})

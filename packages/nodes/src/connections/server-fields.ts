import { z } from 'zod'

/** What connections to servers of other protocols have in common. */
export const host = z
  .string()
  .regex(/^([^\s/@?#:[\]]+|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f.:]*)$/i, {
    error: 'must be a host name or an address, without a scheme or a port',
  })
  .meta({ title: 'Host', description: 'The name or address of the server' })

export const port = z.int().min(1).max(65_535)

const aboutUser = { title: 'User', description: 'Who logs in' }
export const user = z.string().min(1).meta(aboutUser)
export const optionalUser = z.string().min(1).optional().meta(aboutUser)

const aboutPassword = { title: 'Password', description: 'Of that user', secret: true }
export const password = z.string().meta(aboutPassword)
export const optionalPassword = z.string().optional().meta(aboutPassword)

export const security = z
  .enum(['tls', 'none'])
  .default('tls')
  .meta({ title: 'Security', description: '`tls` encrypts and checks the certificate; `none` sends everything readable' })

export const mailSecurity = z.enum(['tls', 'starttls', 'none']).default('tls').meta({
  title: 'Security',
  description: '`tls` encrypts from the start, `starttls` insists on it once connected, `none` sends everything readable',
})

export const certificate = z
  .string()
  .startsWith('-----BEGIN CERTIFICATE-----')
  .optional()
  .meta({ title: 'CA certificate', description: "Of the authority that signed the server's certificate, as PEM, when it is a private one" })

import type { JsonObject } from '@millrace/engine'
import { FatalError, type NodeContext, type OpenConnection } from '@millrace/kit'

/** How to reach a mail server. `none` speaks in the clear, `starttls` insists on encryption once connected, `tls` from the start. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string | undefined
  readonly password: string | undefined
}

/** What the schemas of the types `smtp` and `imap` have let through. */
export function mailServer({ values }: OpenConnection): MailServer {
  const { host, port, security, user, password } = values as JsonObject & Omit<MailServer, never>
  return { host: String(host), port: Number(port), security, user, password }
}

/** Where to connect: the checked address; the name goes to TLS alone, so that the certificate is still that of the name. */
export async function reach(server: MailServer, context: Pick<NodeContext<unknown>, 'resolveHost'>) {
  const { address } = await context.resolveHost(server.host, server.port)
  return { host: address, port: server.port, servername: server.host }
}

/** A line break in a header value would begin another header. */
export function oneLine(text: string, what: string): string {
  if (/[\r\n]/.test(text))
    throw new FatalError(`${what} holds a line break, which would begin another header: take it out.`, { code: 'BAD_PARAMS' })
  return text
}

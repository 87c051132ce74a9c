import { FatalError, type NodeContext, RetryableError } from '@millrace/kit'
import type { ImapFlow } from 'imapflow'
import { mailServer, reach } from './mail-server.ts'

type Reach = Pick<NodeContext<unknown>, 'connections' | 'resolveHost' | 'signal'>

/** Does work on a connection to the server; rejects with `IMAP_REFUSED` or `IMAP_FAILED`. The signal cuts it off. */
export async function withImap<Result>(context: Reach, connection: string, work: (client: ImapFlow) => Promise<Result>): Promise<Result> {
  const server = mailServer(await context.connections.open(connection))
  const { host, port, servername } = await reach(server, context)
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host,
    port,
    servername,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls' ? true : server.security === 'none' ? false : undefined,
    auth: { user: server.user ?? '', pass: server.password ?? '' },
    logger: false,
    disableAutoIdle: true,
    // Less than the half hour after which servers close what is silent, and than what routers on the way put up with.
    maxIdleTime: 4 * 60_000,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
  })
  // What breaks while a command runs rejects that command; without a listener it would end the process as well.
  client.on('error', () => undefined)
  const stop = () => client.close()
  context.signal.addEventListener('abort', stop, { once: true })
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    context.signal.throwIfAborted()
    throw imapError(error, server.host)
  } finally {
    context.signal.removeEventListener('abort', stop)
    client.close()
  }
}

function imapError(error: unknown, host: string): unknown {
  if (!(error instanceof Error) || error instanceof FatalError) return error
  const { authenticationFailed, responseText, responseStatus } = error as Error & Readonly<Record<string, unknown>>
  const said = typeof responseText === 'string' ? responseText : error.message
  if (authenticationFailed === true || responseStatus === 'NO' || responseStatus === 'BAD') {
    return new FatalError(`${host} refuses: ${said}.`, { code: 'IMAP_REFUSED', cause: error })
  }
  return new RetryableError(`The mails of ${host} could not be read: ${said}.`, { code: 'IMAP_FAILED', cause: error })
}

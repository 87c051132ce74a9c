import { FatalError } from '@millrace/kit'

/** What can go wrong when a step uses a connection. No message holds a secret. */
export const connectionError = {
  missing: (name: string) =>
    new FatalError(
      `There is no connection "${name.slice(0, 100)}": make it with "millrace connection set ${name.slice(0, 100)} --type TYPE".`,
      {
        code: 'CONNECTION_MISSING',
      },
    ),

  unfit: (name: string, type: string, wanted: readonly string[]) =>
    new FatalError(
      wanted.length === 0
        ? `This node takes no connection, so not "${name}" either: leave it out.`
        : `Connection "${name}" is of type ${type}: this node takes ${wanted.join(', ')}.`,
      { code: 'CONNECTION_UNFIT' },
    ),

  notHttp: (name: string, type: string) =>
    new FatalError(`Connection "${name}" is of type ${type}, which adds nothing to HTTP requests.`, { code: 'CONNECTION_UNFIT' }),

  host: (name: string, url: URL, hosts: readonly string[]) =>
    new FatalError(
      `Connection "${name}" was not used for ${url.protocol}//${url.host}: its hosts are ${hosts.join(', ')}. ` +
        `If that host may have its credentials, add ${url.host} to hosts.`,
      { code: 'CONNECTION_HOST' },
    ),

  unreadable: (what: string, cause?: unknown) => new FatalError(what, { code: 'CONNECTION_UNREADABLE', cause }),
}

import type { Command } from './command.ts'
import { optionRows } from './help-text.ts'
import { usageLine } from './parse-arguments.ts'

/** docs/cli.md, made from the definitions of the commands. */
export function cliReference(commands: readonly Command[]): string {
  return `${[head, tableOf(commands), exitCodes, environment, ...commands.map(commandSection)].join('\n\n')}\n`
}

const head = `<!-- Made from the definitions in packages/cli/src/commands by \`node --conditions=source packages/cli/scripts/write-cli-reference.ts\`. -->

# The command line

In a checkout: \`npx millrace COMMAND\`. Every command tells its options with \`--help\`. \`--version\` prints the version.`

const exitCodes = `## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | the execution failed, a file is broken, or the command could not do its work |
| 2 | the command line or the configuration is wrong |
| 3 | not found |
| 4 | not allowed |
| 70 | the data can no longer be trusted: start again and it recovers |
| 130 | ended by a second Ctrl-C |`

const environment = `## Environment

Each variable has a variant that ends in \`_FILE\` and names a file with the value. Options of the command line win. A wrong value stops the start.

| variable | meaning | left out |
|---|---|---|
| \`MILLRACE_PORT\` | the port to listen on; it must be free | 8577, or the next free one ([instances.md](instances.md)) |
| \`MILLRACE_NAME\` | what the instance is called in \`/healthz\` and \`millrace status\` | Millrace |
| \`MILLRACE_DATA_DIR\` | where everything is kept | \`./.millrace\` |
| \`MILLRACE_PUBLIC_URL\` | the address under which others reach the server | \`http://localhost:<port>\` |
| \`MILLRACE_ERROR_WORKFLOW\` | the workflow that is started when one fails that names none in \`settings.onFailure\` | none |
| \`MILLRACE_CODE_PACKAGES\` | npm packages that code steps may use, with commas between; they lie in \`packages/node_modules\` of the data directory | none |
| \`MILLRACE_DISK\` | folders of the machine that workflows may use by name, e.g. \`inbox=/srv/inbox,outbox=/srv/out\` | none |
| \`MILLRACE_EGRESS_PROXY\` | an HTTP proxy for what workflows request, e.g. \`http://proxy.internal:3128\`; hosts named in \`MILLRACE_EGRESS_ALLOW\` are asked without it | none |
| \`MILLRACE_EGRESS_ALLOW\` | private addresses that workflows may reach: CIDRs, hosts, \`host:port\`, with commas between | none |
| \`MILLRACE_VAR_<NAME>\` | \`vars.<name>\` in expressions; wins over the workflow's own \`vars\` | |
| \`MILLRACE_ENV_ALLOW\` | variables that expressions may read as \`env.<NAME>\`, with commas between | none |
| \`MILLRACE_SECRET_<NAME>\` | \`secrets.<NAME>\` in expressions | |
| \`MILLRACE_CONNECTION_<NAME>\` | a connection as JSON: \`{"type": "http.bearer", …}\` | |
| \`MILLRACE_RETENTION\` | what finished executions are kept, e.g. \`success.age=7d, failure.count=1000, total.bytes=20GB\`; see [retention.md](retention.md) | 30 days, failures 90 |
| \`MILLRACE_CAPTURE\` | which values the history keeps: \`full\`, \`shapes\`, \`none\`, or e.g. \`inputs=none, outputs=shapes, truncate=100000\` | full |
| \`MILLRACE_REDACT\` | what is masked in every history: \`email\`, \`creditCard\`, \`iban\`, \`phone\`, with commas between | |
| \`MILLRACE_MAX_EVENT_DEPTH\` | how many events in a row may each lead to the next (docs/events.md) | 25 |
| \`MILLRACE_MAX_RUNNING\` | how many executions may run at once; those beyond it are queued by priority (docs/control.md) | as many as come |
| \`MILLRACE_REPLICA\` | a folder, best on another disk, to which everything is shipped as it is written ([backup.md](backup.md)) | none |
| \`MILLRACE_REPLICA_KEEP\` | how far back the replica can be gone to, e.g. \`7d\` | 24h |
| \`MILLRACE_SEARCH\` | \`off\` keeps no index for \`execution list --search\` | on |
| \`MILLRACE_MAX_FILE_SIZE\` | the largest file that a workflow may keep, e.g. \`250MB\` or \`2GiB\` | 100MB |
| \`MILLRACE_ENCRYPTION_KEY\` | encrypts stored secrets and connections: 32 bytes as base64 or hex | a key file in the data directory |
| \`MILLRACE_SERVER\` | the server that commands ask | the one of the data directory ([instances.md](instances.md)) |
| \`MILLRACE_FAIL_POINT\` | for tests alone: \`name:n\` ends the process with SIGKILL at the n-th passing of a place named in \`packages/store/src/fail-point.ts\` | none |
| \`MILLRACE_LOG\` | \`all\` writes every request as a JSON line to standard error | only what went wrong |
| \`NO_COLOR\`, \`FORCE_COLOR\` | no colours; colours although it is no terminal | |`

function tableOf(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => `| [\`${name}\`](#millrace-${name.replaceAll(' ', '-')}) | ${summary} |`)
  return ['| command | |', '|---|---|', ...rows].join('\n')
}

function commandSection(command: Command): string {
  const parts = [
    `## millrace ${command.name}`,
    command.summary,
    ['```', usageLine(command), '```'].join('\n'),
    ...(command.details === undefined ? [] : [command.details]),
    rowsTable([...command.arguments.map(({ name, about }): [string, string] => [name, about]), ...optionRows(command.options)]),
    ['```sh', ...command.examples.flatMap(({ about, line }) => [`# ${about}`, `millrace ${line}`]), '```'].join('\n'),
  ]
  return parts.join('\n\n')
}

function rowsTable(rows: readonly (readonly [string, string])[]): string {
  return ['| | |', '|---|---|', ...rows.map(([left, right]) => `| \`${left}\` | ${right.replaceAll('|', '\\|')} |`)].join('\n')
}

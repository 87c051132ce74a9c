import { resolve } from 'node:path'
import { parseDuration, parseSize } from '@millrace/engine'
import { defaultMaxDepth, type EnvironmentSettings, isEgressEntry } from '@millrace/runtime'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readDataDirectory } from './data-directory.ts'
import { defaultPort } from './default-port.ts'
import { readKeepSettings } from './keep-settings.ts'
import { createVariableReader, type Setting, type VariableReader } from './variable-reader.ts'

/** All that the environment and the command line decide, read once. */
export interface Configuration {
  readonly port: Setting<number>
  /** What the instance is called, to anyone who asks for its health. */
  readonly name: Setting<string>
  /** Absolute. */
  readonly dataDirectory: Setting<string>
  /** The address under which others reach the server; undefined means the one it listens on. */
  readonly publicUrl: Setting<string | undefined>
  /** The workflow that is started when one that names none itself fails. */
  readonly errorWorkflow: Setting<string | undefined>
  /** What the guarded fetch may reach although it is private. */
  readonly egressAllow: Setting<readonly string[]>
  /** The npm packages that code steps may use. */
  readonly codePackages: Setting<readonly string[]>
  /** The HTTP proxy that outgoing requests take. */
  readonly egressProxy: Setting<string | undefined>
  /** How many executions may run at once; undefined means as many as come. */
  readonly maxRunning: Setting<number | undefined>
  /** Whether an index of words is kept, for searches. */
  readonly search: Setting<'on' | 'off'>
  /** Whether every request is logged, or only what went wrong. */
  readonly log: Setting<'all' | 'trouble'>
  /** So many events may lead to one another in a row. */
  readonly maxEventDepth: Setting<number>
  /** The largest file that a workflow may keep, in bytes. */
  readonly maxFileBytes: Setting<number>
  /** The folders of the machine that are handed to workflows: absolute paths by name. */
  readonly disk: Setting<Readonly<Record<string, string>>>
  /** The folder that everything is shipped to, absolute; undefined means nowhere. */
  readonly replica: Setting<string | undefined>
  /** How far back the replica can be gone to. */
  readonly replicaKeepMs: Setting<number>
  /** What is kept of executions and for how long, as far as the environment says. */
  readonly keep: EnvironmentSettings
  /** What expressions see as `vars`, besides the workflow's own. */
  readonly vars: Readonly<Record<string, string>>
  /** What expressions see as `env`: only variables on the list. */
  readonly env: Readonly<Record<string, string>>
}

export interface ConfigurationSource {
  readonly environment: NodeJS.Dict<string>
  /** Where relative paths begin. */
  readonly directory: string
  /** From the command line; these win. */
  readonly port?: string | undefined
  readonly dataDirectory?: string | undefined
  readonly replica?: string | undefined
  readonly replicaKeep?: string | undefined
}

const varPrefix = 'MILLRACE_VAR_'

/** Throws one error that names every setting that is wrong, so that the start stops before anything is opened. */
export function readConfiguration(source: ConfigurationSource): Configuration {
  const reader = createVariableReader(source.environment)
  const configuration: Configuration = {
    port: readPort(reader, source.port),
    name: readName(reader),
    dataDirectory: readDataDirectory(reader, source),
    publicUrl: readPublicUrl(reader),
    errorWorkflow: readErrorWorkflow(reader),
    egressAllow: readEgressAllow(reader),
    codePackages: readList(reader, 'MILLRACE_CODE_PACKAGES'),
    egressProxy: readEgressProxy(reader),
    maxRunning: readMaxRunning(reader),
    search: readSearch(reader),
    log: readLog(reader),
    maxEventDepth: readMaxEventDepth(reader),
    maxFileBytes: readMaxFileBytes(reader),
    disk: readDisk(reader, source.directory),
    replica: readReplica(reader, source),
    replicaKeepMs: readReplicaKeep(reader, source.replicaKeep),
    keep: readKeepSettings(reader),
    vars: readVars(reader),
    env: readEnv(reader, source.environment),
  }
  checkEncryptionKey(reader)
  if (reader.mistakes.length > 0) throw new CliError(configurationMessage(reader.mistakes), exitCode.usage)
  return configuration
}

function configurationMessage(mistakes: readonly string[]): string {
  const [only, ...others] = mistakes
  return others.length === 0
    ? `The configuration is wrong: ${only}`
    : `The configuration is wrong:\n${mistakes.map((one) => `- ${one}`).join('\n')}`
}

/** 0 lets the system choose a free port. */
function readPort(reader: VariableReader, option: string | undefined): Setting<number> {
  const given = option === undefined ? reader.text('MILLRACE_PORT') : { value: option, origin: '--port' }
  if (given === undefined) return { value: defaultPort, origin: 'default' }
  const value = Number(given.value)
  if (/^\d{1,5}$/.test(given.value) && value <= 65_535) return { value, origin: given.origin }
  reader.refuse(given.origin, `must be a port number from 0 to 65535, not "${given.value}".`)
  return { value: defaultPort, origin: 'default' }
}

function readName(reader: VariableReader): Setting<string> {
  const given = reader.text('MILLRACE_NAME')
  if (given === undefined) return { value: 'Millrace', origin: 'default' }
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(given.value))
    reader.refuse(given.origin, 'must be up to 64 letters, digits, blanks, ".", "_" and "-", the first of them a letter or digit.')
  return given
}

function readReplica(reader: VariableReader, { directory, replica }: ConfigurationSource): Setting<string | undefined> {
  if (replica === '') reader.refuse('--replica', 'is empty: name a folder, best on another disk.')
  const given = replica ? { value: replica, origin: '--replica' } : reader.text('MILLRACE_REPLICA')
  return given === undefined ? { value: undefined, origin: 'default' } : { ...given, value: resolve(directory, given.value) }
}

function readReplicaKeep(reader: VariableReader, option: string | undefined): Setting<number> {
  const given = option === undefined ? reader.text('MILLRACE_REPLICA_KEEP') : { value: option, origin: '--replica-keep' }
  if (given === undefined) return { value: dayMs, origin: 'default' }
  const value = parseDuration(given.value)
  if (value !== undefined && value > 0) return { value, origin: given.origin }
  reader.refuse(given.origin, `must be a duration such as 24h or 7d, not "${given.value}".`)
  return { value: dayMs, origin: 'default' }
}

const dayMs = 24 * 60 * 60_000

function readPublicUrl(reader: VariableReader): Setting<string | undefined> {
  const given = reader.text('MILLRACE_PUBLIC_URL')
  if (given === undefined) return { value: undefined, origin: 'default' }
  const url = URL.parse(given.value)
  const isGood = url !== null && ['http:', 'https:'].includes(url.protocol) && url.search === '' && url.hash === ''
  if (!isGood) reader.refuse(given.origin, `must be an http or https address such as https://millrace.example.com, not "${given.value}".`)
  return { value: given.value.replace(/\/+$/, ''), origin: given.origin }
}

function readEgressAllow(reader: VariableReader): Setting<readonly string[]> {
  const list = readList(reader, 'MILLRACE_EGRESS_ALLOW')
  for (const entry of list.value) {
    if (!isEgressEntry(entry))
      reader.refuse(list.origin, `holds "${entry}": write a CIDR (10.0.0.0/8), an address, a host name or host:port.`)
  }
  return list
}

/** Never quoted: it may hold a password. */
function readEgressProxy(reader: VariableReader): Setting<string | undefined> {
  const given = reader.text('MILLRACE_EGRESS_PROXY')
  if (given === undefined) return { value: undefined, origin: 'default' }
  const url = URL.parse(given.value)
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    reader.refuse(given.origin, 'must be an address such as http://proxy.internal:3128.')
  return given
}

function readErrorWorkflow(reader: VariableReader): Setting<string | undefined> {
  const given = reader.text('MILLRACE_ERROR_WORKFLOW')
  if (given === undefined) return { value: undefined, origin: 'default' }
  if (!/^[a-z][a-z0-9_-]{0,63}$/.test(given.value)) reader.refuse(given.origin, `must be the id of a workflow, not "${given.value}".`)
  return given
}

/** The address under which others reach the server; of port 0 only once a free one is chosen. */
export function publicUrlOf({ publicUrl, port }: Pick<Configuration, 'publicUrl' | 'port'>): string {
  return publicUrl.value ?? `http://localhost:${port.value}`
}

function readMaxRunning(reader: VariableReader): Setting<number | undefined> {
  const given = reader.text('MILLRACE_MAX_RUNNING')
  if (given === undefined) return { value: undefined, origin: 'default' }
  const value = Number(given.value)
  if (/^\d{1,6}$/.test(given.value.trim()) && value >= 1) return { value, origin: given.origin }
  reader.refuse(given.origin, `must be a whole number from 1 to 999999, not "${given.value}".`)
  return { value: undefined, origin: 'default' }
}

function readSearch(reader: VariableReader): Setting<'on' | 'off'> {
  const given = reader.text('MILLRACE_SEARCH')
  if (given === undefined) return { value: 'on', origin: 'default' }
  const { value, origin } = given
  if (value === 'on' || value === 'off') return { value, origin }
  reader.refuse(origin, `must be on or off, not "${value}".`)
  return { value: 'on', origin: 'default' }
}

function readLog(reader: VariableReader): Setting<'all' | 'trouble'> {
  const given = reader.text('MILLRACE_LOG')
  if (given === undefined) return { value: 'trouble', origin: 'default' }
  if (given.value !== 'all') reader.refuse(given.origin, `must be all, or left out, not "${given.value}".`)
  return { value: 'all', origin: given.origin }
}

function readMaxEventDepth(reader: VariableReader): Setting<number> {
  const given = reader.text('MILLRACE_MAX_EVENT_DEPTH')
  if (given === undefined) return { value: defaultMaxDepth, origin: 'default' }
  const value = Number(given.value)
  if (/^\d{1,4}$/.test(given.value.trim()) && value >= 1) return { value, origin: given.origin }
  reader.refuse(given.origin, `must be a whole number from 1 to 9999, not "${given.value}".`)
  return { value: defaultMaxDepth, origin: 'default' }
}

/** `250MB`, `2 GiB` or a number of bytes. */
function readMaxFileBytes(reader: VariableReader): Setting<number> {
  const given = reader.text('MILLRACE_MAX_FILE_SIZE')
  if (given === undefined) return { value: 100e6, origin: 'default' }
  const value = parseSize(given.value)
  if (value !== undefined) return { value, origin: given.origin }
  reader.refuse(given.origin, `must be a size such as 250MB or 2GiB, not "${given.value}".`)
  return { value: 100e6, origin: 'default' }
}

/** `inbox=/srv/inbox,outbox=/srv/out` */
function readDisk(reader: VariableReader, directory: string): Setting<Readonly<Record<string, string>>> {
  const { value: entries, origin } = readList(reader, 'MILLRACE_DISK')
  const folders: Record<string, string> = {}
  for (const entry of entries) {
    const [name = '', ...path] = entry.split('=')
    if (/^[a-z][a-z0-9_-]{0,63}$/.test(name) && path.join('=') !== '') folders[name] = resolve(directory, path.join('='))
    else reader.refuse(origin, `must name folders, as in inbox=/srv/inbox,outbox=/srv/out, and "${entry}" does not.`)
  }
  return { value: folders, origin }
}

function readList(reader: VariableReader, variable: string): Setting<readonly string[]> {
  const given = reader.text(variable)
  const entries = (given?.value ?? '').split(',').map((entry) => entry.trim())
  return { value: entries.filter((entry) => entry !== ''), origin: given?.origin ?? 'default' }
}

/** `MILLRACE_VAR_PAY_URL` is `vars.pay_url`. */
function readVars(reader: VariableReader): Readonly<Record<string, string>> {
  const vars: Record<string, string> = {}
  for (const variable of reader.names(varPrefix)) {
    const name = variable.slice(varPrefix.length).toLowerCase()
    if (!/^[a-z][a-z0-9_]*$/.test(name)) {
      reader.refuse(variable, `cannot be read as vars.${name}: after ${varPrefix} write letters, digits and "_", a letter first.`)
    }
    const setting = reader.text(variable)
    if (setting !== undefined) vars[name] = setting.value
  }
  return vars
}

function readEnv(reader: VariableReader, environment: NodeJS.Dict<string>): Readonly<Record<string, string>> {
  const allowed = readList(reader, 'MILLRACE_ENV_ALLOW')
  const env: Record<string, string> = {}
  for (const name of allowed.value) {
    // Expressions end in the history, which is stored and shown.
    const isOurs = ['MILLRACE_SECRET_', 'MILLRACE_CONNECTION_', 'MILLRACE_ENCRYPTION_KEY'].some((prefix) => name.startsWith(prefix))
    if (isOurs) reader.refuse(allowed.origin, `cannot hand out ${name}: secrets are read as secrets.<name>.`)
    const value = environment[name]
    if (!isOurs && value !== undefined) env[name] = value
  }
  return env
}

function checkEncryptionKey(reader: VariableReader): void {
  const key = reader.text('MILLRACE_ENCRYPTION_KEY')
  if (key === undefined) return
  const text = key.value.trim()
  const isKey = /^[0-9a-f]{64}$/i.test(text) || /^[\w+/-]{43}=?$/.test(text)
  if (!isKey) reader.refuse(key.origin, 'must be 32 bytes as base64 or as 64 hex digits (openssl rand -base64 32).')
}

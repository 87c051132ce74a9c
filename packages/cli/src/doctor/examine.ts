import { CliError } from '../cli-error.ts'
import { type Configuration, type ConfigurationSource, readConfiguration } from '../configuration/read-configuration.ts'
import type { Host } from '../host.ts'
import { isNamed } from '../instance/choose-port.ts'
import { readServerRecord } from '../instance/server-record.ts'
import { checkAddress } from './check-address.ts'
import { checkClock } from './check-clock.ts'
import { checkDataDirectory } from './check-data-directory.ts'
import { checkDatabase, lastWriteIn } from './check-database.ts'
import { checkEgress } from './check-egress.ts'
import { checkEncryptionKey } from './check-encryption-key.ts'
import { checkExecutions } from './check-executions.ts'
import { checkNode } from './check-node.ts'
import { checkReplica } from './check-replica.ts'
import { checkRetention } from './check-retention.ts'
import { checkSandbox } from './check-sandbox.ts'
import { checkSettings } from './check-settings.ts'
import { type Finding, findingsIn } from './finding.ts'

/** On the command line. */
type Named = Pick<ConfigurationSource, 'dataDirectory' | 'replica'>

type Check = () => readonly Finding[] | Promise<readonly Finding[]>

/** Looks at everything that Millrace stands on. Changes nothing, and lets a running server run. */
export async function examine(host: Host, named: Named): Promise<readonly Finding[]> {
  const checks = checksFor(host, named)
  const findings: Finding[] = []
  // One after another: the time of a write must not be that of all other checks.
  for (const [area, check] of Object.entries(checks)) findings.push(...(await attempt(area, check)))
  return findings
}

function checksFor(host: Host, named: Named): Readonly<Record<string, Check>> {
  const { environment } = host
  const configuration = readOr(() => readConfiguration({ ...host, ...named }))
  if (configuration instanceof CliError) {
    const broken = findingsIn('settings').problem(
      configuration.message,
      'Correct it: the start is refused, and the rest cannot be looked at.',
    )
    return { node: () => checkNode(), settings: () => [broken], sandbox: checkSandbox, clock: () => checkClock(environment, undefined) }
  }
  const directory = configuration.dataDirectory.value
  const placed = { ...configuration, port: { ...configuration.port, value: portOf(configuration) } }
  return {
    node: () => checkNode(),
    settings: () => checkSettings(environment),
    'data directory': () => checkDataDirectory(directory),
    database: () => checkDatabase(directory),
    replica: () => checkReplica({ directory, configured: configuration.replica.value }),
    retention: () => checkRetention(directory, configuration.keep),
    'encryption key': () => checkEncryptionKey(environment, directory),
    address: () => checkAddress(placed),
    executions: () => checkExecutions(placed.port.value),
    egress: () => checkEgress(configuration.egressAllow.value, configuration.egressProxy.value),
    sandbox: checkSandbox,
    clock: () => checkClock(environment, lastWriteIn(directory)),
  }
}

/** Where it listens, or would: what nobody named is noted in the data directory. */
function portOf({ port, dataDirectory }: Configuration): number {
  const record = readServerRecord(dataDirectory.value)
  const isOwn = record !== undefined && (record.running !== undefined || !record.isPortNamed)
  return isOwn && !isNamed(port) ? record.port : port.value
}

function readOr<T>(read: () => T): T | CliError {
  try {
    return read()
  } catch (error) {
    if (error instanceof CliError) return error
    throw error
  }
}

/** A look that fails is a finding too, and the others are still worth having. */
async function attempt(area: string, check: Check): Promise<readonly Finding[]> {
  try {
    return await check()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [findingsIn(area).problem(`it cannot be looked at: ${message}`, 'See that this user may read it, as the one who runs Millrace.')]
  }
}

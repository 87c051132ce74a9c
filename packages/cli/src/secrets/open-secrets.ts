import { mkdirSync } from 'node:fs'
import { createSecrets, type Secrets } from '@millrace/runtime'
import { readConfiguration } from '../configuration/read-configuration.ts'
import type { Host } from '../host.ts'

/** The secrets of the data directory and the environment; works beside a running server. */
export function openSecrets(host: Host, dataDirectory: string | undefined): Secrets {
  const { value: directory } = readConfiguration({ ...host, dataDirectory }).dataDirectory
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return createSecrets({ environment: host.environment, directory })
}

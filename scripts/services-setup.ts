import type { TestProject } from 'vitest/node'
import type {} from '../packages/nodes/src/testing/services.ts'
import { login, missingServices, startServices, stopServices } from './services.ts'

/** For the Vitest project `services`. A build machine must have all servers; elsewhere the tests of those that are missing do not run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const missing = missingServices()
  if (missing.length > 0 && process.env.CI !== undefined) {
    throw new Error(
      `There is no server program for ${missing.join(', ')}: install postgresql, mariadb-server and redis-server, and run scripts/install-moto.sh.`,
    )
  }
  if (missing.length > 0) console.warn(`Not tested, because this machine has no such server: ${missing.join(', ')}.`)
  const services = await startServices()
  project.provide('services', { ...services, login })
  return () => stopServices(services)
}

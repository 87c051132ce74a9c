import { createMemoryHost } from '@millrace/kit/testing'
import { inject } from 'vitest'
import type { AwsAccess, AwsServiceName } from '../aws/aws-access.ts'

/** The account's one connection, which leads to this endpoint. */
export function awsHost(endpoint: string, more: Readonly<Record<string, string>> = {}) {
  const values = { region: 'us-east-1', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'c4nary-secret-key', endpoint, ...more }
  return createMemoryHost(Date.now, {
    connections: {
      fetch: () => Promise.reject(new Error('AWS is not fetched by connection')),
      open: async (name) => ({ name, type: 'aws', revision: '1', values }),
    },
  })
}

/** The key of the server that the project `services` has started, and where it is. */
export function startedAws() {
  const { port = 0, accessKeyId = '', secretAccessKey = '' } = inject('services').aws ?? {}
  return { endpoint: `http://127.0.0.1:${port}`, accessKeyId, secretAccessKey }
}

/** The same for requests that a test makes itself, such as making a bucket or a table. */
export function startedAccess(service: AwsServiceName): AwsAccess {
  const { endpoint, ...key } = startedAws()
  return { ...key, service, region: 'us-east-1', endpoint: new URL(endpoint) }
}

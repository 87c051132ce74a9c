import type { NodeContext } from '@millrace/kit'
import { z } from 'zod'

export type AwsServiceName = 's3' | 'dynamodb'

/** A key, and the one place where it is valid. */
export interface AwsAccess {
  readonly service: string
  readonly region: string
  /** Requests go to this host and to no other. It may have a path of its own, where a proxy puts the service. */
  readonly endpoint: URL
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

const connectionValues = z.object({
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string().optional(),
  endpoint: z.string().optional(),
})

/** What a connection of type `aws` says. */
export async function openAws(service: AwsServiceName, context: NodeContext<{ readonly connection: string }>): Promise<AwsAccess> {
  const { values } = await context.connections.open(context.params.connection)
  const { endpoint, ...key } = connectionValues.parse(values)
  return { ...key, service, endpoint: new URL(endpoint ?? `https://${service}.${key.region}.${domainOf(key.region)}`) }
}

/** China is a partition of its own, with keys of its own. */
function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
}

export const connectionField = z.string().min(1).meta({ title: 'Connection', description: 'Of type `aws`' })

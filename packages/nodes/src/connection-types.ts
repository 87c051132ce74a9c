import type { ConnectionType } from '@millrace/kit'
import { aws } from './connections/aws.ts'
import { httpApiKey } from './connections/http/api-key.ts'
import { httpBasic } from './connections/http/basic.ts'
import { httpBearer } from './connections/http/bearer.ts'
import { httpDigest } from './connections/http/digest.ts'
import { httpOauth2ClientCredentials } from './connections/http/oauth2-client-credentials.ts'
import { imap } from './connections/imap.ts'
import { mysql } from './connections/mysql.ts'
import { parse } from './connections/parse.ts'
import { postgres } from './connections/postgres.ts'
import { redis } from './connections/redis.ts'
import { smtp } from './connections/smtp.ts'

/** Every connection type of the library, in the order of the form. */
export const connectionTypes: readonly ConnectionType[] = [
  httpBearer,
  httpBasic,
  httpApiKey,
  httpOauth2ClientCredentials,
  httpDigest,
  postgres,
  mysql,
  redis,
  smtp,
  imap,
  aws,
  parse,
]

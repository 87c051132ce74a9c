import { parseHostPattern } from '@millrace/kit'
import { z } from 'zod'

/** The hosts that may see the credentials. Required: without it, whoever writes a URL could have them sent anywhere. */
export const hostList = z
  .array(
    z.string().refine((text) => parseHostPattern(text) !== undefined, {
      error: 'must be a host such as api.example.com, *.example.com, localhost:8080 or http://intranet',
    }),
  )
  .min(1)
  .max(100)
  .meta({
    title: 'Hosts',
    description:
      'The only hosts that are sent the credentials: `api.example.com` (https on its own port), `*.example.com`, `localhost:8080`, `http://intranet`',
  })

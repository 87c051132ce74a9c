import type { Page } from '@millrace/store'
import { z } from 'zod'

/** What every list takes in its query. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'How many at most.' }),
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before.' }),
}

export function toPage({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Page {
  return { limit, ...(cursor !== undefined && { cursor }) }
}

/** `?full=true`, or only `?full`. */
export const flag = z.enum(['true', 'false', '']).transform((text) => text !== 'false')

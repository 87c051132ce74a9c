import { z } from 'zod'
import { control } from './control.ts'
import type { FileHandle } from './node-host.ts'

/** The schema of a parameter or output that is a file. More fields beside these are let be: a workflow may add its own. */
export function fileHandle(): z.ZodType<FileHandle, FileHandle> {
  return z
    .looseObject({
      fileId: z.string().regex(/^f_[0-9a-f]{32}$/, { error: 'is not the id of a file' }),
      name: z.string(),
      mediaType: z.string(),
      size: z.int().min(0),
      sha256: z.string(),
    })
    .meta({ title: 'File', description: 'A handle to binary data, as nodes that make files give it', ...control('file') })
}

import { z } from 'zod'

export const folder = z
  .string()
  .min(1)
  .meta({ title: 'Folder', description: 'One of those that the setting `MILLRACE_DISK` of the server names' })
export const name = z.string().min(1).max(1000).meta({ title: 'Name', description: 'Of the file in the folder, e.g. `2027/report.csv`' })

export const diskFile = z.object({
  folder: z.string(),
  name: z.string(),
  size: z.int().meta({ description: 'In bytes.' }),
  modifiedAt: z.string().meta({ description: 'In ISO 8601.' }),
  isSettled: z.literal(false).optional().meta({ description: 'With `unsettled: marked`, for one that has just changed.' }),
})

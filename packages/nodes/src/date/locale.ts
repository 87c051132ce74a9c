import { folded } from '@millrace/kit'
import { z } from 'zod'

export const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, { error: 'is not a language: write one such as en, de or pt-BR' })
  .default('en')
  .meta({ title: 'Language', description: 'Of the names of months and days, e.g. `en`, `de-AT`', ...folded })

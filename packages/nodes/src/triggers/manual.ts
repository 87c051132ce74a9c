import { defineTrigger } from '@millrace/kit'
import { z } from 'zod'

export const manual = defineTrigger({
  type: 'manual',
  title: 'By hand',
  icon: 'hand',
  summary: 'Starts when somebody says so: in the editor, on the command line, or through the API.',
  docs: 'What is given with the start stands in `trigger`, and the inputs in `inputs`.',
  params: z.strictObject({}),
  examples: [{ name: 'a button', with: {} }],
})

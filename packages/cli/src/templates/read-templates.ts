import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Template } from '@millrace/server'

const directory = join(import.meta.dirname, '../../../../examples')

/** Of the examples, those that one would begin with; each stands alone. */
const chosen: readonly Omit<Template, 'source'>[] = [
  { id: 'hello', tags: ['begin'], summary: 'A webhook that answers: the smallest useful workflow.' },
  { id: 'holiday-form', tags: ['begin', 'people'], summary: 'A page with a form that people fill in, and what becomes of it.' },
  { id: 'office-hours', tags: ['begin', 'schedule'], summary: 'Runs by the clock in a time zone, and by a button.' },
  { id: 'waiting-approval', tags: ['people'], summary: 'A refund that waits until somebody has decided.' },
  { id: 'help-chat', tags: ['people'], summary: 'A page to chat with a workflow.' },
  { id: 'guest-book', tags: ['tables'], summary: 'Records that stay in tables, and numbers about them.' },
  { id: 'nightly-report', tags: ['schedule', 'tables', 'mail'], summary: 'Adds up a table every night, and mails it as CSV.' },
  { id: 'logic-batch', tags: ['logic'], summary: 'Works through a list, several at a time, and collects what fails.' },
  { id: 'logic-routing', tags: ['logic'], summary: 'Conditions without code, two branches at once, one answer.' },
  { id: 'saga', tags: ['logic', 'failures'], summary: 'Undoes what was done when a later step fails.' },
  { id: 'code-steps', tags: ['code'], summary: 'TypeScript of your own, in the sandbox.' },
  { id: 'quote-function', tags: ['services'], summary: 'A workflow that programs call by name and that answers at once.' },
  { id: 'github-push', tags: ['services'], summary: 'Takes the pushes of a GitHub repository, and checks each commit.' },
  {
    id: 'stripe-payment',
    tags: ['services', 'people', 'tables'],
    summary: 'A signed payment of Stripe, kept in a table, approved, told by mail.',
  },
]

/** The examples of this checkout; where they were not installed, there are none to begin with. */
export function readTemplates(): readonly Template[] {
  return chosen.flatMap((template) => {
    const file = join(directory, template.id, 'workflow.yaml')
    return existsSync(file) ? [{ ...template, source: readFileSync(file, 'utf8') }] : []
  })
}

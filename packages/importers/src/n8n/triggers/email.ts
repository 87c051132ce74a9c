import type { JsonObject } from '@millrace/engine'
import { slug } from '../ids.ts'
import type { N8nNode } from '../n8n-workflow.ts'
import { at, textAt } from '../read-value.ts'
import type { ConvertedTrigger, TriggerContext } from './convert-trigger.ts'

export function emailTrigger({ name, parameters, credentials }: N8nNode, context: TriggerContext): ConvertedTrigger {
  const connection = slug(credentials[0]?.name ?? `${name} mailbox`, '_') || 'mailbox'
  context.note(
    'by-hand',
    `The credentials of "${name}" are not part of the export.`,
    `Make a connection "${connection}" of the type imap: millrace connection set ${connection} --type imap.`,
  )
  if ((textAt(parameters, 'postProcessAction') ?? 'read') === 'read')
    context.note(
      'changed',
      `"${name}" marked each mail as read; here a mail stays unread, and starts once all the same.`,
      'Nothing, if nobody minds.',
    )
  const rules = textAt(parameters, 'options', 'customEmailConfig')
  if (rules !== undefined && !/^\s*\[\s*"(UNSEEN|ALL)"\s*\]\s*$/.test(rules))
    context.note('by-hand', `"${name}" took only mails that fit ${rules.slice(0, 200)}.`, 'Say so with sender, to, subject or unseen.')
  const folder = textAt(parameters, 'mailbox')
  const takesFiles = at(parameters, 'downloadAttachments') === true || at(parameters, 'options', 'downloadAttachments') === true
  const params: JsonObject = {
    connection,
    ...(folder !== undefined && folder !== '' && folder !== 'INBOX' && { folder }),
    ...(takesFiles && { attachments: 'files' }),
  }
  return { type: 'email', with: params }
}

/** Addresses were texts such as `Ada <ada@example.com>`, several joined by commas. */
const people = (field: string) =>
  `={{ $json.item.${field}.map(one => one.name ? one.name + " <" + one.address + ">" : one.address).join(", ") }}`

export const emailShape = [
  ['subject', '={{ $json.item.subject }}'],
  ['date', '={{ $json.item.date }}'],
  ['from', people('from')],
  ['to', people('to')],
  ['textPlain', '={{ $json.item.text }}'],
  ['textHtml', '={{ $json.item.html }}'],
  ['text', '={{ $json.item.text }}'],
  ['html', '={{ $json.item.html }}'],
  ['attachments', '={{ $json.item.attachments }}'],
] as const

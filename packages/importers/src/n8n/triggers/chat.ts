import { slug } from '../ids.ts'
import type { N8nNode } from '../n8n-workflow.ts'
import { at, textAt } from '../read-value.ts'
import type { ConvertedTrigger, TriggerContext } from './convert-trigger.ts'

export const chatTriggerType = '@n8n/n8n-nodes-langchain.chatTrigger'

/** Whoever knows the address may write: a chat that was open to some only stays shut until somebody has looked. */
export function chatTrigger({ name, parameters }: N8nNode, context: TriggerContext): ConvertedTrigger {
  const path = `/${slug(name, '-') || 'chat'}`
  const isOpen = at(parameters, 'public') === true && (textAt(parameters, 'authentication') ?? 'none') === 'none'
  if (!isOpen)
    context.note(
      'by-hand',
      `Chat "${name}" was not open to everybody; here whoever knows the address /chat${path} may write, so it is switched off.`,
      'Take "disabled" away if that is all right.',
    )
  const isByNode = /^(responseNodes?|responseMode)$/.test(textAt(parameters, 'options', 'responseMode') ?? '')
  const greeting = textAt(parameters, 'initialMessages')?.trim()
  return {
    type: 'chat',
    with: {
      path,
      title: (textAt(parameters, 'options', 'title')?.trim() || name).slice(0, 200),
      ...(greeting && !greeting.startsWith('=') && !greeting.includes('{{') && { greeting: greeting.slice(0, 5000) }),
      respond: isByNode ? 'respond-node' : 'last-node',
    },
    ...(!isOpen && { disabled: true }),
  }
}

export const chatShape = [
  ['chatInput', '={{ $json.message }}'],
  ['sessionId', '={{ $json.session }}'],
  ['action', 'sendMessage'],
] as const

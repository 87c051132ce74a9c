import type { ChatParams } from '@millrace/kit'
import type { Answer } from '../answer.ts'
import { escaped, htmlPage } from '../page/html-page.ts'
import { chatScript } from './chat-script.ts'
import type { ChatMessage } from './chat-session.ts'

export const longestMessage = 4_000

interface Shown {
  /** Empty for a chat that has not begun. */
  readonly token: string
  readonly messages: readonly ChatMessage[]
}

/** The chat as it stands; everything that was said is text. */
export function chatPage({ title, greeting }: ChatParams, { token, messages }: Shown): Answer {
  const parts = [
    `<h1>${escaped(title)}</h1>`,
    ...(greeting === undefined ? [] : [`<p class="text">${escaped(greeting)}</p>`]),
    `<div role="log" aria-label="Messages"><ol class="messages">${messages.map(messageHtml).join('')}</ol></div>`,
    '<p role="status"></p>',
    '<form method="post" accept-charset="utf-8">',
    `<input type="hidden" name="session" value="${escaped(token)}">`,
    '<label for="message">Your message</label>',
    `<textarea id="message" name="message" required maxlength="${longestMessage}"></textarea>`,
    '<button type="submit">Send</button>',
    '</form>',
  ]
  return htmlPage({ status: 200, title, body: parts.join('\n'), script: chatScript, address: 'public' })
}

function messageHtml({ role, text }: ChatMessage): string {
  const who = role === 'person' ? 'You: ' : 'Answer: '
  return `<li class="${role}"><span class="unseen">${who}</span>${escaped(text)}</li>`
}

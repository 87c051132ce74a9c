import type { Answer } from '../answer.ts'
import { escaped, htmlPage } from '../page/html-page.ts'
import type { Approval, Decision } from './approval.ts'

/** Opening it decides nothing, only the form does; the button that the address means comes first. */
export function approvalPage({ title, message, details }: Approval, meant: Decision['decision'] = 'approved'): Answer {
  const choices = meant === 'approved' ? buttons : buttons.toReversed()
  const parts = [
    `<h1>${escaped(title)}</h1>`,
    ...(message === undefined ? [] : [`<p class="text">${escaped(message)}</p>`]),
    ...(details === undefined || details === null ? [] : [detailsTable(details)]),
    '<form method="post">',
    '<label for="comment">Comment</label>',
    '<textarea id="comment" name="comment" maxlength="4000"></textarea>',
    ...choices,
    '</form>',
  ]
  return htmlPage({ status: 200, title, body: parts.join('\n') })
}

const buttons = [
  '<button name="decision" value="approved">✓ Approve</button>',
  '<button name="decision" value="rejected">✗ Reject</button>',
] as const

export function decidedPage(decision: 'approved' | 'rejected'): Answer {
  const word = decision === 'approved' ? '✓ Approved' : '✗ Rejected'
  return htmlPage({ status: 200, title: word, body: `<h1>${word}</h1>\n<p>Your decision is recorded. You may close this page.</p>` })
}

/** The same for an address that never was, one that was used, and one whose time is up. */
export function goneAnswer(): Answer {
  const text = 'It was used already, its time is up, or the address is not complete.'
  return htmlPage({ status: 404, title: 'Nothing waits here', body: `<h1>Nothing waits here</h1>\n<p>${text}</p>` })
}

type Details = Exclude<Approval['details'], undefined>

/** A map is a table of its members, however they are named; what is nested in them is JSON text. */
function detailsTable(details: Details): string {
  const isMap = typeof details === 'object' && details !== null && !Array.isArray(details)
  const rows = isMap ? Object.entries(details) : [['Details', details] as const]
  const cells = rows.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(textOf(value))}</td></tr>`)
  return `<table>\n${cells.join('\n')}\n</table>`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

import { createHash } from 'node:crypto'
import type { Answer } from '../answer.ts'
import type { Approval, Decision } from './approval.ts'

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 3rem auto; max-width: 40rem; padding: 0 1rem }
h1 { font-size: 1.4rem; line-height: 1.3 }
.text, td, th { overflow-wrap: anywhere; white-space: pre-wrap }
table { border-collapse: collapse; margin: 1rem 0; width: 100% }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top }
th { font-weight: 600; width: 30% }
label { display: block; font-weight: 600; margin-top: 1.5rem }
textarea { box-sizing: border-box; font: inherit; margin: .3rem 0 1rem; min-height: 6rem; padding: .5rem; width: 100% }
button { border: 2px solid currentColor; border-radius: .4rem; cursor: pointer; font: inherit; font-weight: 600; margin-right: .6rem; padding: .5rem 1.4rem }
button:first-of-type { background: #1f5fbf; border-color: #1f5fbf; color: #fff }
:focus-visible { outline: 3px solid #4493f8; outline-offset: 2px }
`

const styleHash = createHash('sha256').update(style).digest('base64')

/**
 * Nothing of the page runs, loads or is framed, nothing leads elsewhere, and its address, which is the credential, is told to nobody.
 * All that a workflow brings is escaped text.
 */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

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
  return page(200, title, parts.join('\n'))
}

const buttons = [
  '<button name="decision" value="approved">✓ Approve</button>',
  '<button name="decision" value="rejected">✗ Reject</button>',
] as const

export function decidedPage(decision: 'approved' | 'rejected'): Answer {
  const word = decision === 'approved' ? '✓ Approved' : '✗ Rejected'
  return page(200, word, `<h1>${word}</h1>\n<p>Your decision is recorded. You may close this page.</p>`)
}

/** The same for an address that never was, one that was used, and one whose time is up. */
export function goneAnswer(): Answer {
  const text = 'It was used already, its time is up, or the address is not complete.'
  return page(404, 'Nothing waits here', `<h1>Nothing waits here</h1>\n<p>${text}</p>`)
}

function page(status: number, title: string, body: string): Answer {
  const head = `<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">`
  const html = `<!doctype html>\n<html lang="en">\n<head>\n${head}\n<title>${escaped(title)}</title>\n<style>${style}</style>\n</head>\n<body>\n${body}\n</body>\n</html>\n`
  return { status, headers, body: html }
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

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

import { createHash } from 'node:crypto'
import type { Answer } from '../answer.ts'

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 3rem auto; max-width: 40rem; padding: 0 1rem }
h1 { font-size: 1.4rem; line-height: 1.3 }
.text, td, th { overflow-wrap: anywhere; white-space: pre-wrap }
table { border-collapse: collapse; margin: 1rem 0; width: 100% }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top }
th { font-weight: 600; width: 30% }
label { display: block; font-weight: 600; margin-top: 1.5rem }
label.tick { align-items: baseline; display: flex; gap: .5rem }
input:not([type=checkbox], [type=file]), select, textarea { background: Field; border: 1px solid color-mix(in srgb, currentColor 55%, transparent); border-radius: .4rem; box-sizing: border-box; color: FieldText; font: inherit; margin: .3rem 0 0; padding: .5rem; width: 100% }
input[type=file] { display: block; font: inherit; margin-top: .3rem; max-width: 100% }
textarea { min-height: 6rem }
[aria-invalid=true] { border: 2px solid #d1242f !important }
.help, .hint { font-weight: 400; opacity: .8 }
.help { display: block }
.mistake, .mistakes { color: light-dark(#b3141f, #ff8f88); font-weight: 600 }
.mistakes { border-left: 4px solid currentColor; padding-left: .8rem }
.mistakes a { color: inherit }
.unseen { height: 1px; left: -9999px; overflow: hidden; position: absolute; width: 1px }
ol.messages { list-style: none; padding: 0 }
.messages li { border-radius: .6rem; margin: .5rem 0; max-width: 85%; overflow-wrap: anywhere; padding: .5rem .8rem; position: relative; white-space: pre-wrap; width: fit-content }
.messages .person { background: light-dark(#dbe9ff, #1c3a63); margin-left: auto }
.messages .workflow { background: light-dark(#eee, #2f2f2f) }
button { border: 2px solid currentColor; border-radius: .4rem; cursor: pointer; font: inherit; font-weight: 600; margin: 1.5rem .6rem 0 0; padding: .5rem 1.4rem }
button:first-of-type { background: #1f5fbf; border-color: #1f5fbf; color: #fff }
:focus-visible { outline: 3px solid #4493f8; outline-offset: 2px }
`

const styleHash = hashOf(style)

export interface Page {
  readonly status: number
  readonly title: string
  /** HTML whose every text from outside is escaped. */
  readonly body: string
  /** Beside this server, where a form of the page may lead, as sources of a policy. */
  readonly formTargets?: readonly string[]
  /** Runs on the page, by the hash of its text alone, and may ask this server. */
  readonly script?: string
  /**
   * `public` for one that anybody may open and whose form is taken from this server alone: told less, browsers would send it with
   * `Origin: null`. Any other address is a credential.
   */
  readonly address?: 'public'
}

/**
 * A page of ours. Nothing of it runs but a script of our own, nothing loads or is framed, it leads nowhere else, and its address is told to no
 * other server. All that a workflow or a person brings is escaped text.
 */
export function htmlPage({ status, title, body, formTargets = [], script, address }: Page): Answer {
  const head = '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">'
  const html = `<!doctype html>\n<html lang="en">\n<head>\n${head}\n<title>${escaped(title)}</title>\n<style>${style}</style>\n</head>\n<body>\n<main>\n${body}\n</main>\n${script === undefined ? '' : `<script>${script}</script>\n`}</body>\n</html>\n`
  return {
    status,
    headers: {
      ...headersFor(["'self'", ...formTargets].join(' '), script),
      'referrer-policy': address === 'public' ? 'same-origin' : 'no-referrer',
    },
    body: html,
  }
}

function headersFor(formAction: string, script: string | undefined): Readonly<Record<string, string>> {
  const scripts = script === undefined ? '' : `script-src 'sha256-${hashOf(script)}'; connect-src 'self'; `
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; ${scripts}style-src 'sha256-${styleHash}'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    'x-robots-tag': 'noindex, nofollow, noarchive',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

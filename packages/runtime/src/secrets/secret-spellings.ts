/**
 * The ways a value is commonly written once it has gone through a request, a log line or a header: as it is, JSON-escaped, URL-encoded,
 * in hex and in base64. Encryption, compression and hashes are beyond this; a hash of a secret is not the secret.
 */
export function secretSpellings(secret: string): readonly string[] {
  const text = secret.toWellFormed()
  const bytes = Buffer.from(text, 'utf8')
  const percent = encodeURIComponent(text)
  const form = formEscapes(percent)
  const json = JSON.stringify(secret).slice(1, -1)
  const hex = bytes.toString('hex')
  const spellings = [
    secret,
    json,
    asciiJson(json),
    percent,
    lowerCaseEscapes(percent),
    form,
    lowerCaseEscapes(form),
    hex,
    hex.toUpperCase(),
  ]
  return [...spellings, ...base64Spellings(bytes)]
}

/** As writers do that keep to ASCII: `ü` as `\u00fc`. */
function asciiJson(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** As a form is encoded: more than in a URL, and a space as +. */
function formEscapes(percent: string): string {
  if (!/[!'()~]|%20/.test(percent)) return percent
  return percent.replaceAll('%20', '+').replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function lowerCaseEscapes(text: string): string {
  return text.includes('%') ? text.replace(/%[0-9A-F]{2}/g, (encoded) => encoded.toLowerCase()) : text
}

/**
 * Inside a longer text that was encoded as a whole (`user:secret` in a Basic header), the secret may begin at any of three places of a
 * group of three bytes; the characters that hold a neighbour's bits too are left off.
 */
function base64Spellings(bytes: Buffer): readonly string[] {
  const padded = Buffer.concat([twoBytes, bytes])
  const [within0 = '', within1 = '', within2 = ''] = [0, 1, 2].map((offset) => {
    const encoded = padded.toString('base64', 2 - offset)
    const firstOwn = Math.ceil((offset * 8) / 6)
    const endOwn = Math.floor(((offset + bytes.length) * 8) / 6)
    return encoded.slice(firstOwn, endOwn)
  })
  const whole = bytes.toString('base64')
  const standard = [whole, whole.replace(/=+$/, ''), within0, within1, within2]
  return /[+/]/.test(whole + within1 + within2) ? [...standard, ...standard.map(urlSafe)] : standard
}

const twoBytes = Buffer.alloc(2)

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_')
}

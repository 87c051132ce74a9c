/**
 * The ways a value is commonly written once it has gone through a request, a log line or a header: as it is, JSON-escaped, URL-encoded,
 * in hex and in base64. Encryption, compression and hashes are beyond this; a hash of a secret is not the secret.
 */
export function secretSpellings(secret: string): readonly string[] {
  const text = secret.toWellFormed()
  const bytes = Buffer.from(text, 'utf8')
  const percent = encodeURIComponent(text)
  const form = new URLSearchParams({ v: text }).toString().slice(2)
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

function lowerCaseEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (encoded) => encoded.toLowerCase())
}

/**
 * Inside a longer text that was encoded as a whole (`user:secret` in a Basic header), the secret may begin at any of three places of a
 * group of three bytes; the characters that hold a neighbour's bits too are left off.
 */
function base64Spellings(bytes: Buffer): readonly string[] {
  const whole = bytes.toString('base64')
  const within = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    const firstOwn = Math.ceil((offset * 8) / 6)
    const endOwn = Math.floor(((offset + bytes.length) * 8) / 6)
    return encoded.slice(firstOwn, endOwn)
  })
  const standard = [whole, whole.replace(/=+$/, ''), ...within]
  return [...standard, ...standard.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))]
}

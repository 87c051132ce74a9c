/** The first answer in the bytes, if it is whole: its status, and how many bytes it takes. */
export function answerIn(bytes: Buffer): { readonly status: number; readonly length: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const length = bodyLength(bytes, headEnd + 4, head)
  if (length === undefined || bytes.length < headEnd + 4 + length) return undefined
  // `HTTP/1.1 200 OK`
  return { status: Number(head.slice(9, 12)), length: headEnd + 4 + length }
}

function bodyLength(bytes: Buffer, start: number, head: string): number | undefined {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (length !== null) return Number(length[1])
  return /\r\ntransfer-encoding: *chunked/i.test(head) ? chunkedLength(bytes, start) : 0
}

/** Up to and with the chunk of length 0, of a server that sends no trailers. */
function chunkedLength(bytes: Buffer, start: number): number | undefined {
  let at = start
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    at = lineEnd + 2 + size + 2
    if (size === 0) return at - start
    if (at > bytes.length) return undefined
  }
}

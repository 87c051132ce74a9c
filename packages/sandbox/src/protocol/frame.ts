// The shape of what passes over the pipe, both ways: two lengths, a head (JSON: what is asked or answered) and a body (JSON text of the
// user's data, which nobody in between has to parse). Also runs inside the runner: imports nothing.

export interface Frame {
  readonly head: string
  readonly body: string
}

/** Two unsigned 32-bit numbers: the bytes of the head and of the body. */
export const frameHeaderBytes = 8

export class FrameTooLargeError extends Error {
  override readonly name = 'FrameTooLargeError'
}

export function encodeFrame({ head, body }: Frame): Buffer {
  const headBytes = Buffer.byteLength(head)
  const bodyBytes = Buffer.byteLength(body)
  const bytes = Buffer.allocUnsafe(frameHeaderBytes + headBytes + bodyBytes)
  bytes.writeUInt32LE(headBytes, 0)
  bytes.writeUInt32LE(bodyBytes, 4)
  bytes.write(head, frameHeaderBytes)
  bytes.write(body, frameHeaderBytes + headBytes)
  return bytes
}

/** Takes what arrives in whatever pieces, and gives the frames that are complete. Throws before it keeps more than `maxBytes` of one. */
export function createFrameReader(maxBytes: number): (chunk: Buffer) => readonly Frame[] {
  let chunks: Buffer[] = []
  let heldBytes = 0
  return (chunk) => {
    chunks.push(chunk)
    heldBytes += chunk.length
    const frames: Frame[] = []
    for (;;) {
      if (heldBytes < frameHeaderBytes) return frames
      const wantedBytes = frameBytes(joined(), maxBytes)
      if (heldBytes < wantedBytes) return frames
      const held = joined()
      frames.push(decodeFrame(held.subarray(0, wantedBytes)))
      chunks = [held.subarray(wantedBytes)]
      heldBytes -= wantedBytes
    }
  }

  /** Joins only when the first chunk does not hold the lengths, or when a frame is complete: a large frame is not copied for each piece. */
  function joined(): Buffer {
    const [first] = chunks
    if (first !== undefined && first.length >= frameHeaderBytes && heldBytes < frameBytes(first, maxBytes)) return first
    if (first !== undefined && chunks.length === 1) return first
    const whole = Buffer.concat(chunks)
    chunks = [whole]
    return whole
  }
}

/** How long the frame is that begins here. */
export function frameBytes(start: Buffer, maxBytes: number): number {
  const wantedBytes = frameHeaderBytes + start.readUInt32LE(0) + start.readUInt32LE(4)
  if (wantedBytes > maxBytes) throw new FrameTooLargeError(`A frame of ${wantedBytes} bytes is larger than the ${maxBytes} that may pass`)
  return wantedBytes
}

export function decodeFrame(bytes: Buffer): Frame {
  const bodyStart = frameHeaderBytes + bytes.readUInt32LE(0)
  return { head: bytes.toString('utf8', frameHeaderBytes, bodyStart), body: bytes.toString('utf8', bodyStart) }
}

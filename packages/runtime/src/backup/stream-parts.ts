interface Streaming {
  /** Called once it has ended, however that was: also when nobody has read any of it. */
  over(): Promise<void> | void
  /** So long a reader may leave a part lying; for ever when left out. */
  readonly stalledAfterMs?: number
}

/** What the iterator gives, as a stream. */
export function streamParts(
  parts: AsyncIterator<Uint8Array, unknown>,
  { over, stalledAfterMs = Number.POSITIVE_INFINITY }: Streaming,
): ReadableStream<Uint8Array> {
  let stall: NodeJS.Timeout | undefined

  async function giveUp(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    controller.error(new Error(`Nobody has read for ${stalledAfterMs / 1000} s.`))
    await parts.return?.()
    await over()
  }

  function watch(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (!Number.isFinite(stalledAfterMs)) return
    stall = setTimeout(() => void giveUp(controller).catch((error: unknown) => controller.error(error)), stalledAfterMs)
    stall.unref()
  }

  return new ReadableStream<Uint8Array>(
    {
      start: watch,
      async pull(controller) {
        clearTimeout(stall)
        try {
          const { done, value } = await parts.next()
          if (done !== true) {
            controller.enqueue(value)
            watch(controller)
            return
          }
        } catch (error) {
          await over()
          throw error
        }
        await over()
        controller.close()
      },
      async cancel() {
        clearTimeout(stall)
        await parts.return?.()
        await over()
      },
    },
    { highWaterMark: 0 },
  )
}

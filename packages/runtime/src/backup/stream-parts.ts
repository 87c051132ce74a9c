/** What the iterator gives, as a stream. `over` is called once it has ended, however that was: also when nobody has read any of it. */
export function streamParts(parts: AsyncIterator<Uint8Array, unknown>, over: () => Promise<void> | void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await parts.next()
          if (done !== true) return controller.enqueue(value)
        } catch (error) {
          await over()
          throw error
        }
        await over()
        controller.close()
      },
      async cancel() {
        await parts.return?.()
        await over()
      },
    },
    { highWaterMark: 0 },
  )
}

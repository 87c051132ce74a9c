import { useEffect, useState } from 'react'
import { relativeText } from './relative-text.ts'

const hearers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for the page, whatever the number of times it shows; it stands still where none is shown. */
function everyFiveSeconds(hear: () => void): () => void {
  hearers.add(hear)
  timer ??= setInterval(() => hearers.forEach((one) => void one()), 5000)
  return () => {
    hearers.delete(hear)
    if (hearers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Made once: making it costs a hundred times what using it does, and lists show hundreds of times. */
const wholeTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })

/** `3 min ago`, kept current; the whole time is its title. `at` is an ISO time. */
export function RelativeTime({ at }: { readonly at: string }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => everyFiveSeconds(() => setNow(Date.now())), [])
  const time = new Date(at)
  return (
    <time dateTime={at} title={wholeTime.format(time)}>
      {relativeText(time.getTime(), now)}
    </time>
  )
}

const toTheMillisecond = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const

/** Made once: making one costs a hundred times what using it does. */
const timeOnly = new Intl.DateTimeFormat(undefined, toTheMillisecond)
const dayToo = new Intl.DateTimeFormat(undefined, { month: '2-digit', day: '2-digit', ...toTheMillisecond })

/** To the millisecond, with the day where it is not today's. */
export function clockText(at: string, now: Date): string {
  const time = new Date(at)
  return (time.toDateString() === now.toDateString() ? timeOnly : dayToo).format(time)
}

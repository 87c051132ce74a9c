/** Bytes for people, such as `1.2 GB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const count = bytes / 1000 ** step
  return `${step === 0 || count >= 100 ? Math.round(count) : Number(count.toPrecision(2))} ${units[step]}`
}

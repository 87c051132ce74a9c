/** Names of an `Accept-Encoding` without their weights; `br;q=0` is a refusal. */
export function acceptedEncodings(header: string): readonly string[] {
  return header
    .split(',')
    .map((one) => one.trim())
    .filter((one) => !/;\s*q=0(?:\.0*)?$/.test(one))
    .map((one) => one.split(';')[0]?.trim() ?? '')
}

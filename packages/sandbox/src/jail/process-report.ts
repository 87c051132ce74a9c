export interface ProcessReport {
  readonly header: { readonly glibcVersionRuntime?: string }
  readonly sharedObjects: readonly string[]
}

/** What Node knows of this process. Without its network part, which looks up names and may take seconds. */
export function processReport(): ProcessReport {
  const settings: object & { excludeNetwork?: boolean } = process.report
  const before = settings.excludeNetwork ?? false
  settings.excludeNetwork = true
  const { header = {}, sharedObjects = [] } = process.report.getReport() as Partial<ProcessReport>
  settings.excludeNetwork = before
  return { header, sharedObjects }
}

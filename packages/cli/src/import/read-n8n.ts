import type { ReadForeign } from '@millrace/server'

/** The converter as the server takes it, loaded when somebody imports: a text says why an export cannot be read. */
export const readN8n: ReadForeign = async (json) => {
  const { ImportError, importN8n } = await import('@millrace/importers')
  try {
    return importN8n(json)
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    return error.message
  }
}

/** This tab, in the live messages about what it has written itself. */
export const clientName = `tab-${crypto.randomUUID()}`

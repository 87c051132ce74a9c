export const statusPrefix = '/webhook-status'

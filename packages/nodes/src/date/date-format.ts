import { z } from 'zod'

/**
 * Tokens of a format, each at most once: a reader of many tokens of changing width would have to try out exponentially many ways.
 */
const tokens = /'[^']*'|yyyy|yy|LLLL|LLL|MMMM|MMM|MM|M|dd|d|HH|H|hh|h|mm|m|ss|s|SSS|a|EEEE|EEE|ZZ|Z|kkkk|WW|W|ooo|o|q|[^a-zA-Z']+/g

export const dateFormat = z
  .string()
  .min(1)
  .max(100)
  .refine((format) => format.replace(tokens, '') === '', {
    error: "holds something that is no part of a date: put plain words in single quotes, as in d 'of' MMMM",
  })
  .refine((format) => hasEachOnce(format), { error: 'names the same part twice' })

function hasEachOnce(format: string): boolean {
  const letters = (format.match(tokens) ?? []).filter((token) => /^[a-zA-Z]/.test(token)).map((token) => token[0])
  return new Set(letters).size === letters.length
}

export const formatDocs = `| part | gives |
|---|---|
| \`yyyy\`, \`yy\` | year |
| \`MM\`, \`M\`, \`MMM\`, \`MMMM\` | month, as number or name |
| \`dd\`, \`d\` | day |
| \`HH\`, \`H\`, \`hh\`, \`h\`, \`a\` | hour of 24 or of 12, with AM or PM |
| \`mm\`, \`m\`, \`ss\`, \`s\`, \`SSS\` | minute, second, thousandths |
| \`EEE\`, \`EEEE\` | name of the weekday |
| \`ZZ\` | offset, \`+02:00\` |
| \`kkkk\`, \`WW\` | ISO year of the week, ISO week |
| \`ooo\`, \`q\` | day of the year, quarter |
| \`'text'\` | plain words |`

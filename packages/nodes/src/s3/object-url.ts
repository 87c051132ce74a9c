import { z } from 'zod'
import type { AwsAccess } from '../aws/aws-access.ts'
import { encodeUri } from '../aws/encode-uri.ts'

/** Owns: names of buckets and keys, and their place in a URL. Always path-style: one host for all buckets, which AWS and its likes all know. */
export const bucketField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/, { error: 'is not the name of a bucket' })
  .meta({ title: 'Bucket', description: 'Its name' })

/**
 * A URL cannot say the segments `.` and `..`: whoever reads it goes up instead, even out of the bucket, and a signature would be made for
 * another object than is meant.
 */
export const objectKey = z
  .string()
  .min(1)
  .refine((key) => Buffer.byteLength(key) <= 1024, { error: 'is longer than 1024 bytes' })
  .refine((key) => !key.split('/').some((segment) => segment === '.' || segment === '..'), { error: 'has a part "." or ".."' })
  .refine((key) => key.isWellFormed(), { error: 'is not well-formed text' })

export const keyField = objectKey.meta({ title: 'Key', description: "The object's name in the bucket, e.g. `reports/2026/may.csv`" })

export function objectUrl(access: AwsAccess, bucket: string, key: string): URL {
  const url = bucketUrl(access, bucket)
  url.pathname += `/${key.split('/').map(encodeUri).join('/')}`
  return url
}

export function bucketUrl({ endpoint }: AwsAccess, bucket: string): URL {
  const url = new URL(endpoint)
  url.pathname = `${endpoint.pathname.replace(/\/+$/, '')}/${bucket}`
  return url
}

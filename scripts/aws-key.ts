export interface AwsKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/**
 * Makes a user of a moto server who may do everything. From then on the server wants every request signed by that user's key, and computes
 * each signature anew with AWS's own library.
 */
export async function makeAwsKey(url: string): Promise<AwsKey> {
  const user = { UserName: 'millrace' }
  await manage(url, { Action: 'CreateUser', ...user })
  const made = await manage(url, { Action: 'CreateAccessKey', ...user })
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })
  await manage(url, { Action: 'PutUserPolicy', ...user, PolicyName: 'all', PolicyDocument: policy })
  await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '0' })
  const textOf = (name: string) => new RegExp(`<${name}>([^<]+)`).exec(made)?.[1] ?? ''
  return { accessKeyId: textOf('AccessKeyId'), secretAccessKey: textOf('SecretAccessKey') }
}

async function manage(url: string, form: Record<string, string>): Promise<string> {
  // The credential tells the server which service is meant; it is not checked yet.
  const authorization = 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=any'
  const body = new URLSearchParams({ Version: '2010-05-08', ...form })
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body })
  if (!response.ok) throw new Error(`${form.Action} failed: ${await response.text()}`)
  return response.text()
}

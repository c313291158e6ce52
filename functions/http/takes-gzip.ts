/** Whether the `Accept-Encoding` of a request (RFC 9110 section 12.5.3) takes gzip. */
export function takesGzip({ headers }: Request): boolean {
  const codings = (headers.get('Accept-Encoding') ?? '').toLowerCase().split(',')
  const weights = new Map(
    codings.map((coding) => {
      const [name = '', ...parameters] = coding.split(';').map((part) => part.trim())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return [name, weight === undefined ? 1 : Number(weight.slice(2))]
    }),
  )
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0
}

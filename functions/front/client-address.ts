const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

/**
 * Returns the IP address of the client. Behind a proxy on the same machine that is the last one of `X-Forwarded-For`,
 * which the proxy itself added; from anywhere else the header is not believed. An empty string if there is none.
 */
export function clientAddress(request: Pick<Request, 'headers'> & { cf?: unknown }): string {
  const { clientIp = '' } = (request.cf ?? {}) as { clientIp?: string }
  // workerd says `192.0.2.7:50112` and `[2001:db8::7]:50112`.
  const [, six, four] = /^(?:\[(.+)\]|([^:]+)):\d+$/.exec(clientIp) ?? []
  const peer = six ?? four ?? clientIp
  if (!LOOPBACK.test(peer)) return peer
  return request.headers.get('X-Forwarded-For')?.split(',').at(-1)?.trim() || peer
}

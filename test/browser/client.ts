let clients = 0

/** Each client has limits of its own: the tests of a minute together would exceed those of one. */
export function clientOfItsOwn(): Record<string, string> {
  const client = process.pid * 1000 + clients++
  return { 'X-Forwarded-For': `10.${(client >> 16) & 255}.${(client >> 8) & 255}.${client & 255}` }
}

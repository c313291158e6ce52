import { describe, expect, it } from 'vitest'
import { INNER_NAMES } from '../../src/targets/inner-names.ts'
import { webhookAddress } from '../../src/webhooks/address.ts'

const RULES = { form: 'json', origin: 'https://laurel.dev', allowPrivate: false } as const
const REFUSED = expect.objectContaining({ code: 'webhook_address' })

describe('the address of a webhook', () => {
  it.each([
    ['https://example.com/hooks/laurel?a=b', 'https://example.com/hooks/laurel?a=b'],
    ['https://discord.com/api/webhooks/1/x#top', 'https://discord.com/api/webhooks/1/x'],
    ['https://EXAMPLE.com:8443', 'https://example.com:8443/'],
    ['https://93.184.216.34/x', 'https://93.184.216.34/x'],
    ['https://172.32.0.1/', 'https://172.32.0.1/'],
    ['https://localhost.example.com/', 'https://localhost.example.com/'],
  ])('may be %s', (text, address) => expect(webhookAddress(text, RULES)).toBe(address))

  it.each([
    'nonsense',
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user@example.com/',
    'https://user:pass@example.com/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://intranet/',
    'https://db.internal/',
    'https://printer.local',
    'https://router.home.arpa/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[2606:4700::1111]/',
  ])('may not be %s', (text) => {
    expect(() => webhookAddress(text, RULES)).toThrow(REFUSED)
  })

  it.each(Object.entries(INNER_NAMES))('may not be at %s (%s)', (name) => {
    for (const host of [name, `x.${name}`, `10.0.0.1.${name}`, `X.${name.toUpperCase()}`]) {
      expect(() => webhookAddress(`https://${host}/`, RULES)).toThrow(REFUSED)
      expect(() => webhookAddress(`https://${host}./`, RULES)).toThrow(REFUSED)
    }
    // The ending of a label is none of the name.
    expect(webhookAddress(`https://not-${name}.com/`, RULES)).toBe(`https://not-${name}.com/`)
  })

  it.each([
    'https://x.internal../',
    'https://a..example.com/',
    'https://.example.com/',
    'https://example.com./',
    'https://example.com:22/',
    'https://example.com:0/',
    'https://example.com:80/',
    'https://example.com:6379/',
    'https://10.0.0.1.dns.dev/',
    'https://10-0-0-1.dns.dev/',
    'https://app-192-168-1-20.dns.dev/',
    'https://a.127.0.0.1.b.dev/',
    'https://9.169.254.169.254.dns.dev/',
    'https://1０.0.0.1/',
    'https://laurel.dev/hook',
    'https://LAUREL.dev:8443/hook',
  ])('may not lead astray: %s', (text) => {
    expect(() => webhookAddress(text, RULES)).toThrow(REFUSED)
  })

  it('may spell a public address, or look like one', () => {
    for (const host of ['ec2-54-12-3-4.compute.dev', 'v1.2.3.4.dev', '1110-0-0-1.dev', 'a10b-0-0-1.dev'])
      expect(webhookAddress(`https://${host}/`, RULES)).toBe(`https://${host}/`)
  })

  it('is one of Discord for messages of its form', () => {
    const rules = { ...RULES, form: 'discord' } as const
    for (const url of [
      'https://discord.com/api/webhooks/1/x',
      'https://canary.discord.com/api/v10/webhooks/1/x',
      'https://discordapp.com/api/webhooks/1/x?thread_id=2',
    ])
      expect(webhookAddress(url, rules)).toBe(url)
    for (const url of [
      'https://example.com/api/webhooks/1/x',
      'https://discord.com.example.com/api/webhooks/1/x',
      'https://example.com/?https://discord.com/api/webhooks/1/x',
      'https://discord.com:8443/api/webhooks/1/x',
      'https://discord.com/api/users/1',
      'https://discord.com/api/webhooks/',
    ])
      expect(() => webhookAddress(url, rules)).toThrow(REFUSED)
  })

  it('is one of Slack for messages of its form', () => {
    const rules = { ...RULES, form: 'slack' } as const
    const url = 'https://hooks.slack.com/services/T0/B0/x'
    expect(webhookAddress(url, rules)).toBe(url)
    for (const other of ['https://slack.com/services/T0/B0/x', 'https://hooks.slack.com/workflows/T0/x'])
      expect(() => webhookAddress(other, rules)).toThrow(REFUSED)
  })

  it('may be a private one, on any port and without TLS, where the operator allows it', () => {
    const rules = { ...RULES, allowPrivate: true }
    for (const url of [
      'http://192.168.1.5:8123/hook',
      'https://hooks.internal/',
      'http://localhost:99/',
      'http://[::1]/',
    ])
      expect(webhookAddress(url, rules)).toBe(url)
    for (const url of ['ftp://192.168.1.5/', 'http://user:pass@192.168.1.5/', 'https://laurel.dev/'])
      expect(() => webhookAddress(url, rules)).toThrow(REFUSED)
  })
})

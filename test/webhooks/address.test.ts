import { describe, expect, it } from 'vitest'
import { webhookAddress } from '../../src/webhooks/address.ts'

describe('the address of a webhook', () => {
  it.each([
    ['https://example.com/hooks/laurel?a=b', 'https://example.com/hooks/laurel?a=b'],
    ['https://discord.com/api/webhooks/1/x#top', 'https://discord.com/api/webhooks/1/x'],
    ['https://EXAMPLE.com:8443', 'https://example.com:8443/'],
    ['https://93.184.216.34/x', 'https://93.184.216.34/x'],
    ['https://172.32.0.1/', 'https://172.32.0.1/'],
    ['https://localhost.example.com/', 'https://localhost.example.com/'],
  ])('may be %s', (text, address) => expect(webhookAddress(text)).toBe(address))

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
    expect(() => webhookAddress(text)).toThrow(expect.objectContaining({ code: 'webhook_address' }))
  })
})

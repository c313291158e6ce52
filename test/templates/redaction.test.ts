import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REDACTED, redactExamples, redactText } from '../../src/templates/redaction.ts'

function redacted(text: string): { text: string; found: number } {
  let found = 0
  return {
    text: redactText(text, (more) => {
      found += more
    }),
    get found() {
      return found
    },
  }
}

/** Made of pieces, so that nobody takes them for real ones. */
const made = (...parts: string[]) => parts.join('')
const SECRETS = [
  made('sk-', 'ant-api03-', 'Ab1'.repeat(12)),
  made('sk-', 'proj-', 'x9'.repeat(20)),
  made('sk_', 'live_', 'Q7'.repeat(12)),
  made('ghp_', 'a1B2'.repeat(9)),
  made('github_', 'pat_', 'a1B2'.repeat(12)),
  made('glpat-', 'x1y2'.repeat(5)),
  made('AKIA', 'ABCDEFGH12345678'),
  made('AIza', 'x'.repeat(35)),
  made('xox', 'b-1234567890-abcdefghij'),
  made('npm_', 'a1'.repeat(18)),
  made('hf_', 'Ab'.repeat(17)),
  made('SG.', 'a'.repeat(22), '.', 'b'.repeat(43)),
  made('laurel_', 'Ab3'.repeat(12)),
  made('eyJ', 'hbGciOiJIUzI1NiJ9.', 'eyJ', 'zdWIiOiIxIn0.', 'c2lnbmF0dXJl'),
]

describe('a text', () => {
  it.each(SECRETS)('loses %s wherever it stands', (secret) => {
    for (const around of ['%', 'key: "%"', '(%)', 'curl x?k=% -s', 'a\n%\nb', '{\\"k\\":\\"%\\"}']) {
      const { text, found } = redacted(around.replace('%', secret))
      expect(text).toBe(around.replace('%', REDACTED))
      expect(found).toBe(1)
    }
  })

  it.each([
    ['DB_PASSWORD=hunter22', 'DB_PASSWORD=%'],
    ['export API_TOKEN="two words"', 'export API_TOKEN="%"'],
    ['{"password": "a\\"b", "user": "u"}', '{"password": "%", "user": "u"}'],
    ['{\\"client_secret\\": \\"abc\\", \\"u\\": \\"\\"}', '{\\"client_secret\\": \\"%\\", \\"u\\": \\"\\"}'],
    ['password: hunter22\nuser: u', 'password: %\nuser: u'],
    ['os.environ["OPENAI_API_KEY"] = "abc"', 'os.environ["OPENAI_API_KEY"] = "%"'],
    ["if token == 'abc': pass", "if token == '%': pass"],
    ['apiKey: `abc`', 'apiKey: `%`'],
    ['https://x.example/?access_token=abcd1234&page=2', 'https://x.example/?access_token=%&page=2'],
    ['aws_secret_access_key = abcd/efgh+1234', 'aws_secret_access_key = %'],
    ['//registry.example/:_authToken=abcd1234', '//registry.example/:_authToken=%'],
    ['tool --password hunter22 --verbose', 'tool --password % --verbose'],
    ['machine x login y password hunter22', 'machine x login y password %'],
    ['<db:password type="plain">hunter22</db:password>', '<db:password type="plain">%</db:password>'],
    ["{'api_key': 'abc', 'n': 1}", "{'api_key': '%', 'n': 1}"],
    ['"{\\\\\\"password\\\\\\": \\\\\\"abc\\\\\\"}"', '"{\\\\\\"password\\\\\\": \\\\\\"%\\\\\\"}"'],
    ["export const API_KEY = 'abc'", "export const API_KEY = '%'"],
    ['  password: aHVudGVyMjI=\n', '  password: %\n'],
    ['origin https://ada:abcd@git.example/x (fetch)', 'origin https://ada:%@git.example/x (fetch)'],
    ['SECRET_KEY_BASE: abcd1234', 'SECRET_KEY_BASE: %'],
    ['GITHUB_TOKEN=abcd1234 npm test', 'GITHUB_TOKEN=% npm test'],
    ['POSTGRES_PASSWORD_FILE=/run/x DB_PASS=hunter22', 'POSTGRES_PASSWORD_FILE=/run/x DB_PASS=%'],
    ['Authorization: Basic dTpw', 'Authorization: Basic %'],
    ['-H "Authorization: Bearer abcd.efgh"', '-H "Authorization: Bearer %"'],
    ['"authorization": "token abcdef"', '"authorization": "token %"'],
    ['Bearer abcdefghijklmnop1234', 'Bearer %'],
    ['X-Api-Key: abcd1234', 'X-Api-Key: %'],
    ['Set-Cookie: sid=abc; Path=/\nnext', 'Set-Cookie: %\nnext'],
    ['postgres://user:p4ss@db.example/x', 'postgres://user:%@db.example/x'],
    ['https://abcdefghijklmnopqrst@git.example/x', 'https://%@git.example/x'],
    ['curl -u ada:hunter22 https://x.example', 'curl -u ada:% https://x.example'],
    ['https://hooks.slack.com/services/T00/B00/abcdefgh1234', 'https://hooks.slack.com/services/%'],
    [made('bot12345678:', 'A'.repeat(35), '/send'), 'bot12345678:%/send'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nnext', '%\nnext'],
    ['-----BEGIN PRIVATE KEY-----\ncut off', '%'],
  ])('%j loses its secret and nothing else', (text, clean) => {
    const { text: left, found } = redacted(text)
    expect(left).toBe(clean.replace('%', REDACTED))
    expect(found).toBe(1)
  })

  it.each([
    'max_tokens: 4096, tokens used: 12',
    'token = get_token()',
    'api_key = os.environ["API_KEY"]',
    'def login(user, password=None, token: str = "")',
    'connect(password=password, token=self.token)',
    'curl -H "Authorization: Bearer $TOKEN" -H "X-Api-Key: $(pass key)"',
    'headers = {"Authorization": f"Bearer {token}"}',
    'PWD=/home/ada/work',
    'password: <your password>',
    'the tokenizer counts; a secretary keeps passwords',
    'commit 1f3870be274f6c49b3e31a0c6728957f and https://github.com/a/b',
    'risk-assessment-of-the-whole-house, bearer authentication',
    'ssh://git@example.com:22/x, ada@example.com',
  ])('%j stays as it is', (text) => {
    expect(redacted(text)).toMatchObject({ text, found: 0 })
  })

  it('that was redacted holds nothing more to redact', () => {
    const secret = fc.constantFrom(...SECRETS, 'password="x y"', 'Bearer abcdefghijklmnop1234', 'token=abcd')
    fc.assert(
      fc.property(fc.array(fc.oneof(secret, fc.string())), (parts) => {
        const once = redacted(parts.join(' '))
        expect(redacted(once.text)).toMatchObject({ text: once.text, found: 0 })
      }),
    )
  })
})

describe('arguments', () => {
  const clean = (given: Parameters<typeof redactExamples>[0][number]['arguments']) =>
    redactExamples([{ tool_name: 't', arguments: given, result: '' }])

  it('lose what stands under a name that says so, at any depth', () => {
    const { examples, redacted: found } = clean({
      url: 'https://x.example',
      headers: { Authorization: 'abc', 'X-Api-Key': 'def', Accept: 'text/html' },
      credentials: ['u', 'p'],
      pin_token: 1234,
      note: 'password=hunter22',
    })
    expect(examples[0]?.arguments).toEqual({
      url: 'https://x.example',
      headers: { Authorization: REDACTED, 'X-Api-Key': REDACTED, Accept: 'text/html' },
      credentials: [REDACTED, REDACTED],
      pin_token: REDACTED,
      note: `password=${REDACTED}`,
    })
    expect(found).toBe(6)
  })

  it('keep what stands for a secret, what is empty, and what only sounds like one', () => {
    const given = { token: '$TOKEN', password: '', secret: null, max_tokens: 5, has_token: true }
    expect(clean(given)).toEqual({
      examples: [{ tool_name: 't', arguments: given, arguments_json: JSON.stringify(given), result: '' }],
      redacted: 0,
    })
  })
})

it('takes time in proportion to the text, whatever is in it', () => {
  const hostile = [
    'token',
    'token=',
    '--',
    'a',
    '-----BEGIN PRIVATE KEY',
    'x://',
    'eyJa.',
    '"',
    'login x password ',
  ]
  for (const piece of hostile) {
    const { text } = redacted(piece.repeat(Math.ceil(200_000 / piece.length)))
    expect(text.length).toBeGreaterThan(0)
  }
})

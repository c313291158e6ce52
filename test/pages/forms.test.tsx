import { describe, expect, it } from 'vitest'
import { HomePage } from '../../functions/pages/home/page.tsx'
import { HANDLE_PATTERN } from '../../src/contract/profiles.ts'
import { EVERY_PAGE } from './every-page.tsx'

describe('creating a profile', () => {
  const home = EVERY_PAGE.home ?? ''

  it('works without a script: a plain form with the three fields', () => {
    expect(home).toContain('method="post" action="/profiles"')
    for (const name of ['handle', 'time_zone', 'visibility']) expect(home).toContain(`name="${name}"`)
  })

  it('asks for handles that the server takes', () => {
    const pattern = home.match(/pattern="([^"]+)"/)?.[1] ?? ''
    // Browsers compile it with the v flag (HTML Standard, the pattern attribute).
    const asBrowsersDo = new RegExp(`^(?:${pattern})$`, 'v')
    for (const handle of ['ada', 'a-1', 'x'.repeat(39)]) {
      expect(asBrowsersDo.test(handle)).toBe(true)
      expect(HANDLE_PATTERN.test(handle)).toBe(true)
    }
    for (const handle of ['ab', '-ada', 'ada-', 'Ada', 'x'.repeat(40)]) {
      expect(asBrowsersDo.test(handle)).toBe(false)
    }
  })

  it('offers no file without the script that could send it', () => {
    expect(home).toMatch(/<div class="field" data-needs-script="?[^>]* hidden/)
  })

  it('keeps what was typed when it is refused, and says why', () => {
    const html = String(
      <HomePage
        defaultTimeZone="UTC"
        error={{ message: 'This handle is taken.', hint: 'Choose another.' }}
        values={{ handle: 'ada', time_zone: 'Asia/Tokyo', visibility: 'private' }}
      />,
    )
    expect(html).toMatch(/role="alert"[\s\S]*This handle is taken\.[\s\S]*Choose another\./)
    expect(html).toMatch(/name="handle"[^>]*value="ada"/)
    expect(html).toMatch(/<option value="Asia\/Tokyo" selected/)
    expect(html).toMatch(/value="private" checked/)
  })

  it('lists a zone that goes by another name here', () => {
    expect(String(<HomePage defaultTimeZone="Asia/Calcutta" />)).toMatch(/value="Asia\/Calcutta" selected/)
  })
})

describe('after creating', () => {
  it('the key is shown with the command that uploads', () => {
    expect(EVERY_PAGE.created).toContain('value="the-key"')
    expect(EVERY_PAGE.created).toContain('value="the-code"')
    expect(EVERY_PAGE.created).toContain(
      'https://laurel.example/api/v1/profiles/ada/sources/default/snapshot',
    )
  })
})

describe.each(['created', 'a new key'])('the page “%s”', (name) => {
  it('has a form that password managers save: the handle and the key, which sign in', () => {
    const form = /<form[^>]* action="\/sign-in"[\s\S]*?<\/form>/.exec(EVERY_PAGE[name] ?? '')?.[0]
    expect(form).toMatch(/name="handle" value="ada" autocomplete="username"/)
    expect(form).toMatch(/name="owner_key" type="password" value="the-key" autocomplete="new-password"/)
  })
})

describe('revoking a credential', () => {
  it('is offered to its owner alone, where the credential is', () => {
    const form = 'method="post" action="/@ada/one/credential/revoke"'
    expect(EVERY_PAGE['a badge, for its owner']).toMatch(new RegExp(`Get the credential[\\s\\S]*${form}`))
    expect(EVERY_PAGE['a badge']).not.toContain('revoke')
  })

  it('says first what it means, and then that it is done', () => {
    const [before = '', after = ''] = ['a credential, to be revoked', 'a credential, revoked'].map(
      (name) => EVERY_PAGE[name] ?? '',
    )
    expect(before).toMatch(/becomes invalid[\s\S]*Keep it[\s\S]*name="confirm" value="yes"/)
    expect(after).toMatch(/is revoked[\s\S]*Back to the badge/)
    expect(after).not.toContain('confirm')
    for (const page of [before, after])
      expect(page).toMatch(/Only copies made before .* a list .* stay valid/)
  })
})

describe('scanning on the front page', () => {
  it('is out of sight without the script that does it, and so is all that follows', () => {
    for (const part of ['data-scan', 'data-local', 'data-publish']) {
      expect(EVERY_PAGE.home).toMatch(
        new RegExp(`<(?:div|section|form)[^>]* ${part}(?:="[^"]*")?(?= )[^>]* hidden`),
      )
    }
  })
})

describe('what is the owner’s alone', () => {
  const html = EVERY_PAGE['for the owner only'] ?? ''

  it('asks people to sign in, first of all, and tells them nothing of headers', () => {
    expect(html).toMatch(/<a class="button button-primary" href="\/sign-in\?handle=ada">\s*Sign in/)
    expect(html).toContain('sign in with its owner key')
    expect(html).not.toContain('Send a header.')
  })
})

describe('the sample', () => {
  it('is one button away, without a script', () => {
    expect(EVERY_PAGE.home).toContain('method="post" action="/sample"')
  })
})

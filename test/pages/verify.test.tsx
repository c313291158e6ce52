import { describe, expect, it } from 'vitest'
import { BadgePage } from '../../functions/pages/profile/badge-page.tsx'
import { VerifyPage } from '../../functions/pages/verify/page.tsx'
import { ATTESTED } from '../../src/credentials/attested.ts'
import { urls } from '../../src/urls.ts'
import { EVERY_PAGE, verdictOf } from './every-page.tsx'
import { NOW, open, unlocked } from './made-views.ts'

describe('the verifier', () => {
  it('works without a script: a form with the text; files wait for the script that reads them', () => {
    expect(EVERY_PAGE.verify).toContain('method="post" action="/verify#finding"')
    expect(EVERY_PAGE.verify).toMatch(/<div class="field" data-verify-file(?:="[^"]*")? hidden/)
    expect(EVERY_PAGE['verify, valid']).toContain('id="finding"')
  })

  it.each(['scanned', 'self-reported', 'mixed'] as const)('says what %s vouches for', (attested) => {
    const verdict = verdictOf('valid')
    const claims = verdict.claims && { ...verdict.claims, attested }
    const html = String(<VerifyPage verdict={{ ...verdict, claims }} />)
    expect(html).toContain(`${ATTESTED[attested].name}.</strong> ${ATTESTED[attested].narrative}`)
  })

  it.each([
    ['shown', 'Shown on the page.'],
    ['outgrown', 'at a higher tier'],
    ['not_shown', 'The signature stays valid.'],
  ] as const)('says of a page where the badge is %s: %s', (standing, words) => {
    expect(String(<VerifyPage verdict={{ ...verdictOf('valid'), standing }} />)).toContain(words)
  })

  it('calls nothing genuine but what is', () => {
    const genuine = Object.entries(EVERY_PAGE).filter(
      ([name, html]) => name.startsWith('verify') && html.includes('finding-good'),
    )
    expect(genuine.map(([name]) => name)).toEqual(['verify, counted here'])
  })

  it('shows nothing of what nobody signed', () => {
    for (const name of ['tampered', 'unknown_key', 'unreadable'] as const) {
      expect(EVERY_PAGE[`verify, ${name}`]).not.toContain('<dl>')
    }
    const other = verdictOf('other_issuer')
    const html = String(<VerifyPage verdict={{ ...other, issuer: 'https://else.example/"><b>' }} />)
    expect(html).toContain('https://else.example/&quot;&gt;&lt;b&gt;')
    // It is named, and leads nowhere.
    expect(html).not.toContain('href="https://else.example')
  })

  it('is left out by search engines once it shows a person’s badge', () => {
    expect(EVERY_PAGE['verify, valid']).toContain('noindex')
    expect(EVERY_PAGE.verify).not.toContain('noindex')
  })
})

it('the page of a badge leads to a credential where there is one to be had', () => {
  const page = (achievement: ReturnType<typeof open>) =>
    String(
      <BadgePage
        credentialId={null}
        profile={{ handle: 'ada', time_zone: 'UTC', visibility: 'public' }}
        achievement={achievement}
        site={urls({ origin: 'https://laurel.example' })}
        viewing={{ now: NOW, newSeconds: 172_800 }}
      />,
    )
  const earned = page(unlocked('one', 'Gold'))
  for (const form of ['png', 'svg', 'jwt'])
    expect(earned).toContain(`href="/@ada/one/credential.${form}" download`)
  expect(page(open('one'))).not.toContain('credential.')
  // A partial view shows what is reached, and nothing of it is earned for good yet.
  expect(page(unlocked('one', 'Gold', { unlocked_at: null }))).not.toContain('credential.')
})

it.each([
  ['scanned', 'finding-good', 'Genuine'],
  ['self-reported', 'finding-open', 'Signed here, self-reported'],
  ['mixed', 'finding-open', 'Signed here, partly self-reported'],
] as const)('calls one genuine only if this server counted: %s', (attested, mood, title) => {
  const html = String(<VerifyPage verdict={verdictOf('valid', attested)} />)
  expect(html).toMatch(new RegExp(`${mood}[\\s\\S]*<h2 id="finding">[\\s\\S]*</svg> ${title}</h2>`))
})

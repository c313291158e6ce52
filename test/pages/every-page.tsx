import { ApiDocsPage } from '../../functions/pages/api-docs.tsx'
import { CreatedPage } from '../../functions/pages/created.tsx'
import { HomePage } from '../../functions/pages/home.tsx'
import { NotFoundPage } from '../../functions/pages/not-found.tsx'
import { ProfilePage, type ProfilePageProps } from '../../functions/pages/profile.tsx'
import { SignInPage } from '../../functions/pages/sign-in.tsx'
import { leakySecret, NOW, open, unlocked, viewOf } from './made-views.ts'

export function profilePage(change: Partial<ProfilePageProps> = {}): string {
  const props: ProfilePageProps = {
    profile: { handle: 'ada', time_zone: 'Europe/Berlin', visibility: 'unlisted' },
    view: viewOf([unlocked('one', 'Gold'), open('two'), leakySecret('three')]),
    owner: false,
    filters: {},
    now: NOW,
    hasSnapshot: true,
    ...change,
  }
  return String(<ProfilePage {...props} />)
}

const REFUSED = { message: 'This handle is taken.', hint: 'Choose another.' }

/** Each page as it is sent, in the states that differ in markup. */
export const EVERY_PAGE: Readonly<Record<string, string>> = {
  home: String(<HomePage defaultTimeZone="UTC" />),
  'home, refused': String(
    <HomePage defaultTimeZone="UTC" error={REFUSED} values={{ handle: 'ada', visibility: 'public' }} />,
  ),
  'sign in': String(<SignInPage error={REFUSED} handle="ada" />),
  created: String(<CreatedPage handle="ada" ownerKey="the-key" origin="https://laurel.example" />),
  'not found': String(<NotFoundPage path="/nowhere" />),
  'profile, for a visitor': profilePage(),
  'profile, for its owner': profilePage({ owner: true }),
  'profile, before any history': profilePage({ owner: true, hasSnapshot: false, view: viewOf([]) }),
  reference: String(<ApiDocsPage document={{ info: { title: 'API', version: '1' } }} origin="https://x" />),
}

import { CirclePage } from '../../functions/pages/circles/circle-page.tsx'
import { JoinPage } from '../../functions/pages/circles/join-page.tsx'
import { CirclesPage } from '../../functions/pages/circles/list-page.tsx'
import type { Circle } from '../../src/contract/circles.ts'
import { urls } from '../../src/urls.ts'
import { NOW } from './made-views.ts'

const SITE = urls({ origin: 'https://laurel.example' })
const PROFILE = { handle: 'ada', time_zone: 'Europe/Berlin' }
const ABOUT = {
  id: '0f3a92c4d1b87e65a0c3f19d',
  name: 'Night shift',
  time_zone: 'Europe/Berlin',
  created_at: NOW - 9e6,
  maker: 'ada',
}
const REFUSED = { message: 'No circle has this code.', hint: 'Check how it is spelled.' }

export const CIRCLE: Circle = {
  ...ABOUT,
  code: 'K7QM-2XPD-9RTW',
  member_count: 2,
  members: [
    { handle: 'ada', joined_at: NOW - 9e6 },
    { handle: 'bob', joined_at: NOW - 8e6 },
  ],
  members_max: 100,
  months: ['2026-03', '2026-02'],
  month: '2026-03',
  frozen_at: null,
  freezes_at: NOW + 9e5,
  standings: [
    { rank: 1, handle: 'bob', points: 130, firsts: 2, tiers: 3 },
    { rank: 2, handle: 'ada', points: 40, firsts: 1, tiers: 1 },
    { rank: 3, handle: 'cy', points: 0, firsts: 0, tiers: 0 },
  ],
  firsts: [
    {
      achievement_id: 'let_him_cook',
      name: 'Let Him Cook',
      tier: 'Gold',
      at: NOW - 900,
      handles: ['ada', 'bob'],
    },
    {
      achievement_id: 'rebase_acrobat',
      name: 'Rebase Acrobat',
      tier: null,
      at: NOW - 9000,
      handles: ['bob'],
    },
  ],
}

const { code: _code, ...AS_MEMBER } = CIRCLE

/** The pages of circles, in all states that differ in markup. */
export const circlePages = (): Readonly<Record<string, string>> => ({
  'a circle, for its maker': String(<CirclePage handle="ada" circle={CIRCLE} site={SITE} />),
  'a circle, for a member': String(
    <CirclePage handle="bob" circle={{ ...AS_MEMBER, frozen_at: NOW - 900 }} site={SITE} />,
  ),
  'a circle, with many firsts': String(
    <CirclePage
      handle="ada"
      circle={{ ...CIRCLE, firsts: Array.from({ length: 20 }, () => CIRCLE.firsts).flat() }}
      site={SITE}
    />,
  ),
  'a circle of one': String(
    <CirclePage
      handle="ada"
      circle={{ ...CIRCLE, member_count: 1, months: ['2026-03'], standings: [], firsts: [] }}
      site={SITE}
    />,
  ),
  circles: String(
    <CirclesPage
      profile={PROFILE}
      circles={{ circles: [{ ...ABOUT, member_count: 2, rank: 2, points: 40 }], circles_max: 10 }}
    />,
  ),
  'circles, before any': String(
    <CirclesPage profile={PROFILE} circles={{ circles: [], circles_max: 10 }} error={REFUSED} />,
  ),
  'circles, as many as may be': String(
    <CirclesPage
      profile={PROFILE}
      circles={{ circles: [{ ...ABOUT, member_count: 1, rank: 1, points: 0 }], circles_max: 1 }}
    />,
  ),
  'join a circle, for a visitor': String(<JoinPage handles={[]} />),
  'join a circle': String(<JoinPage handles={['ada', 'bob']} />),
})

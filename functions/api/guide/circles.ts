import { type Section, SITE } from './blocks.ts'

const AUTH = '-H "Authorization: Bearer $KEY"'
const POST = `curl -X POST ${AUTH} -H 'Content-Type: application/json' \\`
const CIRCLES_API = `${SITE.profileApi('ada')}/circles`

export const CIRCLES: Section = {
  name: 'Circles',
  paths: /^\/profiles\/\{handle\}\/circles/,
  blocks: [
    {
      text: 'A circle shows its members, and nobody else, how far each other’s agents got this month. An owner makes it, others join with its code. Members may be private pages: they see each other’s handles, points and who was first to a tier.',
    },
    {
      code: [
        POST,
        `  ${CIRCLES_API} \\`,
        `  -d '{"name": "Night shift", "time_zone": "Europe/Berlin"}'`,
        POST,
        `  ${CIRCLES_API}/join \\`,
        `  -d '{"code": "K7QM-2XPD-9RTW"}'`,
        '',
        '# A past month; leaving',
        `curl ${AUTH} \\`,
        `  '${CIRCLES_API}/CIRCLE_ID?month=2026-10'`,
        `curl -X DELETE ${AUTH} \\`,
        `  ${CIRCLES_API}/CIRCLE_ID/members/ada`,
      ],
    },
    {
      list: [
        'A tier is worth 10, 20, 40, 80 or 160 points, from Copper to Olympian, and a badge without tiers 40. It counts in the month of the session that earned it.',
        'First to a tier is whoever reached it before everyone else in the circle; the same second is shared.',
        'Twelve hours after a month ends in the circle’s time zone, its result is frozen. What is reported later changes nothing any more.',
        'Whoever leaves, or deletes their profile, is taken out of frozen months. What the others had stays. A circle has at most 100 members, and a profile is in at most 10 circles.',
      ],
    },
  ],
}

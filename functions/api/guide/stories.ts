import { PATHS, type Section, SITE } from './blocks.ts'

export const STORIES: Section = {
  name: 'Stories',
  paths: /^\/profiles\/\{handle\}\/stories/,
  blocks: [
    {
      text: `A year or a month tells a story, card by card: ${'`'}${PATHS.story('HANDLE', '2026')}${'`'}. Its owner sees it first, publishes it there and may take it back. What is published stays as it was seen. Tools and models are in it only while the page shows its totals, and by name only if its owner chose so.`,
    },
    {
      code: [
        `curl ${SITE.profileApi('ada')}/stories/2026`,
        '',
        '# For the owner: how November would be published now',
        `curl -H "Authorization: Bearer $KEY" \\`,
        `  '${SITE.profileApi('ada')}/stories/2026-11?names=true'`,
      ],
    },
  ],
}

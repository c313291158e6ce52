import { type Section, SITE } from './blocks.ts'

const PAGE = SITE.profile('ada')

export const IDENTITY: Section = {
  name: 'Who it is',
  paths: /^\/profiles\/\{handle\}\/identity$/,
  blocks: [
    {
      text: 'A page can say whose it is: a name beside the handle, a line, links, and up to three badges that come first. It is plain text that anyone who may see the page may read. The name is on the pictures of the page, too, if their fonts have its letters. `PUT` replaces all of it; what is left out is gone.',
    },
    {
      code: [
        `curl -X PUT -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
        `  ${SITE.profileApi('ada')}/identity \\`,
        `  -d '{"name": "Ada Lovelace", "links": ["https://ada.dev/"], "pins": ["rebase_acrobat"]}'`,
      ],
    },
    { text: 'A name proves nothing. A link can be proved, in any of these ways:' },
    {
      list: [
        `The page that it leads to links back: \`<a rel="me" href="${PAGE}">\`, or a \`<link>\` like that.`,
        `\`/.well-known/laurel.json\` of its host names the page: \`{"pages": ["${PAGE}"]}\`.`,
        `A TXT record of its host does: \`laurel=${PAGE}\`. Not every server looks for these.`,
      ],
    },
    {
      list: [
        'Links are checked soon after they are added, and then daily. A proof is shown with the day of the last check that found it; three failures in a row take it back. If a link isn’t proved yet, saving has it checked again within minutes.',
        'A check sends nothing of the page, and follows redirects within the same origin alone. While a page is private, or has no history, nothing is checked.',
        'A file or a record speaks for its whole host: it proves every link there that the page shows.',
        'Names can’t be reserved ones, look like handles, or hide anything: no invisible characters, changes of direction or check marks. Links follow the rules for webhooks.',
      ],
    },
  ],
}

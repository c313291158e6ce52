/** The part that the tests use of a package without types of its own. */

declare module 'commonmark' {
  export class Parser {
    parse(markdown: string): object
  }
  export class HtmlRenderer {
    render(document: object): string
  }
}

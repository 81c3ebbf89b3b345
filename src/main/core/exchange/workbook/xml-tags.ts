import { unescapeXml } from './cell-text.ts'

/** A start tag of a small part. */
export interface XmlTag {
  /** Without its namespace prefix. */
  readonly name: string
  /** By name without prefix, except `r:id` and its like, which keep theirs. */
  readonly attributes: ReadonlyMap<string, string>
  /** True for an end tag. */
  readonly closing: boolean
  readonly empty: boolean
}

const ATTRIBUTE = /([^\s=/<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** The attributes of a tag's text, their entities resolved. */
export function attributesOf(tag: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const match of tag.matchAll(ATTRIBUTE))
    attributes.set(match[1]!, unescapeXml(match[2] ?? match[3] ?? ''))
  return attributes
}

/** The tags of a small part in order; text between them is not given. Comments, CDATA and declarations are passed over. */
export function* tagsOf(xml: string): Generator<XmlTag> {
  const tags = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[!?][^>]*>|<((?:[^"'>]|"[^"]*"|'[^']*')+)>/g
  for (const [, tag] of xml.matchAll(tags)) {
    if (tag === undefined) continue
    const closing = tag.startsWith('/')
    const [qualified = ''] = /^[^\s/]+/.exec(closing ? tag.slice(1) : tag) ?? []
    yield {
      name: qualified.slice(qualified.indexOf(':') + 1),
      attributes: closing ? new Map() : attributesOf(tag),
      closing,
      empty: tag.endsWith('/'),
    }
  }
}

export type Strength = { level: 0 | 1 | 2 | 3; text: string }

const COMMON = /^(.)\1+$|1234|abcd|qwer|password|admin|1111|0000|6666|8888/i

/**
 * How hard a passphrase is to guess, in three steps. Length counts most: an office can remember a sentence.
 * A Han character counts as two and a half letters, since there are thousands of them in use.
 */
export function passphraseStrength(text: string): Strength {
  if (text.length < 8) return { level: 0, text: '至少 8 个字符' }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s]/].filter((kind) => kind.test(text)).length
  const han = [...text].filter((char) => /\p{Script=Han}/u.test(char)).length
  const weight = text.length + han * 1.5 + kinds * 1.5
  if (COMMON.test(text) || weight < 13) return { level: 1, text: '偏弱：太短或太常见，换一句长一点的话更好' }
  if (weight < 18) return { level: 2, text: '可以' }
  return { level: 3, text: '很好' }
}

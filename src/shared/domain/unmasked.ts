/** Numbers that name a person in text meant for everybody: ID numbers, mobile phones, accounts. */

const NUMBERS = /(?<![\dA-Za-z*])(?:\d{17}[\dXx]|1[3-9]\d{9}|\d{15,19})(?![\d*])/g

/** Numbers in a text that a public list must not show. What is masked with stars is none. */
export function unmaskedNumbers(text: string): string[] {
  return text.normalize('NFKC').match(NUMBERS) ?? []
}

/** Education, GB/T 4658 (large groups, and the small groups that rosters tell apart), with the texts of real rosters. */

/** Code → the text that our rosters and forms print. */
export const EDUCATIONS = {
  '10': '研究生',
  '20': '本科',
  '30': '大专',
  '40': '中专',
  '44': '职业高中',
  '47': '技工学校',
  '60': '高中',
  '70': '初中',
  '80': '小学',
  '90': '文盲或半文盲',
} as const

export type EducationCode = keyof typeof EDUCATIONS

/** The small groups of the standard (11 doctor, 31 college graduate …) belong to the group of their first digit. */
const ALIASES: Readonly<Record<string, EducationCode>> = {
  博士: '10',
  硕士: '10',
  研究生及以上: '10',
  博士研究生: '10',
  硕士研究生: '10',
  本科及以上: '20',
  大学本科: '20',
  大学: '20',
  大学本科及以上: '20',
  专科: '30',
  大学专科: '30',
  大专及以上: '30',
  高职: '30',
  高职高专: '30',
  大专及高职: '30',
  中等专科: '40',
  中职: '40',
  中等职业教育: '40',
  中职中专: '40',
  职高: '44',
  技校: '47',
  中技: '47',
  技工: '47',
  技工院校: '47',
  普通高中: '60',
  高级中学: '60',
  普高: '60',
  初级中学: '70',
  普通初中: '70',
  小学及以下: '80',
  文盲: '90',
  半文盲: '90',
  '文盲/半文盲': '90',
  '文盲、半文盲': '90',
  文盲及半文盲: '90',
  未上学: '90',
  其他: '90',
  学龄前儿童: '90',
}

const BY_NAME: ReadonlyMap<string, EducationCode> = new Map([
  ...(Object.entries(EDUCATIONS) as [EducationCode, string][]).map(
    ([code, name]): [string, EducationCode] => [name, code],
  ),
  ...Object.entries(ALIASES),
])

/** Code of an education as a roster writes it: 初中, 初中毕业, 中专, 本科及以上, 70, 71. */
export function educationCode(text: string): EducationCode | undefined {
  const tidy = text.normalize('NFKC').replace(/\s/gu, '')
  const byName = BY_NAME.get(tidy) ?? BY_NAME.get(tidy.replace(/(毕业|肄业|教育|学历|文化)$/u, ''))
  if (byName !== undefined) return byName
  if (!/^[1-9]\d$/.test(tidy)) return undefined
  if (tidy in EDUCATIONS) return tidy as EducationCode
  const group = `${tidy[0]}0`
  return group in EDUCATIONS ? (group as EducationCode) : undefined
}

/** The text that rosters and forms print. */
export function educationName(code: EducationCode): string {
  return EDUCATIONS[code]
}

/** Ethnic groups, GB/T 3304: two-digit codes and the names that rosters write. */

/** Short names; rosters write them with 族. */
export const ETHNICITIES = {
  '01': '汉',
  '02': '蒙古',
  '03': '回',
  '04': '藏',
  '05': '维吾尔',
  '06': '苗',
  '07': '彝',
  '08': '壮',
  '09': '布依',
  '10': '朝鲜',
  '11': '满',
  '12': '侗',
  '13': '瑶',
  '14': '白',
  '15': '土家',
  '16': '哈尼',
  '17': '哈萨克',
  '18': '傣',
  '19': '黎',
  '20': '傈僳',
  '21': '佤',
  '22': '畲',
  '23': '高山',
  '24': '拉祜',
  '25': '水',
  '26': '东乡',
  '27': '纳西',
  '28': '景颇',
  '29': '柯尔克孜',
  '30': '土',
  '31': '达斡尔',
  '32': '仫佬',
  '33': '羌',
  '34': '布朗',
  '35': '撒拉',
  '36': '毛南',
  '37': '仡佬',
  '38': '锡伯',
  '39': '阿昌',
  '40': '普米',
  '41': '塔吉克',
  '42': '怒',
  '43': '乌孜别克',
  '44': '俄罗斯',
  '45': '鄂温克',
  '46': '德昂',
  '47': '保安',
  '48': '裕固',
  '49': '京',
  '50': '塔塔尔',
  '51': '独龙',
  '52': '鄂伦春',
  '53': '赫哲',
  '54': '门巴',
  '55': '珞巴',
  '56': '基诺',
  '97': '其他',
  '98': '外国血统中国籍人士',
} as const

export type EthnicityCode = keyof typeof ETHNICITIES

const ALIASES: Readonly<Record<string, EthnicityCode>> = {
  其他族: '97',
  其它: '97',
  穿青人: '97',
  未识别民族: '97',
  未定族称人口: '97',
  外国血统: '98',
  入籍: '98',
  外国人入中国籍: '98',
  外国血统中国籍: '98',
  蒙: '02',
  维: '05',
  仫: '32',
}

const BY_NAME: ReadonlyMap<string, EthnicityCode> = new Map([
  ...(Object.entries(ETHNICITIES) as [EthnicityCode, string][]).flatMap(
    ([code, name]): [string, EthnicityCode][] => [
      [name, code],
      [`${name}族`, code],
    ],
  ),
  ...Object.entries(ALIASES),
])

/** Code of an ethnic group as a roster writes it: 彝, 彝族, 07, 7, or with a code before the name (07 彝族). */
export function ethnicityCode(text: string): EthnicityCode | undefined {
  const tidy = text.normalize('NFKC').replace(/[\s.·、:-]/gu, '')
  const byName = BY_NAME.get(tidy) ?? BY_NAME.get(tidy.replace(/^\d{1,2}/, ''))
  if (byName !== undefined) return byName
  const digits = /^\d{1,2}$/.test(tidy) ? tidy.padStart(2, '0') : ''
  return digits in ETHNICITIES ? (digits as EthnicityCode) : undefined
}

/** The name that rosters and forms print: 彝族, 其他, 外国血统中国籍人士. */
export function ethnicityName(code: EthnicityCode): string {
  return code === '97' || code === '98' ? ETHNICITIES[code] : `${ETHNICITIES[code]}族`
}

/** Invented names in the manner of each people. */
import type { Sex } from '../../../shared/domain/id-number.ts'
import type { Random } from '../../../shared/domain/random.ts'

export type People =
  | '汉族'
  | '彝族'
  | '藏族'
  | '回族'
  | '苗族'
  | '羌族'
  | '土家族'
  | '满族'
  | '朝鲜族'
  | '蒙古族'

/** `family` goes on to children, where the people has family names; Tibetan names have none. */
export type MadeName = { name: string; family: string }

const YI_FAMILIES =
  '吉克 阿余 沙马 吉木 曲比 马海 阿的 俄木 海来 勒格 立立 恩扎 吉伙 阿卓 马查 木乃 乌抛 金古 贾巴 罗洪 瓦扎 阿苏 加拉 苏呷 尔古 吉布 阿牛 比曲'.split(
    ' ',
  )
const YI_FEMALE =
  '阿依 阿各 阿呷 阿支 伍牛 木果 史古 尔果 乌果 阿果 曲西 依扎 伍各 阿英 阿洛 妞妞 作作 阿芝'.split(' ')
const YI_MALE =
  '木呷 拉体 尔布 铁古 拉日 石一 子呷 伟哈 什哈 阿木 格布 拉铁 布哈 尔体 伍呷 伍合 阿合 克哈 约布 日哈'.split(
    ' ',
  )
const TIBETAN_FEMALE = '卓玛 拉姆 央金 德吉 曲珍 梅朵 白玛 措姆 拥措 泽让 格桑 桑姆 央宗 次仁'.split(' ')
const TIBETAN_MALE =
  '扎西 多吉 旺堆 尼玛 达瓦 索朗 丹增 仁青 罗布 平措 洛桑 桑吉 泽仁 泽郎 泽旺 甲央 格绒 登巴'.split(' ')
const HAN_FAMILIES = [
  ...'王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单查覃仇解',
]
const HUI_FAMILIES = [...'马哈撒丁白金沙纳虎锁妥']
const MIAO_FAMILIES = [...'杨吴龙石麻廖李潘熊陶王张']
const QIANG_FAMILIES = [...'余陈王杨何周毛张刘罗']
const MANCHU_FAMILIES = [...'关佟那富赵金白舒唐郎']
const KOREAN_FAMILIES = [...'金朴崔李郑姜赵尹张林']
const MONGOL_FAMILIES = [...'包白吴王韩陈']
const COMPOUND = ['欧阳', '司马', '上官', '诸葛']
const GIVEN_FEMALE = [
  ...'芳秀英桂兰玉华梅丽红霞燕琴群敏静琼珍萍莲艳娟雪凤云翠菊香蓉莉蕾欣怡慧巧春秋月娥妹花淑贞婷佳',
]
const GIVEN_MALE = [
  ...'伟强军勇平刚明国建文武斌辉杰涛超鹏林峰志华成龙海波兵洪富贵祥福才全光友良发德先学忠义松柏宇浩天俊',
]
const KOREAN_GIVEN = [...'哲浩俊成日光顺玉淑英爱花今吉男龙']
/** Characters that fonts, code pages and careless programs lose. */
const RARE = ['䶮', '㛃', '𬱖', '𠅤']

/**
 * A name for a person of a people; `family` where the parent's name decides it. `rare` puts one of 䶮 㛃 𬱖 𠅤 into it.
 * The dot between the parts is U+00B7 for the most part, and what else real lists have for it, or is left out.
 */
export function makeName(
  random: Random,
  people: People,
  sex: Sex,
  family: string | undefined,
  rare: boolean,
): MadeName {
  // Some Yi families carry a Han surname, and keep it.
  if (people === '彝族' && (family === undefined ? random.chance(0.85) : YI_FAMILIES.includes(family))) {
    const clan = family ?? random.pick(YI_FAMILIES)
    const given = random.pick(sex === 'female' ? YI_FEMALE : YI_MALE)
    const long = random.chance(0.08) ? random.pick(YI_MALE) : ''
    return { name: clan + dot(random) + given + long + (rare ? random.pick(RARE) : ''), family: clan }
  }
  if (people === '藏族') {
    const parts = sex === 'female' ? TIBETAN_FEMALE : TIBETAN_MALE
    const first = random.pick(TIBETAN_MALE)
    const second = random.pick(parts.filter((part) => part !== first))
    const rest = rare ? random.pick(RARE) : ''
    if (random.chance(0.04))
      return {
        name: `${first}${random.pick(TIBETAN_MALE)}·${second}${random.pick(TIBETAN_MALE)}${random.pick(parts)}${rest}`,
        family: '',
      }
    return { name: first + (random.chance(0.35) ? dot(random) : '') + second + rest, family: '' }
  }
  const surname = family || familyOf(random, people)
  const given = people === '朝鲜族' ? KOREAN_GIVEN : sex === 'female' ? GIVEN_FEMALE : GIVEN_MALE
  const first = rare ? random.pick(RARE) : random.pick(given)
  return { name: surname + first + (random.chance(0.68) ? random.pick(given) : ''), family: surname }
}

function familyOf(random: Random, people: People): string {
  switch (people) {
    case '回族':
      return random.pick(HUI_FAMILIES)
    case '苗族':
    case '土家族':
      return random.pick(MIAO_FAMILIES)
    case '羌族':
      return random.pick(QIANG_FAMILIES)
    case '满族':
      return random.pick(MANCHU_FAMILIES)
    case '朝鲜族':
      return random.pick(KOREAN_FAMILIES)
    case '蒙古族':
      return random.pick(MONGOL_FAMILIES)
    default:
      return random.chance(0.01) ? random.pick(COMPOUND) : random.pick(HAN_FAMILIES)
  }
}

function dot(random: Random): string {
  return random.weighted([
    ['·', 66],
    ['', 22],
    ['•', 5],
    ['．', 4],
    [' ', 3],
  ])
}

import type { z } from 'zod'
import type { searchHit } from '../../shared/contract/registry.ts'

/** One line under the search box. `to` is an address, or `lock`. */
export type Hit = { key: string; kind: string; title: string; detail: string; to: string }

type Found = z.infer<typeof searchHit>

const KIND: Readonly<Record<Found['kind'], string>> = {
  person: '人员',
  employer: '用人单位',
  agent: '劳务机构',
  claim: '申领',
  benefit: '条款',
  page: '页面',
}

export function hitOf(found: Found): Hit {
  const id = encodeURIComponent(found.id)
  const to: Readonly<Record<Found['kind'], string>> = {
    person: `/people/${id}`,
    employer: `/organisations/employers?open=${id}&search=${encodeURIComponent(found.title)}`,
    agent: `/organisations/agents?open=${id}&search=${encodeURIComponent(found.title)}`,
    claim: `/claims/one/${id}`,
    benefit: `/policy/library?benefit=${id}`,
    page: found.id,
  }
  return {
    key: found.id,
    kind: KIND[found.kind],
    title: found.title,
    detail: found.detail,
    to: to[found.kind],
  }
}

const COMMANDS: readonly { title: string; words: string; to: string }[] = [
  { title: '工作台', words: 'gongzuotai gzt', to: '/' },
  { title: '人员台账', words: 'renyuan ry taizhang', to: '/people' },
  { title: '登记人员', words: 'dengji dj xinzeng', to: '/people?new=1' },
  { title: '用人单位', words: 'danwei yrdw', to: '/organisations/employers' },
  { title: '劳务机构', words: 'jigou lwjg', to: '/organisations/agents' },
  { title: '导入工作簿', words: 'daoru dr', to: '/exchange/import' },
  { title: '导入记录与撤销', words: 'daoru jilu chexiao cx', to: '/exchange/history' },
  { title: '伙伴与钥匙', words: 'huoban yaoshi yuechi zhiwen hbyc', to: '/exchange/partners' },
  { title: '目标任务（指标）', words: 'mubiao renwu zhibiao zb', to: '/services/targets' },
  { title: '履职清单', words: 'lvzhi qingdan lzqd', to: '/services/duties' },
  { title: '服务记录、走访回访', words: 'fuwu jilu zoufang huifang fwjl', to: '/services/records' },
  { title: '岗位', words: 'gangwei gw', to: '/services/posts' },
  { title: '招聘会', words: 'zhaopinhui zph', to: '/services/posts?of=fairs' },
  { title: '求职登记', words: 'qiuzhi dengji qz', to: '/services/posts?of=seekers' },
  { title: '转介', words: 'zhuanjie zj', to: '/services/referrals' },
  { title: '限制核对', words: 'xianzhi hedui xzhd', to: '/services/limits' },
  { title: '政策测算', words: 'zhengce cesuan cs', to: '/policy/run' },
  { title: '测算结果', words: 'jieguo jg', to: '/policy/results' },
  { title: '当地标准', words: 'biaozhun ddbz', to: '/policy/standards' },
  { title: '政策库', words: 'zhengceku zck', to: '/policy/library' },
  { title: '申领看板', words: 'shenling kanban kb', to: '/claims/board' },
  { title: '申领', words: 'shenling caogao sl', to: '/claims/list' },
  { title: '批次', words: 'pici pc', to: '/claims/batches' },
  { title: '公示', words: 'gongshi gs', to: '/claims/publicity' },
  { title: '发放', words: 'fafang ff', to: '/claims/payments' },
  { title: '疑点', words: 'yidian yd', to: '/claims/checks' },
  {
    title: '办理规则（程序、日历、材料）',
    words: 'banli guize chengxu rili cailiao blgz',
    to: '/claims/rules',
  },
  { title: '打印申请表、花名册', words: 'dayin dy', to: '/claims/print' },
  { title: '备份', words: 'beifen bf', to: '/system/backup' },
  { title: '体检', words: 'tijian tj', to: '/system/doctor' },
  { title: '操作记录', words: 'caozuo jilu', to: '/system/audit' },
  { title: '口令与恢复密钥', words: 'kouling huifu', to: '/system/keys' },
  { title: '单位设置', words: 'danwei shezhi', to: '/system/office' },
  { title: '锁定台账', words: 'suoding sd', to: 'lock' },
]

/** Commands whose title or pinyin has the text; all of them for no text. */
export function commandsFor(text: string): Hit[] {
  const wanted = text.toLowerCase()
  return COMMANDS.filter(
    (command) =>
      wanted === '' ||
      command.title.includes(text) ||
      command.words.split(' ').some((word) => word.startsWith(wanted)),
  ).map((command) => ({ key: command.to, kind: '去往', title: command.title, detail: '', to: command.to }))
}

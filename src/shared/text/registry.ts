/** Wording of what the registry and the work records hold. A code without its word fails the type check. */
import type { Sex } from '../domain/id-number.ts'
import type {
  AgentKind,
  CertificateGrade,
  EmployerKind,
  EnrolmentKind,
  PostKind,
  RecognisedKind,
} from '../domain/policy.ts'
import type { RegionLevel } from '../domain/region.ts'

export const SEX_TEXT: Readonly<Record<Sex, string>> = { male: '男', female: '女' }

export const REGION_LEVEL_TEXT: Readonly<Record<RegionLevel, string>> = {
  province: '省（自治区、直辖市）',
  city: '市（州、盟）',
  county: '县（市、区、旗）',
  township: '乡镇（街道）',
}

export const EMPLOYER_KIND_TEXT: Readonly<Record<EmployerKind, string>> = {
  enterprise: '企业',
  'small-enterprise': '小微企业',
  cooperative: '农民专业合作社',
  'large-grower': '种养大户',
  'family-farm': '家庭农场',
  workshop: '就业帮扶车间',
  'community-factory': '社区工厂',
  'satellite-factory': '卫星工厂',
  'individual-business': '个体工商户',
  'public-institution': '事业单位',
  government: '机关',
  other: '其他单位',
}

export const AGENT_KIND_TEXT: Readonly<Record<AgentKind, string>> = {
  agency: '人力资源服务机构',
  'labour-company': '劳务公司',
  'labour-cooperative': '劳务合作社',
  broker: '劳务经纪人',
  'training-institution': '培训机构',
  'public-service': '公共就业服务机构',
  other: '其他机构',
}

export const RECOGNISED_KIND_TEXT: Readonly<Record<RecognisedKind, string>> = {
  'national-base': '国家级就业扶贫基地',
  'provincial-base': '省级就业扶贫基地',
  'city-base': '市级就业帮扶基地',
  'assistance-base': '就业帮扶基地',
  'assistance-workshop': '就业帮扶车间',
  'provincial-demonstration-base': '省级就业帮扶示范基地',
  'provincial-incubator': '省级创业孵化示范基地',
  'national-incubator': '国家级创业孵化示范基地',
  'provincial-startup-park': '省级农民工创业示范园',
  'provincial-startup-site': '省级农民工创业示范点',
  'provincial-demonstration-farm': '省级家庭农场示范场',
}

export const POST_KIND_TEXT: Readonly<Record<PostKind, string>> = {
  ordinary: '普通岗位',
  caring: '爱心岗位',
  'public-welfare': '公益性岗位',
}

export const CERTIFICATE_GRADE_TEXT: Readonly<Record<CertificateGrade, string>> = {
  basic: '初级工',
  intermediate: '中级工',
  advanced: '高级工',
}

export const ENROLMENT_KIND_TEXT: Readonly<Record<EnrolmentKind, string>> = {
  apprenticeship: '新型学徒制',
  'order-class': '订单班、冠名班',
}

/** Kinds of account that money is paid to. */
export const ACCOUNT_KIND_TEXT = {
  'social-security-card': '社会保障卡',
  'bank-card': '银行卡',
  passbook: '存折',
} as const satisfies Readonly<Record<string, string>>

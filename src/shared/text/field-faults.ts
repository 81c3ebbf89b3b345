/** What is wrong with a field, for the clerk: what it is, and what to do. Made from codes, never from the value itself. */
import type { AccountFault, AccountWarning } from '../domain/bank-card.ts'
import type { CreditCodeFault } from '../domain/credit-code.ts'
import type { IdFault, IdWarning } from '../domain/id-number.ts'
import type { YuanFault } from '../domain/money.ts'
import type { NameFault } from '../domain/person-name.ts'
import type { PhoneFault } from '../domain/phone.ts'

export const ID_FAULT_TEXT: Readonly<Record<IdFault, string>> = {
  empty: '没有身份证号，请补填。',
  length: '身份证号应为 18 位（老证 15 位），请核对位数。',
  characters: '身份证号只能是数字，末位可以是 X，请核对。',
  'check-digit': '身份证号末位校验不符，可能有一位写错，请对照证件改正。',
  'impossible-date': '身份证号中的出生日期不存在或在今天之后，请对照证件改正。',
  'excel-scientific':
    '身份证号被表格软件变成了科学计数（如 5.11E+17），原号已丢失，请从原件重新录入，并把该列设为文本。',
  'excel-rounded': '身份证号末三位被表格软件变成了 000，原号已丢失，请从原件重新录入，并把该列设为文本。',
}

export const ID_WARNING_TEXT: Readonly<Record<IdWarning, string>> = {
  'unknown-area': '身份证号前 6 位不在现行区划代码中，可能是已撤销的老代码，请留意。',
  'excel-rounded': '身份证号以 000 结尾，可能被表格软件改过，请对照证件。',
  'converted-15': '15 位老号已换算成 18 位。',
}

export const CREDIT_CODE_FAULT_TEXT: Readonly<Record<CreditCodeFault, string>> = {
  empty: '没有统一社会信用代码，请补填。',
  length: '统一社会信用代码应为 18 位，请核对位数。',
  characters: '统一社会信用代码只能用数字和大写字母，且没有 I、O、S、V、Z，请核对。',
}

export const CREDIT_CODE_WARNING_TEXT: Readonly<Record<'check-digit', string>> = {
  'check-digit': '统一社会信用代码末位校验不符，早年的代码也会这样，请对照执照。',
}

export const ACCOUNT_FAULT_TEXT: Readonly<Record<AccountFault, string>> = {
  empty: '没有账号，请补填。',
  length: '账号应为 8 至 30 位数字，请核对位数。',
  characters: '账号只能是数字，请核对。',
  'excel-scientific':
    '账号被表格软件变成了科学计数（如 6.22E+18），原号已丢失，请从原件重新录入，并把该列设为文本。',
}

export const ACCOUNT_WARNING_TEXT: Readonly<Record<AccountWarning, string>> = {
  luhn: '账号末位校验不符，存折账号也会这样，请对照卡片。',
  'excel-rounded': '账号 15 位以后全是 0，可能被表格软件改过，请对照卡片。',
  length: '账号不是常见的 16 位或 19 位，请确认是否为存折账号。',
}

export const YUAN_FAULT_TEXT: Readonly<Record<YuanFault, string>> = {
  empty: '没有金额，请补填。',
  format: '金额应写成数字，如 3000 或 3000.50。',
  'too-many-decimals': '金额最多两位小数，银行不接受更多，请改正。',
  'thousands-separator': '金额中的逗号位置不对，请写成 3000 或 3,000.00。',
  'full-width': '金额用了全角数字，请改为半角。',
  'too-large': '金额太大，请核对单位是否为元。',
}

export const PHONE_FAULT_TEXT: Readonly<Record<PhoneFault, string>> = {
  empty: '没有联系电话，请补填。',
  length: '联系电话应为 11 位手机号，或带区号的座机号，请核对。',
  characters: '联系电话只能填一个号码，且只能是数字，请核对。',
  'excel-scientific': '联系电话被表格软件变成了科学计数，请重新录入，并把该列设为文本。',
}

export const NAME_FAULT_TEXT: Readonly<Record<NameFault, string>> = {
  empty: '没有姓名，请补填。',
  'too-long': '姓名超过 50 个字，可能列错位，请核对。',
  characters: '姓名中有数字、问号或无法显示的字，可能列错位或丢字，请对照证件改正。',
}

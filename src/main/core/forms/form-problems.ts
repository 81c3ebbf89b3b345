import { Refusal } from '../../../shared/domain/refusal.ts'
import type { FitFault } from './fit-text.ts'

/** Why one person's paper cannot be printed as it stands. */
export function fitRefusal(fault: FitFault, person: string, fields: readonly string[]): Refusal {
  const where = `${person ? `${person}的` : ''}“${fields.join('、')}”`
  if (fault.kind === 'does-not-fit') {
    return new Refusal(
      'forms.does-not-fit',
      `${where}太长，缩到最小字号仍放不进格子。请缩短该项内容，或在版式文件中加宽、加高这一格。`,
      { person, field: fields.join('、') },
    )
  }
  const code = `U+${fault.codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  const character = isControl(fault.codePoint) ? '' : String.fromCodePoint(fault.codePoint)
  return new Refusal(
    'forms.missing-glyph',
    isPrivateUse(fault.codePoint)
      ? `${where}里有一个自造字编码的字“${character}”（${code}），各台电脑显示不同，无法打印。请在人员资料中改用该字的标准编码。`
      : `${where}里的“${character}”（${code}）在打印字体中没有字形，无法打印。请核对该字是否录错；确为生僻字的，请在人员资料中改用公安户籍系统的标准编码，或将此表留空手写。`,
    { person, field: fields.join('、'), character, code },
  )
}

/** A ticked option for which the office's layout has no box: dropped silently, it would be missing on paper. */
export function checkBoxRefusal(form: string, field: string, option: string): Refusal {
  return new Refusal(
    'forms.no-check-box',
    `版式 ${form} 的“${field}”没有选项 ${option} 的勾选框。请在版式文件中补上这个选项后重试。`,
    { form, field, option },
  )
}

function isPrivateUse(codePoint: number): boolean {
  return (codePoint >= 0xe000 && codePoint <= 0xf8ff) || codePoint >= 0xf0000
}

function isControl(codePoint: number): boolean {
  return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)
}

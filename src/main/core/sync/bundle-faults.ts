/** Why a bundle is not taken, in the clerk's words: what, where, what to do. Nothing has been changed in any of these. */
import { Refusal } from '../../../shared/domain/refusal.ts'

const AGAIN = '台账没有改动。请让对方重新发一份，或换一个优盘再拷。'

export function notABundle(name: string): Refusal {
  return fault('not-a-bundle', name, '不是交换包。请选择对方导出的、以 .llbundle 结尾的文件。')
}

/** `newer`: the format it states. */
export function newerFormat(name: string, newer: number): Refusal {
  return fault(
    'newer-format',
    name,
    `是用更新版本的软件做的（格式 ${newer}），本版读不了，台账没有改动。请先升级软件再导入。`,
    { format: newer },
  )
}

export function truncated(name: string): Refusal {
  return fault('truncated', name, `不完整，后面缺了一截（多半是没有拷完或没有传完），${AGAIN}`)
}

/** `what` says where it shows: 内容的校验值不对. */
export function damaged(name: string, what: string): Refusal {
  return fault('damaged', name, `已损坏（${what}），${AGAIN}`, { what })
}

export function badSignature(name: string): Refusal {
  return fault(
    'signature',
    name,
    '的签名与内容对不上：传送中损坏，或被人改动过，台账没有改动。请直接向发件单位要原件。',
  )
}

/** `office` is what the bundle says, not what is known. */
export function unknownSender(name: string, office: string): Refusal {
  return fault(
    'unknown-sender',
    name,
    `自称来自“${office}”，但它的钥匙不在本单位的伙伴名单中，台账没有改动。请先要来对方的钥匙卡，打电话核对指纹后登记，再导入。对方收不到回执，请在电话里告诉对方这一份没有接收。`,
    { office },
  )
}

export function revokedSender(name: string, office: string): Refusal {
  return fault(
    'revoked-sender',
    name,
    `是用“${office}”已停用的钥匙签的，不能接收，台账没有改动。请打电话问清对方，并要用新钥匙做的文件。对方收不到回执，请在电话里告诉对方这一份没有接收。`,
    { office },
  )
}

/** `to`: the office that the manifest names. */
export function notForUs(name: string, to: string): Refusal {
  return fault(
    'not-for-us',
    name,
    `是给“${to}”的，本单位的钥匙打不开，台账没有改动。若本应给本单位，请把本单位现在的钥匙卡发给对方，让对方重新导出。`,
    { to },
  )
}

/** `what` says which measure is over its limit. */
export function tooLarge(name: string, what: string): Refusal {
  return fault(
    'too-large',
    name,
    `解开后过大（${what}），像是做坏的文件，没有导入，台账没有改动。请让对方分几次导出，并问清原因。`,
    { what },
  )
}

export function unreadable(name: string, code: string): Refusal {
  return code === 'ENOENT'
    ? fault('missing', name, '不存在。请检查文件名，或确认优盘已插好。')
    : fault('unreadable', name, `打不开（${code}）。请确认优盘已插好、文件没有被其他程序占用，再试一次。`, {
        code,
      })
}

function fault(
  code: string,
  name: string,
  text: string,
  params: Readonly<Record<string, string | number>> = {},
): Refusal {
  return new Refusal(`bundle.${code}`, `交换包“${name}”${text}`, { file: name, ...params })
}

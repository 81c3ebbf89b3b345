import { type Command, type CommanderError, InvalidArgumentError } from 'commander'
import type { Terminal } from './terminal.ts'

/** The command line was wrong in a way that the parser cannot see. */
export class WrongUse extends Error {}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Global Options:': '通用选项：',
}

/** Makes the parser speak Chinese and throw instead of ending the process. Subcommands inherit it. */
export function inChinese(program: Command, terminal: Terminal): Command {
  return program
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      // The fault itself is told by main(), once and in Chinese; here only the usage is let through.
      writeErr: (text) => {
        if (!text.startsWith('error:')) terminal.err(text)
      },
      outputError: () => undefined,
    })
    .configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      optionDescription: ({ description, defaultValue }) =>
        typeof defaultValue === 'number' ? `${description}（默认 ${defaultValue}）` : description,
    })
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [command]', '显示某个命令的帮助')
    .showHelpAfterError(true)
}

/** What was wrong, in Chinese. The parser's own sentences name the word in quotes. */
export function usageFault(error: CommanderError): string {
  const named = /'([^']+)'/.exec(error.message)?.[1] ?? ''
  switch (error.code) {
    case 'commander.unknownOption':
      return `没有 ${named} 这个选项。`
    case 'commander.unknownCommand':
      return `没有 ${named} 这个命令。`
    case 'commander.missingArgument':
      return `缺少参数 ${named}。`
    case 'commander.missingMandatoryOptionValue':
      return `缺少必需的选项 ${named}。`
    case 'commander.optionMissingArgument':
      return `选项 ${named} 后面缺少内容。`
    case 'commander.excessArguments':
      return '参数太多。'
    case 'commander.invalidArgument':
      return error.message.replace(/^error: .*? is invalid\. /, `${named}：`)
    case 'commander.help':
      return '请写明要执行的命令。'
    default:
      return error.message
  }
}

/** A whole number from `least` on. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`应为 ${least} 到 ${most} 之间的整数。`)
  }
}

/** A day as YYYY-MM-DD. */
export function dayText(text: string): string {
  const day = new Date(`${text}T00:00:00Z`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text))
    return text
  throw new InvalidArgumentError('应为真实的日期，写法如 2022-06-30。')
}

/** A county's code. */
export function countyText(text: string): string {
  if (/^\d{6}$/.test(text)) return text
  throw new InvalidArgumentError('应为 6 位县（区）代码，如 511133。')
}

/** The oldest Node whose native interface the encrypted SQLite is built for; on 20 it crashes without a word. */
export const NEEDED_NODE_MAJOR = 24

/** Whether `version` (`v24.21.0`) can run the application. */
export function nodeIsNewEnough(version: string): boolean {
  const major = /^v(\d+)\./.exec(version)?.[1]
  return major !== undefined && Number(major) >= NEEDED_NODE_MAJOR
}

/** What to tell the person who started it with an older one. */
export function oldNodeMessage(version: string): string {
  return [
    `本程序需要 Node ${NEEDED_NODE_MAJOR} 或更高版本，当前是 ${version}。`,
    `项目自带了合用的版本，请在项目文件夹中改用：`,
    `  npm start                    打开应用`,
    `  npm run -s liaison -- …      使用命令行`,
  ].join('\n')
}

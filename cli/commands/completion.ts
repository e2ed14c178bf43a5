import { Argument, type Command, Command as NewCommand } from 'commander';
import type { Cli } from '../session.ts';
import { examples } from './examples.ts';

const shells = ['bash', 'zsh'];

/** `pacer completion SHELL`: the script by which a shell completes commands, options and the names of live jobs. */
export function completionCommand({ terminal }: Cli): Command {
  return new NewCommand('completion')
    .description('print the script by which a shell completes commands, options and names of live jobs')
    .addArgument(new Argument('<shell>').choices(shells))
    .addHelpText('after', examples('completion bash > ~/.local/share/bash-completion/completions/pacer'))
    .action((shell: string, _, command: Command) => {
      const pacer = command.parent ?? command;
      // With its emulation zsh completes by the functions of bash.
      const before = shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : '';
      terminal.out.write(before + script(pacer));
    });
}

function script(pacer: Command): string {
  const cases = withSubcommands(pacer, []).map(
    ({ path, words, takesJob }) =>
      `    ${JSON.stringify(path)}) words=${JSON.stringify(words.join(' '))}${takesJob ? `${liveNames}` : ''} ;;`,
  );
  return `_pacer() {
  local current=\${COMP_WORDS[COMP_CWORD]} path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; *) path="$path $word" ;; esac
    case "$path" in ${commandsWithin(pacer)}) ;; *) path="\${path% *}"; break ;; esac
  done
  case "\${path# }" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _pacer pacer
`;
}

const liveNames = `" $(pacer list 2>/dev/null | awk 'NR > 1 { print $2 }')"`;

/** The paths of all commands, as the patterns of a case. */
function commandsWithin(pacer: Command): string {
  return withSubcommands(pacer, [])
    .filter(({ path }) => path !== '')
    .map(({ path }) => `" ${path}"`)
    .join('|');
}

interface Completed {
  path: string;
  /** Subcommands and options. */
  words: string[];
  takesJob: boolean;
}

function withSubcommands(command: Command, path: string[]): Completed[] {
  const options = [...command.options, ...(command.parent?.options ?? [])].flatMap(({ long }) => long ?? []);
  const inner = command.commands.map((each) => each.name());
  const takesJob = command.registeredArguments.some((argument) => argument.name() === 'job');
  const own = { path: path.join(' '), words: [...inner, ...new Set(options)], takesJob };
  return [own, ...command.commands.flatMap((each) => withSubcommands(each, [...path, each.name()]))];
}

"""``ehr-tui completion SHELL``: a script that completes commands, views and options."""

from __future__ import annotations

from ehr_tui.cli.arguments import COMMANDS, FORMATS, LIST_OPTIONS
from ehr_tui.errors import InputError

SHELLS = ("bash", "zsh", "fish")
OPTIONS = (
    "--office --language --theme --folder --fresh --user --secrets-fd --format --width --help --version"
).split() + [f"--{option}" for option in LIST_OPTIONS]
VALUES = {
    "--language": ("zh_CN", "en"),
    "--theme": ("ehr-dark", "ehr-light", "ehr-contrast"),
    "--format": FORMATS,
}
FILES = ("--office", "--folder")

BASH = """_ehr_tui() {{
    local here=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
    case $before in
{values}        {files}) COMPREPLY=($(compgen -f -- "$here")); return ;;
        show) COMPREPLY=($(compgen -W "{views}" -- "$here")); return ;;
        completion) COMPREPLY=($(compgen -W "{shells}" -- "$here")); return ;;
    esac
    if [[ $here == -* ]]; then
        COMPREPLY=($(compgen -W "{options}" -- "$here"))
    else
        COMPREPLY=($(compgen -W "{commands}" -- "$here"))
    fi
}}
complete -o default -F _ehr_tui ehr-tui
"""


def completion(words: tuple[str, ...]) -> str:
    """The script.  Raises InputError ``cli.which_shell``."""
    if not words or words[0] not in SHELLS:
        raise InputError("cli.which_shell", shells=SHELLS)
    from ehr_tui.cli.show import VIEWS

    views, commands = " ".join(view.name for view in VIEWS), " ".join(COMMANDS[1:])
    if words[0] == "fish":
        return _fish(views, commands)
    values = "".join(
        f'        {option}) COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$here")); return ;;\\n'
        for option, choices in VALUES.items()
    ).replace("\\n", "\n")
    script = BASH.format(
        values=values,
        files="|".join(FILES),
        views=views,
        shells=" ".join(SHELLS),
        options=" ".join(OPTIONS),
        commands=commands,
    ).rstrip()
    if words[0] == "zsh":
        return f"autoload -U +X bashcompinit && bashcompinit\n{script}"
    return script


def _fish(views: str, commands: str) -> str:
    lines = [
        f"complete -c ehr-tui -f -n __fish_use_subcommand -a '{commands}'",
        f"complete -c ehr-tui -f -n '__fish_seen_subcommand_from show' -a '{views}'",
        f"complete -c ehr-tui -f -n '__fish_seen_subcommand_from completion' -a '{' '.join(SHELLS)}'",
    ]
    for option in OPTIONS:
        name = option.removeprefix("--")
        if option in VALUES:
            lines.append(f"complete -c ehr-tui -l {name} -x -a '{' '.join(VALUES[option])}'")
        elif option in FILES:
            lines.append(f"complete -c ehr-tui -l {name} -r")
        else:
            lines.append(f"complete -c ehr-tui -l {name}")
    return "\n".join(lines)

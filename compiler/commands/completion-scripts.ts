// The scripts that shells load. Each asks the program that is being completed, so an update of it needs no new script.

const bash = `# Completion of espalier for bash. Load it with: eval "$(espalier completion bash)"
_espalier() {
  local program="\${COMP_WORDS[0]/#\\~/$HOME}" kind line
  COMPREPLY=()
  {
    read -r kind
    while IFS= read -r line; do COMPREPLY+=("$line"); done
  } < <("$program" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [[ $kind == files ]] && compopt -o filenames 2>/dev/null
  [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == */ ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -F _espalier espalier
`

const zsh = `#compdef espalier
# Completion of espalier for zsh. Load it after compinit with: eval "$(espalier completion zsh)"
_espalier() {
  local -a lines folders others descriptions
  local line word
  lines=("\${(@f)$("\${(Q)words[1]/#\\~/$HOME}" completion zsh -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${(@)lines[2,-1]}"; do
    word="\${line%%$'\\t'*}"
    if [[ $lines[1] == files && $word == */ ]]; then
      folders+=("$word")
    else
      others+=("$word")
      descriptions+=("\${line/$'\\t'/  -- }")
    fi
  done
  if [[ $lines[1] == files ]]; then
    (( $#folders )) && compadd -f -S '' -- "\${(@)folders}"
    (( $#others )) && compadd -f -- "\${(@)others}"
  else
    (( $#others )) && compadd -l -d descriptions -- "\${(@)others}"
  fi
}
compdef _espalier espalier
`

const fish = `# Completion of espalier for fish. Load it with: espalier completion fish | source
function __espalier_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l program (string replace -r '^~' $HOME -- $words[1])
  $program completion fish -- $words[2..-1] 2>/dev/null | tail -n +2
end
complete -c espalier -f -a '(__espalier_complete)'
`

/** By shell: what `espalier completion <shell>` prints. */
export const completionScripts = { bash, zsh, fish } as const

export type Shell = keyof typeof completionScripts

export const isShell = (word: string): word is Shell => Object.hasOwn(completionScripts, word)

#!/usr/bin/env bash
# Fetches pictures of a Laurel page into the checked-out repository, and commits and pushes them if they changed.
# A picture that can't be had is left as it was. Inputs: see action.yml. Needs bash, curl and git.
set -euo pipefail

# Tries of each picture, and of each push.
TRIES=4
# Before the second try; doubled before each further one. Unit: seconds.
PAUSE="${LAUREL_RETRY_SECONDS:-5}"
# Unit: seconds.
TIMEOUT=30
# More than any picture has. Unit: bytes.
MAX_BYTES=2000000

# As GitHub names its own commits.
export GIT_AUTHOR_NAME='github-actions[bot]' GIT_COMMITTER_NAME='github-actions[bot]'
export GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"

page="${LAUREL_PAGE%/}"
folder="${LAUREL_FOLDER#/}"
fetched="$(mktemp)"
trap 'rm -f "$fetched"' EXIT

fail() {
  echo "::error::$1"
  exit 1
}

# Whether a file is what its name says: an SVG document or a PNG image.
is_picture() {
  case "$2" in
    *.svg) [[ "$(head -c 4 "$1")" == '<svg' ]] && [[ "$(tail -c 16 "$1")" == *'</svg>'* ]] ;;
    *.png) [[ "$(head -c 8 "$1" | od -An -tx1 | tr -d ' \n')" == 89504e470d0a1a0a ]] ;;
    *) false ;;
  esac
}

fetch() {
  local name="$1" pause="$PAUSE" try
  for ((try = 1; try <= TRIES; try++)); do
    if curl --silent --fail --location --max-redirs 3 --proto '=https,http' --proto-redir '=https,http' \
      --max-time "$TIMEOUT" --max-filesize "$MAX_BYTES" --output "$fetched" "$page/$name" &&
      is_picture "$fetched" "${name%%\?*}"; then
      return 0
    fi
    ((try == TRIES)) || sleep "$pause"
    pause=$((pause * 2))
  done
  return 1
}

push() {
  local pause="$PAUSE" try
  for ((try = 1; try <= TRIES; try++)); do
    if git push --quiet origin "HEAD:$branch"; then return 0; fi
    ((try == TRIES)) || sleep "$pause"
    pause=$((pause * 2))
    # Somebody else was faster.
    git pull --quiet --rebase --autostash origin "$branch" || return 1
  done
  return 1
}

[[ "$page" =~ ^https?://[^[:space:]]+/@[a-z0-9-]+$ ]] ||
  fail "“page” must be the address of a Laurel page, such as https://laurel.example/@ada."
[[ "/$folder/" != */../* ]] || fail "“folder” must lie in the repository."
branch="$(git symbolic-ref --quiet --short HEAD)" || fail "Check out a branch: there is none to push to."

missing=0
kept=0
files=()
while read -r name file rest; do
  [[ -n "$name" ]] || continue
  file="${file:-${name%%\?*}}"
  [[ "$file" =~ ^[A-Za-z0-9._-]+\.(svg|png)$ && -z "$rest" ]] ||
    fail "“pictures” has a line that is no picture and file: “$name $file $rest”."
  path="$folder/$file"
  if fetch "$name"; then
    mkdir -p "$folder"
    cp "$fetched" "$path"
    files+=("$path")
  elif [[ -f "$path" ]]; then
    kept=$((kept + 1))
    echo "::warning::$file could not be fetched. The last good one stays."
  else
    missing=$((missing + 1))
    echo "::error::$file could not be fetched, and there is none of before. Is the page public, and the address right?"
  fi
done <<<"$LAUREL_PICTURES"

if ((${#files[@]} > 0)); then
  git add -- "${files[@]}"
  if git diff --cached --quiet -- "${files[@]}"; then
    echo "Nothing changed."
  else
    git commit --quiet --message "$LAUREL_MESSAGE" -- "${files[@]}"
    push || fail "The pictures could not be pushed. The job needs “permissions: contents: write”."
    echo "Pushed ${#files[@]} pictures."
  fi
fi
((missing == 0)) || exit 1

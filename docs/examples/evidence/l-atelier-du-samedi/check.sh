#!/bin/sh
# Checks this folder with sha256sum (or shasum), sed, grep and ssh-keygen alone. Exit code 0: everything holds.
cd "$(dirname "$0")" || exit 2
failed=0
ok() { printf 'ok    %s\n' "$1"; }
bad() { printf 'FAIL  %s\n' "$1"; failed=1; }
skip() { printf 'left  %s\n' "$1"; }
holds() { if [ "$1" = "$2" ]; then ok "$3"; else bad "$3"; fi; }
if command -v sha256sum > /dev/null; then sums() { sha256sum "$@"; }; else sums() { shasum -a 256 "$@"; }; fi
digest() { sums | cut -c1-64; }
# what a file was before an erasure left it as it is now: the last such line of the history tells, or nothing
before_erasing() {
  [ -f history.jsonl ] || return 0
  grep '"action":"erase"' history.jsonl | sed -n "s|.*{\"file\":\"$1\",\"before\":\"\([0-9a-f]\{64\}\)\",\"after\":\"$2\"}.*|\1|p" | tail -n 1
}

if sums -c SHA256SUMS > /dev/null 2>&1; then ok "every file is the one in SHA256SUMS"; else bad "SHA256SUMS"; fi

if [ -f history.jsonl ]; then
  count=0
  before=
  broken=
  while IFS= read -r line; do
    count=$((count + 1))
    sum=$(printf '%s}' "${line%,\"digest\":\"*}" | digest)
    case $line in
      *"\"prev\":\"$before\",\"digest\":\"$sum\"}") ;;
      *) broken="$broken $count" ;;
    esac
    before=$sum
  done < history.jsonl
  holds "$broken" "" "history.jsonl: every line carries its own digest and that of the line before$broken"
  holds "$count-$before" "$(cat checkpoint.txt)" "history.jsonl ends at the checkpoint $(cat checkpoint.txt)"
else
  skip "history.jsonl is not here: see WITHHELD.txt"
fi

hash=$(cat hash.txt)
if [ -f manifest.json ]; then
  holds "$(digest < manifest.json)" "$hash" "manifest.json has the content hash $hash"
elif grep -q "^$hash  manifest.json\$" WITHHELD.txt 2> /dev/null; then
  skip "manifest.json was left out; WITHHELD.txt gives it the content hash $hash"
else
  bad "manifest.json is missing"
fi
if [ -f body.md ] && [ -f manifest.json ]; then
  if grep -q "\"body\":\"$(digest < body.md)\"" manifest.json; then ok "body.md is the text in manifest.json"; else bad "body.md"; fi
fi
if [ -f history.jsonl ]; then
  if grep '"action":"approve"' history.jsonl | grep -q "\"hash\":\"$hash\""; then ok "the history approves $hash"
  elif sed -n 1p history.jsonl | grep '"action":"import"' | grep -q "\"hash\":\"$hash\""; then
    skip "$hash was imported from elsewhere: nobody here approved it, or says how it was written"
  else bad "no approval of $hash"
  fi
fi

for folder in approvals/*/; do
  stated=${folder}approval.json
  [ -f "$stated" ] || continue
  who=$(sed 's/.*"by":"\([^"]*\)".*/\1/' "$stated")
  sum=$(digest < "$stated")
  case $folder in
    "approvals/$sum/" | "approvals/$(printf %s "$sum" | cut -c1-16)/") ;;
    *) bad "$stated is not what its folder says" ;;
  esac
  if [ -f history.jsonl ]; then
    if grep -qF "$(cat "$stated")" history.jsonl; then ok "$stated stands in the history"; else bad "$stated is not in the history"; fi
  fi
  for name in report.json responsibility.txt; do
    [ -f "$folder$name" ] || { skip "$folder$name is not here"; continue; }
    sum=$(digest < "$folder$name")
    if grep -q "\"sha256\":\"$sum\"" "$stated"; then ok "$folder$name"; continue; fi
    tries=0
    while [ "$sum" ] && [ $((tries += 1)) -lt 99 ] && ! grep -q "\"sha256\":\"$sum\"" "$stated"; do sum=$(before_erasing "$folder$name" "$sum"); done
    if [ "$sum" ] && [ $tries -lt 99 ]; then ok "$folder$name, without words that were taken back: a line of the history says so"; else bad "$folder$name"; fi
  done
  if [ -f "$stated.sig" ]; then
    if ssh-keygen -Y verify -f allowed_signers -I "$who" -n authoring-approval -s "$stated.sig" < "$stated" > /dev/null 2>&1
    then ok "$stated is signed by $who"
    else bad "$stated is not signed by a key of $who"
    fi
  elif grep -q '"key":""' "$stated"; then
    skip "$stated is unsigned: $who has no key"
  else
    bad "$stated has lost its signature"
  fi
done

if [ -f vouched/statement.json ]; then
  who=$(sed 's/.*"by":"\([^"]*\)".*/\1/' vouched/statement.json)
  if ssh-keygen -Y verify -f allowed_signers -I "$who" -n authoring-approval -s vouched/statement.json.sig < vouched/statement.json > /dev/null 2>&1
  then ok "vouched/statement.json is signed by $who: a list of imported posts may be shown unchanged"
  else bad "vouched/statement.json is not signed by a key of $who"
  fi
  if grep -q "\"hash\":\"$hash\"" vouched/entry.json; then ok "vouched/entry.json names $hash"; else bad "vouched/entry.json"; fi
fi

for file in sources/*; do
  [ -f "$file" ] || continue
  if grep -q "\"$(digest < "$file")\"" approvals/*/approval.json 2> /dev/null; then ok "$file is what was approved from"; else skip "$file has changed since the approval, or none names it"; fi
done
exit $failed

#!/usr/bin/env bash
# Runs the program and never fails, so that the next steps can upload what it has found; the
# last step of the action fails in its place. The program itself finds out what the run must
# judge, and writes annotations, the summary and most outputs.
set -euo pipefail

output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

# If the program does not get as far as to write them.
output findings 0
output complete false

folder=$(mktemp -d "${RUNNER_TEMP//\\//}/sluice-XXXXXX")
sarif=${INPUT_SARIF:-$folder/sluice.sarif} report=${INPUT_REPORT:-$folder/sluice.json}
arguments=(git --ci --min-confidence "$INPUT_MIN_CONFIDENCE" -f text -o - -f sarif -o "$sarif" -f json -o "$report")
if [ "$INPUT_FETCH" = true ]; then arguments+=(--fetch); fi
if [ -n "$INPUT_CONFIG" ]; then arguments+=(--config "$INPUT_CONFIG"); fi
if [ -n "$INPUT_BASELINE" ]; then arguments+=(--baseline "$INPUT_BASELINE"); fi
if [ -n "$INPUT_CATEGORY" ]; then arguments+=(--sarif-category "$INPUT_CATEGORY"); fi
# All lines: without a delimiter in the text, read fails at its end and has read all of it.
read -r -d '' -a more <<<"$INPUT_ARGS" || true

code=0
"$SLUICE" "${arguments[@]}" ${more[@]+"${more[@]}"} "$INPUT_PATH" || code=$?
output exit-code "$code"

# Whether to upload. An upload closes the alerts of its category that it does not have, so
# one of a scan with gaps would call secrets fixed that nobody has looked for.
last() { sed -n "/^$1<</{n;p;}; s/^$1=//p" "$GITHUB_OUTPUT" | tail -n 1; }
upload=false
sarif=$(last sarif)
if [ -n "$sarif" ] && [ -s "$sarif" ]; then
	case $INPUT_UPLOAD:$(last complete) in
	always:* | true:true) upload=true ;;
	true:*) echo "::notice title=No SARIF upload::The scan is not complete, and to upload its report could close alerts of secrets that are still there. With upload-sarif: always it is uploaded all the same." ;;
	esac
fi
output upload "$upload"
# This event runs on the base branch, and the alerts are those of the pull request.
if [ "${GITHUB_EVENT_NAME:-}" = pull_request_target ] && [ -n "${PULL_REQUEST:-}" ]; then
	output ref "refs/pull/$PULL_REQUEST/head"
	output sha "$PULL_REQUEST_HEAD"
fi

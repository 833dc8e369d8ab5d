#!/usr/bin/env bash
# The last step of the action: fails if the scan says so and the workflow wants it.
set -euo pipefail

case $INPUT_FAIL_ON:${CODE:-2} in
findings:* | never:*) ;;
incomplete:*) if [ "$COMPLETE" = true ]; then CODE=0; fi ;;
*)
	echo "::error title=Sluice::The input fail-on is $INPUT_FAIL_ON: it takes findings, incomplete or never."
	exit 2
	;;
esac
# A program that has only written its help ends with 0, too.
if [ "${CODE:-2}" = 0 ] && [ "$COMPLETE" != true ]; then CODE=2; fi
if [ "$INPUT_FAIL_ON" = never ]; then CODE=0; fi
case ${CODE:-2} in
0) ;;
1) echo "Sluice has found secrets: the step before says which, and what to do." ;;
*) echo "Sluice could not judge everything: the step before says why." ;;
esac
exit "${CODE:-2}"

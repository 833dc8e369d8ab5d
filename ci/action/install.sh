#!/usr/bin/env bash
# The first step of the action: gets the program.
#
# An action that is used by the tag of a release takes the program of that release, if its
# SHA-256 is the one in checksums.txt of the release, and keeps the archive in the tool cache of
# the runner. One that is used by a commit or a branch is built from its own source, as is a tag
# without a release. Nothing that fails a check is used or replaced by something else.
#
# Outputs: sluice, the path of the program; build, true if it must be built there, and then
# folder, key, go-key, go and commit.
set -euo pipefail

fail() {
	echo "::error title=Sluice is not installed::$1"
	exit 2
}
output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }
sum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1; }

# download URL FILE writes a file and prints the status of HTTP, 000 without an answer.
download() {
	curl --silent --show-error --location --retry 3 --max-time 300 --output "$2" --write-out '%{http_code}' "$1" || true
}

# The runner names neither the repository nor the ref of a composite action
# (github.com/actions/runner/issues/2473), but it unpacks the action in a folder that does.
here=${GITHUB_ACTION_PATH//\\//}
repository=${ACTION_REPOSITORY:-sluicesec/sluice} ref=${ACTION_REF:-}
case $here in
*/_actions/*/*/*)
	rest=${here##*/_actions/}
	owner=${rest%%/*} rest=${rest#*/}
	repository=$owner/${rest%%/*} ref=${rest#*/}
	;;
*) [ -n "${ACTION_REF:-}" ] || ref= ;; # a checkout, as by `uses: ./`
esac
releases=${INPUT_SERVER%/}/$repository
temp=${RUNNER_TEMP//\\//}
exe=
case ${RUNNER_OS:-} in
Linux) os=linux ;;
macOS) os=darwin ;;
Windows) os=windows exe=.exe ;;
*) os=none ;;
esac
case ${RUNNER_ARCH:-} in
X64) arch=amd64 ;;
ARM64) arch=arm64 ;;
*) arch=none ;;
esac

# from_source says that the next steps must build the program. They keep it by its content,
# because a branch moves, and the modules by go.sum, because most commits do not change it.
from_source() {
	[ -z "${INPUT_CHECKSUM:-}" ] || fail "$1, and the input checksum asks for a release"
	[ "${INPUT_ATTESTATION:-}" != true ] || fail "$1, and the input attestation asks for a release"
	echo "$1: building it from source"
	local folder="$temp/sluice-build" modules content commit=
	case $ref in
	*[!0-9a-f]*) ;;
	????????????????????????????????????????*) commit=$ref ;;
	esac
	modules=$(sum <"$here/go.sum")
	content=$(cd "$here" && find . -name .git -prune -o -type f -print0 | LC_ALL=C sort -z | if command -v sha256sum >/dev/null; then xargs -0 sha256sum; else xargs -0 shasum -a 256; fi | sum)
	mkdir -p "$folder"
	output build true
	output folder "$folder"
	output sluice "$folder/sluice$exe"
	output key "sluice-${RUNNER_OS:-}-${RUNNER_ARCH:-}-$content"
	output go-key "sluice-go-${RUNNER_OS:-}-${RUNNER_ARCH:-}-$modules"
	output go "$(sed -n 's/^go //p' "$here/go.mod")"
	output commit "$commit"
	exit 0
}

# A tag such as v1 moves from release to release. The release is the one of the same commit.
released_as() {
	git ls-remote --tags "$releases" | awk -v wanted="refs/tags/$1" '
		{ name = $2; if (sub(/\^\{\}$/, "", name) || !(name in commit)) commit[name] = $1 }
		END {
			for (name in commit)
				if (name ~ /^refs\/tags\/v[0-9]+\.[0-9]+\.[0-9]+$/ && commit[name] == commit[wanted]) print substr(name, 11)
		}' | sort | tail -n 1
}

case ${INPUT_ATTESTATION:-auto} in
auto | true | false) ;;
*) fail "the input attestation is $INPUT_ATTESTATION: it takes auto, true or false" ;;
esac
is_release='^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$'
tag=${INPUT_VERSION:-}
case $tag in
'') ;;
source) from_source "the input version is source" ;;
v*) ;;
*) tag=v$tag ;;
esac
if [ -z "$tag" ]; then
	tag=$ref
	if [[ $ref =~ ^v[0-9]+(\.[0-9]+)?$ ]]; then
		tag=$(released_as "$ref") || fail "$releases does not say which release $ref is: name one with the input version, or try again"
		[ -n "$tag" ] || from_source "no release has the commit of $ref"
	fi
	[[ $tag =~ $is_release ]] || from_source "the action is used by ${ref:-a path}, which is no tag of a release"
elif ! [[ $tag =~ $is_release ]]; then
	fail "the input version is $INPUT_VERSION: it takes a release such as v1.2.3, or source"
fi

number=${tag#v}
name=$(printf %s "$releases" | tr -c 'A-Za-z0-9.' _)
kept=${RUNNER_TOOL_CACHE:-$temp} kept=${kept//\\//}/sluice-$name/$number/$os-$arch

archive=sluice_${number}_${os}_$arch.tar.gz
[ "$os" = windows ] && archive=${archive%.tar.gz}.zip
checksum=$(printf %s "${INPUT_CHECKSUM:-}" | tr A-F a-f)

# Other jobs of the same machine can write to the tool cache. So it keeps the archive and the
# list of checksums, and each run checks both and unpacks the program anew.
cached=
if [ -f "$kept.complete" ] && [ -f "$kept/checksums.txt" ] && [ -f "$kept/$archive" ]; then cached=1; fi
[ -n "$cached" ] || command -v curl >/dev/null || fail "this job has no curl: install it in an earlier step, or set the input version to source"
work=$(mktemp -d "$temp/sluice-XXXXXX")
trap 'rm -rf "$work"' EXIT

if [ -n "$cached" ]; then
	cp "$kept/checksums.txt" "$kept/$archive" "$work/"
else
	status=$(download "$releases/releases/download/$tag/checksums.txt" "$work/checksums.txt")
	case $status in
	200) ;;
	404)
		[ -z "${INPUT_VERSION:-}" ] || fail "$releases has no release $tag"
		from_source "there is no release $tag at $releases"
		;;
	*) fail "$releases/releases/download/$tag/checksums.txt cannot be downloaded (status $status): try again" ;;
	esac
fi
got=$(sum <"$work/checksums.txt")
[ -z "$checksum" ] || [ "$got" = "$checksum" ] || fail "the checksums of $tag have the SHA-256 $got, and the input checksum asks for $checksum"

wanted=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1; exit }' "$work/checksums.txt")
if [ -z "$wanted" ]; then
	[ -z "${INPUT_VERSION:-}" ] || fail "the release $tag has no $archive: set the input version to source"
	from_source "the release $tag has no $archive"
fi
if [ -z "$cached" ]; then
	status=$(download "$releases/releases/download/$tag/$archive" "$work/$archive")
	[ "$status" = 200 ] || fail "$archive of the release $tag cannot be downloaded (status $status): try again"
fi
got=$(sum <"$work/$archive")
if [ "$got" != "$wanted" ]; then
	[ -z "$cached" ] || fail "$archive in the tool cache has the SHA-256 $got, and checksums.txt says $wanted: it is not used. Find out who has changed $kept, and delete it"
	fail "$archive of the release $tag has the SHA-256 $got, and checksums.txt says $wanted: it is not used. Tell the maintainers"
fi

# The attestation says that the workflow for releases has built the archive, for this tag.
can_verify() { command -v gh >/dev/null && [[ $(gh attestation verify --help 2>/dev/null) == *--source-ref* ]]; }
verify=
case ${INPUT_ATTESTATION:-auto} in
true)
	can_verify || fail "the input attestation is true, and this runner has no gh that can verify attestations of a tag (gh attestation verify --source-ref)"
	verify=1
	;;
auto) if [ "$INPUT_SERVER" = https://github.com ] && can_verify; then verify=1; fi ;;
esac
if [ -n "$verify" ]; then
	gh attestation verify "$work/$archive" --repo "$repository" --signer-workflow "$repository/.github/workflows/release.yml" --source-ref "refs/tags/$tag" ||
		fail "$archive of the release $tag has no valid attestation of $repository: it is not used"
fi

mkdir "$work/unpacked"
if [ "$os" != windows ]; then
	tar -xzf "$work/$archive" -C "$work/unpacked" sluice
elif command -v unzip >/dev/null; then
	unzip -q "$work/$archive" sluice.exe -d "$work/unpacked"
else
	"$SYSTEMROOT/System32/tar.exe" -xf "$work/$archive" -C "$work/unpacked" sluice.exe
fi
chmod +x "$work/unpacked/sluice$exe"
if [ -z "$cached" ]; then
	rm -rf "$kept" "$kept.complete"
	mkdir -p "$kept"
	cp "$work/checksums.txt" "$work/$archive" "$kept/"
	touch "$kept.complete"
fi
rm "$work/$archive"
trap - EXIT # the job needs the program, and the runner empties its folder for temporary files
echo "Sluice $tag, SHA-256 of $archive${cached:+ in the tool cache}: $got${verify:+, attested by $repository}"
output sluice "$work/unpacked/sluice$exe"

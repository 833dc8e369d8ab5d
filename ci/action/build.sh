#!/usr/bin/env bash
# Builds the program from the source of the action. Its caches are in a folder that a later
# run can get back; -modcacherw lets the runner delete it.
set -euo pipefail

export GOCACHE=${GOCACHE:-$FOLDER/go/build} GOMODCACHE=${GOMODCACHE:-$FOLDER/go/mod}
export CGO_ENABLED=0 GOFLAGS=-modcacherw
# The folder of an action has no .git, and in a container git may refuse one of a checkout.
go build -C "${GITHUB_ACTION_PATH//\\//}" -trimpath -buildvcs=false -ldflags "-s -w -X main.commit=${COMMIT:-}" -o "$SLUICE" ./cmd/sluice

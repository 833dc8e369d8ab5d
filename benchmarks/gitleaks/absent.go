package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
)

// allCommits is what gitleaks asks git log for by itself.
const allCommits = "--full-history --all --diff-filter=tuxdb"

// withoutAbsent returns options for git log that leave out the paths of blobs which a
// partial clone does not have. gitleaks reads a history up to the first of them. The
// result is "" if every blob is there.
func withoutAbsent(ctx context.Context, repo string) (string, error) {
	list, err := git(ctx, repo, "rev-list", "--objects", "--all", "--missing=print")
	if err != nil {
		return "", err
	}
	absent := map[string]bool{}
	for line := range bytes.Lines(list) {
		if id, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("?")); ok {
			absent[string(id)] = true
		}
	}
	if len(absent) == 0 {
		return "", nil
	}
	log, err := git(ctx, repo, "log", "--all", "--full-history", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=", "-z")
	if err != nil {
		return "", err
	}
	return allCommits + " -- ." + exclude(log, absent), nil
}

// exclude returns pathspecs that leave out the paths which have an absent blob in the raw
// output of git log -z.
func exclude(log []byte, absent map[string]bool) string {
	paths := map[string]bool{}
	words := bufio.NewScanner(bytes.NewReader(log))
	words.Buffer(nil, 1<<20)
	words.Split(atZero)
	for words.Scan() {
		header := strings.Fields(words.Text())
		if len(header) != 5 || !strings.HasPrefix(header[0], ":") || !words.Scan() {
			continue
		}
		if absent[header[2]] || absent[header[3]] {
			paths[words.Text()] = true
		}
	}
	var specs strings.Builder
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		specs.WriteString(" :(exclude,glob)" + strings.Map(inPathspec, path))
	}
	return specs.String()
}

// inPathspec replaces what a word of --log-opts cannot hold, and what a pattern means
// otherwise, by the wildcard for one character.
func inPathspec(r rune) rune {
	if r <= ' ' || strings.ContainsRune(`"'[]*?\`, r) {
		return '?'
	}
	return r
}

func atZero(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

func git(ctx context.Context, repo string, args ...string) ([]byte, error) {
	var problems bytes.Buffer
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", repo}, args...)...)
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, bytes.TrimSpace(problems.Bytes()))
	}
	return out, nil
}

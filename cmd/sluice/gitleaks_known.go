package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/source"
)

// A knownLeaks is what the user has said about leaks: they are not reported.
type knownLeaks struct {
	ignored      []*gitleaks.Ignore
	baseline     *gitleaks.Baseline // nil for none
	baselinePath string             // absolute
	root         string             // the folder that paths outside of commits begin with; "" for the current one
}

// known reads the ignore files and the baseline. One that cannot be read covers nothing, as
// in gitleaks, and an error says so.
func (g *gitleaksFlags) known(log *gitleaksLog, given func(string) bool, at string) *knownLeaks {
	k := &knownLeaks{}
	files := gitleaks.IgnoreFiles(g.ignorePath, at)
	if len(files) == 0 && given("gitleaks-ignore-path") {
		g.warn("--gitleaks-ignore-path: %s is no file and has no file %s, so nothing is ignored", g.ignorePath, gitleaks.IgnoreName)
	}
	for _, file := range files {
		text, err := readAtMost(file, mostRead)
		if err != nil {
			log.sayf(levelError, "cannot read %s, so it covers nothing: %v", file, source.Cause(err))
			continue
		}
		ignore, err := gitleaks.ParseIgnore(file, text)
		if err != nil {
			log.sayf(levelError, "%v", err)
			continue
		}
		g.warnings = append(g.warnings, ignore.Warnings()...)
		k.ignored = append(k.ignored, ignore)
	}
	if g.baseline == "" {
		return k
	}
	err := k.load(g.baseline)
	if err != nil {
		log.sayf(levelError, "the baseline cannot be used, so it covers nothing: %v", err)
	}
	return k
}

// load reads a baseline.
func (k *knownLeaks) load(path string) error {
	text, err := readAtMost(path, mostRead)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", path, source.Cause(err))
	}
	if k.baseline, err = gitleaks.ParseBaseline(text); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	k.baselinePath, err = filepath.Abs(path)
	return err
}

// covers reports whether an entry is known. All that the baseline itself holds is.
func (k *knownLeaks) covers(e gitleaks.Entry) bool {
	covered := false
	for _, i := range k.ignored { // each marks its lines as used
		covered = i.Covers(&e) || covered
	}
	if k.baseline == nil || covered {
		return covered
	}
	if e.Commit == "" && e.File != "" {
		if at, err := filepath.Abs(k.inRoot(e.File)); err == nil && at == k.baselinePath {
			return true
		}
	}
	return k.baseline.Has(&e)
}

// inRoot returns the path of a file of the report.
func (k *knownLeaks) inRoot(file string) string {
	file = filepath.FromSlash(file)
	if k.root == "" {
		return file
	}
	return filepath.Join(k.root, file)
}

// mostRead bounds what is read of a file that the command line names, which may be a link
// to a device without end.
const mostRead = 512 << 20

// readAtMost reads a file, which may be a pipe, as in -b <(command).
func readAtMost(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("it has more than %d MiB", most>>20)
	}
	return text, err
}

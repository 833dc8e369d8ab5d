package migrate

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// placeFiles are files in which hooks and CI call scanners.
var placeFiles = []string{
	".pre-commit-config.yaml", ".pre-commit-config.yml", "lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml",
	".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "Jenkinsfile", ".drone.yml", ".travis.yml", "cloudbuild.yaml",
	"Makefile", "makefile", "GNUmakefile", "justfile", "Justfile", "Taskfile.yml", "Taskfile.yaml", "package.json", "tox.ini", "noxfile.py", ".mega-linter.yml", "trunk.yaml", ".trunk/trunk.yaml",
}

// placeFolders are folders of such files.
var placeFolders = []string{".github/workflows", ".husky", ".githooks", ".hooks", ".gitlab", ".gitlab/ci", ".buildkite", "scripts", "bin"}

// maxPlace bounds a file of hooks or CI, in bytes.
const maxPlace = 1 << 20

// eachPlace calls show with each file of hooks and CI that can be read.
func eachPlace(root fs.FS, show func(name, text string)) {
	names := slices.Clone(placeFiles)
	for _, folder := range placeFolders {
		entries, err := fs.ReadDir(root, folder)
		if err != nil {
			continue
		}
		for _, e := range entries {
			names = append(names, path.Join(folder, e.Name()))
		}
	}
	for _, name := range names {
		if info, err := fs.Stat(root, name); err != nil || !info.Mode().IsRegular() || info.Size() > maxPlace {
			continue
		}
		if text, err := fs.ReadFile(root, name); err == nil {
			show(name, string(text))
		}
	}
}

// A mention is a file of another tool that hooks or CI name.
type mention struct {
	kind Kind
	name string
}

// word is a file name behind a flag, in a command line or in a list of YAML.
const word = `[=\s"',]+(?:-\s+)?["']?([\w./@-]*\w[\w./@-]*)`

var mentioned = []struct {
	kind Kind
	tool string // a word that the file must hold
	flag func() *regexp.Regexp
}{
	{Report, "gitleaks", lazyregexp.New(`--baseline-path` + word)},
	{GitleaksConfig, "gitleaks", lazyregexp.New(`gitleaks\b.*\s(?:--config|-c)` + word)},
	{GitleaksConfig, "gitleaks", lazyregexp.New(`GITLEAKS_CONFIG["']?\s*[:=]` + `\s*["']?([\w./@-]*\w[\w./@-]*)`)},
	{Report, "detect-secrets", lazyregexp.New(`--baseline` + word)},
	{ExcludePaths, "trufflehog", lazyregexp.New(`(?:--exclude-paths|--exclude_paths|trufflehog\b.*\s-x)` + word)},
	{IncludePaths, "trufflehog", lazyregexp.New(`(?:--include-paths|--include_paths|trufflehog\b.*\s-i)` + word)},
	{TrufflehogConfig, "trufflehog", lazyregexp.New(`trufflehog\b.*\s--config` + word)},
}

// mentions returns the files of other tools that hooks and CI name.
func mentions(root fs.FS) (all []mention) {
	eachPlace(root, func(_, text string) {
		for _, m := range mentioned {
			if !strings.Contains(text, m.tool) {
				continue
			}
			for _, groups := range m.flag().FindAllStringSubmatch(text, -1) {
				found := mention{m.kind, path.Clean(groups[1])}
				if !slices.Contains(all, found) {
					all = append(all, found)
				}
			}
		}
	})
	return all
}

// calls are the ways in which hooks and CI call another tool, and what to write instead.
// The first that fits a line counts.
var calls = []struct {
	of  func() *regexp.Regexp
	was string
	now string
}{
	{lazyregexp.New(`uses:\s*["']?(?:gitleaks|zricethezav)/gitleaks-action`), "the action of gitleaks", "uses: sluicesec/sluice@v0.1.0 (docs/howto/ci.md)"},
	{lazyregexp.New(`uses:\s*["']?trufflesecurity/trufflehog`), "the action of trufflehog", "uses: sluicesec/sluice@v0.1.0 (docs/howto/ci.md)"},
	{lazyregexp.New(`repo:\s*["']?\S*github\.com[/:](?:gitleaks|zricethezav)/gitleaks`), "the hook of gitleaks", "repo: https://github.com/sluicesec/sluice, rev: main, hooks: [{id: sluice}]"},
	{lazyregexp.New(`repo:\s*["']?\S*github\.com[/:]\S*/detect-secrets`), "the hook of detect-secrets", "repo: https://github.com/sluicesec/sluice, rev: main, hooks: [{id: sluice}]"},
	{lazyregexp.New(`repo:\s*["']?\S*github\.com[/:]trufflesecurity/trufflehog`), "the hook of trufflehog", "repo: https://github.com/sluicesec/sluice, rev: main, hooks: [{id: sluice}]"},
	{lazyregexp.New(`gitleaks["']?\s+protect\b|gitleaks["']?\s+git\b.*(?:--staged|--pre-commit)`), "a call of gitleaks in a hook", "sluice git --staged; or sluice gitleaks with the same arguments"},
	{lazyregexp.New(`gitleaks["']?\s+(?:dir|directory|file)\b|gitleaks["']?\s+detect\b.*--no-git`), "a call of gitleaks on files", "sluice dir .; or sluice gitleaks with the same arguments"},
	{lazyregexp.New(`gitleaks["']?\s+stdin\b`), "a call of gitleaks on standard input", "sluice stdin"},
	{lazyregexp.New(`gitleaks["']?\s+(?:detect|git)\b`), "a call of gitleaks", "sluice git, and in CI sluice git --ci; or sluice gitleaks with the same arguments"},
	{lazyregexp.New(`detect-secrets-hook\b`), "a call of detect-secrets in a hook", "sluice git --staged, and in CI sluice git --ci"},
	{lazyregexp.New(`detect-secrets["']?\s+scan\b`), "a call of detect-secrets", "sluice git --ci; what was scanned into the baseline: sluice baseline update"},
	{lazyregexp.New(`detect-secrets["']?\s+audit\b`), "an audit of detect-secrets", "sluice triage"},
	{lazyregexp.New(`trufflehog3?["']?\s+(?:git|github|gitlab)\b|trufflehog3?["']?\s+(?:file|https?)://`), "a call of trufflehog", "sluice git, and in CI sluice git --ci"},
	{lazyregexp.New(`trufflehog3?["']?\s+filesystem\b`), "a call of trufflehog on files", "sluice dir ."},
	{lazyregexp.New(`trufflehog3?["']?\s+docker\b`), "a call of trufflehog on an image", "sluice image"},
	{lazyregexp.New(`(?:zricethezav|ghcr\.io/gitleaks|gitleaks)/gitleaks:|trufflesecurity/trufflehog[:@]`), "an image of another scanner", "an image built from docs/ci/Dockerfile"},
	{lazyregexp.New(`(?:go install|brew install|pip3? install|apk add)\b.*\b(?:gitleaks|detect-secrets|trufflehog)`), "the installation of another scanner", "go install github.com/sluicesec/sluice/cmd/sluice@latest"},
}

// handwork returns a note for each line of hooks and CI that calls another tool.
func handwork(root fs.FS) (notes []Note) {
	eachPlace(root, func(name, text string) {
		n := 0
		for line := range strings.Lines(text) {
			n++
			if !strings.Contains(line, "gitleaks") && !strings.Contains(line, "detect-secrets") && !strings.Contains(line, "trufflehog") {
				continue
			}
			if code := strings.TrimSpace(line); strings.HasPrefix(code, "#") || strings.HasPrefix(code, "//") {
				continue
			}
			for _, c := range calls {
				if c.of().MatchString(line) {
					notes = append(notes, Note{File: name, Line: n, Was: c.was, Now: "write " + c.now, Fate: ByHand})
					break
				}
			}
		}
	})
	return notes
}

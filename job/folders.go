package job

import (
	"os"
	"path"
	"path/filepath"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/stdin"
)

// Folders makes the job that judges folders and files, at least one. A rule
// file is looked for at the root of the first if that is a folder. With gitignore,
// what .gitignore files exclude is left out.
func Folders(c Call, paths []string, gitignore bool) (*Job, error) {
	j, err := c.trusted(&folder.Folders{Paths: paths, Gitignore: gitignore}, paths[0])
	if err != nil {
		return nil, err
	}
	if len(paths) == 1 && !inGit(paths[0]) {
		j.Baseline = whole(j.Baseline)
	}
	if j.Baseline != nil {
		j.Baseline.Root = filepath.ToSlash(filepath.Clean(paths[0]))
	}
	if j.ruleFile != "" {
		j.ruleFile = path.Join(filepath.ToSlash(paths[0]), j.ruleFile)
	}
	j.about.Kind = finding.ScanFolder
	if info, err := os.Stat(paths[0]); err == nil && info.IsDir() {
		j.owners = ownersIn(paths[0])
	}
	return j, nil
}

// Images makes the job that judges images of containers, at least one.
func Images(c Call, paths []string) (*Job, error) {
	j, err := Folders(c, paths, false)
	if err == nil {
		j.about.Kind = finding.ScanImage
	}
	return j, err
}

// Stdin makes the job that judges standard input. No rule file is looked for: what
// comes has nothing to do with the current folder.
func Stdin(c Call) (*Job, error) {
	j, err := c.trusted(&stdin.Input{Reader: c.Stdin}, "")
	if err == nil {
		j.about.Kind = finding.ScanStdin
	}
	return j, err
}

// inGit reports whether a folder is a work tree. Then its baseline is also about the
// history, which a scan of the folder does not see.
func inGit(folder string) bool {
	_, err := os.Lstat(filepath.Join(folder, ".git"))
	return err == nil
}

// trusted makes the job that judges src by the rules that [Call.Rules] returns
// for folder, and by its baseline.
func (c Call) trusted(src source.Source, folder string) (*Job, error) {
	cfg, err := c.rules(folder)
	if err != nil {
		return nil, err
	}
	known, err := c.baseline(folder)
	if err != nil {
		return nil, err
	}
	return &Job{Source: src, Rules: cfg, Baseline: known, ruleFile: c.ruleFile(folder)}, nil
}

package job

import (
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/stdin"
)

// Folders makes the job that judges folders and files, at least one. A rule
// file is looked for in the first. With gitignore, what .gitignore files exclude
// is left out.
func Folders(c Call, paths []string, gitignore bool) (*Job, error) {
	return c.trusted(&folder.Folders{Paths: paths, Gitignore: gitignore}, paths[0])
}

// Stdin makes the job that judges standard input. A rule file is looked for in
// the current folder.
func Stdin(c Call) (*Job, error) {
	return c.trusted(&stdin.Input{Reader: c.Stdin}, ".")
}

// trusted makes the job that judges src by the rules that [Call.Rules] returns
// for target.
func (c Call) trusted(src source.Source, target string) (*Job, error) {
	cfg, err := c.Rules(target)
	if err != nil {
		return nil, err
	}
	return &Job{Source: src, Rules: cfg}, nil
}

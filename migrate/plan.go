package migrate

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/rules"
)

// ConfigName is the name of the rule file that is written.
const ConfigName = ".sluice.toml"

// A Plan is what the files of other tools say, translated as far as it can be without a
// look at the repository.
type Plan struct {
	Inputs []Input

	root   fs.FS
	folder string
	notes  []Note
	names  names

	text    string // of the rule file; "" for none
	lists   []list // to add to it
	rules   []rules.Rule
	config  *gitleaksConfig // what the text was made of; nil for nothing
	entries []entry
	probe   *rules.Config

	imports  []baseline.Imported
	from     []string // the file of each import
	comments comments
}

// Read reads the files of other tools that a repository has. folder is the path of its
// root, where the rule file is to be, and root shows the files there. Errors say which file
// cannot be used.
func Read(root fs.FS, folder string, inputs []Input) (*Plan, error) {
	p := &Plan{Inputs: inputs, root: root, folder: folder, names: newNames()}
	var errs []error
	for _, in := range inputs {
		if err := p.read(in); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", in.Name, err))
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	p.commands()
	if err := p.document(); err != nil {
		return nil, err
	}
	p.joined()
	p.otherConfigs()
	p.notes = append(p.notes, handwork(root)...)
	p.comments = findComments(root)
	return p, nil
}

// joined says that what several tools leave out is left out by all rules then.
func (p *Plan) joined() {
	var files []string
	if p.config != nil {
		files = append(files, p.config.name)
	}
	for _, l := range p.lists {
		for _, e := range l.entries {
			if !slices.Contains(files, e.file) {
				files = append(files, e.file)
			}
		}
	}
	if p.config != nil && len(files) > 1 {
		p.note(files[0], 0, Translated, "what "+strings.Join(files[1:], " and ")+" leaves out, too", "one file: what one of the tools left out and another reported is not reported by sluice; write targetRules for what is to count for some rules alone")
	}
}

func (p *Plan) read(in Input) error {
	switch in.Kind {
	case GitleaksConfig:
		if p.config == nil { // otherConfigs names further ones
			return p.gitleaks(in)
		}
	case GitleaksIgnore:
		return p.ignoreFile(in)
	case Report:
		return p.report(in)
	case PreCommit:
		return p.preCommit(in)
	case TrufflehogConfig:
		return p.trufflehog(in)
	case ExcludePaths, IncludePaths:
		p.pathFile(in)
	}
	return nil
}

// Empty reports whether there is nothing to migrate.
func (p *Plan) Empty() bool {
	return len(p.notes) == 0 && p.probe == nil && len(p.imports) == 0 && len(p.comments.at) == 0
}

// Probe returns the rules to scan by, so that [Plan.Settle] sees what the entries of
// allowlists are for; nil for those that judge without a new rule file.
func (p *Plan) Probe() *rules.Config { return p.probe }

func (p *Plan) note(file string, line int, fate Fate, was, format string, args ...any) {
	p.notes = append(p.notes, Note{File: file, Line: line, Was: was, Now: fmt.Sprintf(format, args...), Fate: fate})
}

// configPath is the path of the rule file.
func (p *Plan) configPath() string { return filepath.Join(p.folder, ConfigName) }

// pathOf is the path of an input.
func (p *Plan) pathOf(in Input) string {
	if name := filepath.FromSlash(in.Name); !filepath.IsAbs(name) {
		return filepath.Join(p.folder, name)
	}
	return filepath.FromSlash(in.Name)
}
